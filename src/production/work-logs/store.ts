import { requireVisibleInmate } from '../../custody/inmates/index.ts'
import { monthLocked } from '../../custody/months/index.ts'
import { protectionsByInmate } from '../../custody/protected-persons/index.ts'
import { explainConstraints } from '../../platform/database/constraints.ts'
import { type ListedPage, listing } from '../../platform/database/listing.ts'
import { readOne, readRow } from '../../platform/database/records.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { join, raw, type Sql, sql } from '../../platform/database/sql.ts'
import { changes, column, columnOf, expression, insert, resource, type Selected, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import type { Difference, Enrolled, KeptRow, SheetBatch } from './rules.ts'
import { presences, WorkLog, WorkLogQuery, WorkMonth, WorkMonthQuery, WorkSheet } from './schemas.ts'

explainConstraints({ work_sheet_month: monthLocked('/rows') })

const ofSheet = 'they belong to a sheet that the caller sees'

const log = resource('work_log', WorkLog, { protections: protectionsByInmate('work_log') })

export const listWorkLogs = listing({ operation: 'listWorkLogs', of: log, query: WorkLogQuery })
export const readWorkLog = (db: Reader, id: string): Promise<WorkLog> => readOne(db, log, id)

/** The ids of the sheets that an inmate stands in. */
export async function sheetsOf(db: Reader, inmateId: string): Promise<string[]> {
  const sheets = await db.query<{ id: string }>(sql`SELECT DISTINCT sheet_id AS id FROM ${rows(db, 'work_log')} WHERE inmate_id = ${inmateId}::uuid`)
  return sheets.map(({ id }) => id)
}

// Sheets --------------------------------------------------------------------------------------------------------

const rowMembers = [
  'inmateId',
  'shift',
  'attendance',
  'minutes',
  'batchId',
  'piecesGood',
  'piecesRejected',
  'workQuality',
  'conduct',
  'safetyOk',
  'ruleBreach',
  'note',
] as const
const rowObject = (more: readonly ('id' | 'protections')[] = []): Sql =>
  join([...more, ...rowMembers].map((name) => sql`${raw(`'${name}'`)}, ${log.members[name]}`))
/** The rows of `work_sheet`, as `byKey` (rules.ts) orders them. */
const rowsOfSheet = (
  object: Sql,
): Sql => sql`(SELECT coalesce(jsonb_agg(jsonb_build_object(${object}) ORDER BY work_log.inmate_id, work_log.shift, work_log.batch_id NULLS FIRST), '[]')
  FROM ${unfiltered('work_log', ofSheet)} WHERE work_log.sheet_id = work_sheet.id)`

const sheet = resource('work_sheet', WorkSheet, { rows: rowsOfSheet(rowObject(['protections'])) })

/** Every day of a program has its sheet, also one that nobody has written yet: its id follows from both. */
const eachSheet = (db: Reader, programId: string, workedOn: string): Sql => sql`(
    SELECT md5(program.id::text || ${workedOn}::text)::uuid AS id, program.facility_id, program.id AS program_id, ${workedOn}::date AS worked_on,
           coalesce(kept.version, 0) AS version, kept.created_at, kept.updated_at, kept.created_by, kept.updated_by
    FROM ${rows(db, 'program')} LEFT JOIN ${unfiltered('work_sheet', 'its program is one that the caller sees', 'kept')}
      ON kept.program_id = program.id AND kept.worked_on = ${workedOn}::date
    WHERE program.id = ${programId}::uuid
  ) work_sheet`

/** @throws not-found */
export const readSheet = (db: Reader, programId: string, workedOn: string) =>
  readRow(db, select(sheet.members, sql`FROM ${eachSheet(db, programId, workedOn)}`))

const today = expression<string>`(SELECT (now() AT TIME ZONE time_zone)::date FROM ${unfiltered('facility', 'it is that of the program')} WHERE facility.id = program.facility_id)`
const enrollments = expression<Enrolled[]>`(SELECT coalesce(jsonb_agg(jsonb_build_object('inmateId', inmate_id, 'startsOn', starts_on, 'endsOn', ends_on,
    'isActive', status = 'ACTIVE' OR (status IN ('COMPLETED', 'WITHDRAWN', 'DISMISSED', 'ENDED') AND ends_on IS NOT NULL))), '[]') FROM enrolled)`
const batches = expression<SheetBatch[]>`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', worked.id, 'code', worked.code, 'status', worked.status,
    'archived', worked.archived, 'startsOn', worked.starts_on, 'completedOn', worked.completed_on, 'contributionMode', worked.contribution_mode, 'unit', product.unit)), '[]')
  FROM worked JOIN ${unfiltered('product', 'it is that of the batch')} ON product.id = worked.product_id)`

/** What the rows of a sheet name, and the day of a program. */
export interface Asked {
  programId: string
  workedOn: string
  inmateIds: readonly string[]
  batchIds: readonly string[]
}
const ofDay = ({ programId, workedOn }: Asked): Sql => sql`program_id = ${programId}::uuid AND worked_on = ${workedOn}::date`
/** The batches of the program that rows name, and those that the rows which stand name. */
const worked = (tx: Transaction, asked: Asked): Sql => sql`SELECT * FROM ${rows(tx, 'batch')} WHERE program_id = ${asked.programId}::uuid
  AND (id = ANY(${asked.batchIds}::uuid[]) OR id IN (SELECT batch_id FROM ${unfiltered('work_log', ofSheet)} WHERE ${ofDay(asked)}))`

const surroundings = { today, enrollments }

/**
 * Holds what a sheet depends on: the inmates, whose minutes of a day are added up; the program, by which its sheets come one after the other; what may be ended
 * or completed at the same moment; and the sheet. Each part waits for the one before. @throws not-found
 */
export function holdWork(tx: Transaction, asked: Asked) {
  const { programId, inmateIds } = asked
  const ofProgram = sql`program_id = ${programId}::uuid AND inmate_id = ANY(${inmateIds}::uuid[])`
  const after = (part: string): Sql => sql`(SELECT count(*) FROM ${raw(part)}) >= 0`
  return readRow<Selected<typeof surroundings>>(
    tx,
    sql`WITH person AS (
        SELECT FROM ${unfiltered('inmate', 'the program has an enrollment of theirs')}
        WHERE id IN (SELECT inmate_id FROM ${rows(tx, 'enrollment')} WHERE ${ofProgram}) ORDER BY id FOR NO KEY UPDATE
      ), held AS (SELECT program.* FROM ${rows(tx, 'program')} WHERE program.id = ${programId}::uuid AND ${after('person')} FOR NO KEY UPDATE),
      enrolled AS (SELECT * FROM ${rows(tx, 'enrollment')} WHERE ${ofProgram} AND ${after('held')} FOR SHARE),
      worked AS (${worked(tx, asked)} AND ${after('enrolled')} ORDER BY id FOR SHARE),
      sheet AS (SELECT FROM ${unfiltered('work_sheet', ofSheet)} WHERE ${ofDay(asked)} AND ${after('worked')} FOR NO KEY UPDATE)
      ${select(surroundings, sql`FROM held program WHERE ${after('sheet')}`)}`,
  )
}

const standing = { ...sheet.members, kept: expression<KeptRow[]>`${rowsOfSheet(rowObject(['id']))}`, batches }

/** What stands: the sheet, its rows with their ids, and what they are looked at by; for work that is held. */
export function readHeldSheet(tx: Transaction, asked: Asked) {
  const elsewhere = sql`(SELECT coalesce(jsonb_object_agg(inmate_id, minutes), '{}') FROM (
      SELECT inmate_id, sum(minutes) AS minutes FROM ${unfiltered('work_log', 'minutes of a day count wherever they were worked')}
      WHERE inmate_id = ANY(${asked.inmateIds}::uuid[]) AND worked_on = ${asked.workedOn}::date AND program_id <> ${asked.programId}::uuid GROUP BY inmate_id) other)`
  return readRow<Selected<typeof standing> & { elsewhere: Record<string, number> }>(
    tx,
    sql`WITH worked AS (${worked(tx, asked)} ORDER BY id FOR SHARE)
      ${select({ ...standing, elsewhere }, sql`FROM ${eachSheet(tx, asked.programId, asked.workedOn)}`)}`,
  )
}

/** The sheet as it stands: nothing has happened. */
export const sameSheet = (tx: Transaction, { programId, workedOn }: WorkSheet): Change<WorkSheet> => ({
  ctes: sql`change AS (${select(sheet.members, sql`FROM ${eachSheet(tx, programId, workedOn)}`)})`,
  isSame: true,
})

const item = raw(`item(id uuid, "inmateId" uuid, shift text, attendance text, minutes int, "batchId" uuid, "piecesGood" numeric, "piecesRejected" numeric,
  "workQuality" text, conduct text, "safetyOk" boolean, "ruleBreach" boolean, note text)`)
const fromItem = {
  id: sql`item.id`,
  sheetId: sql`written.id`,
  facilityId: sql`written.facility_id`,
  programId: sql`written.program_id`,
  workedOn: sql`written.worked_on`,
  inmateId: sql`item."inmateId"`,
  shift: sql`item.shift`,
  attendance: sql`item.attendance`,
  minutes: sql`item.minutes`,
  batchId: sql`item."batchId"`,
  piecesGood: sql`item."piecesGood"`,
  piecesRejected: sql`item."piecesRejected"`,
  workQuality: sql`item."workQuality"`,
  conduct: sql`item.conduct`,
  safetyOk: sql`item."safetyOk"`,
  ruleBreach: sql`item."ruleBreach"`,
  note: sql`item.note`,
}
/** What another version of a row can say. */
const contents = ['attendance', 'minutes', 'piecesGood', 'piecesRejected', 'workQuality', 'conduct', 'safetyOk', 'ruleBreach', 'note'] as const
const rewritten = join(contents.map((name) => sql`${raw(columnOf('work_log', name)[0])} = ${column('work_log', name, 'excluded')}`))
const again = (table: 'work_sheet' | 'work_log'): Sql => sql`version = ${raw(table)}.version + 1, updated_at = now(), updated_by = excluded.updated_by`

/** The rows of a sheet as it is written, with what protects their inmates. */
const rowsAnswered = ({ rows: written }: Pick<Difference, 'rows'>): Sql => sql`(
    SELECT coalesce(jsonb_agg(one || jsonb_build_object('protections', ${log.members.protections}) ORDER BY place), '[]')
    FROM (SELECT one, (one ->> 'inmateId')::uuid AS inmate_id, place FROM jsonb_array_elements(${JSON.stringify(written)}::jsonb) WITH ORDINALITY given(one, place)) work_log)`

/** For a sheet that is held: writes the rows that differ, and the sheet as it is then. */
export function changeSheet(tx: Transaction, before: WorkSheet, difference: Difference): Change<WorkSheet> {
  const by = { createdBy: tx.caller.clientId, updatedBy: tx.caller.clientId }
  const { id, facilityId, programId, workedOn } = before
  const items = JSON.stringify(difference.written.map(({ row, before }) => ({ ...row, id: before?.id ?? tx.newId() })))
  const gone = difference.removed.map((row) => row.id)
  const logged = sql`FROM jsonb_to_recordset(${items}::jsonb) AS ${item} CROSS JOIN written ON CONFLICT (id) DO UPDATE SET ${rewritten}, ${again('work_log')}`
  return {
    ctes: sql`written AS (
        ${insert('work_sheet', { id, facilityId, programId, workedOn, ...by }, sql`ON CONFLICT (id) DO UPDATE SET worked_on = excluded.worked_on, ${again('work_sheet')} RETURNING *`)}
      ), gone AS (DELETE FROM ${unfiltered('work_log', ofSheet)} WHERE id = ANY(${gone}::uuid[])),
      logged AS (${insert('work_log', { ...fromItem, ...by }, logged)}),
      change AS (${select({ ...sheet.members, rows: rowsAnswered(difference) }, sql`FROM written work_sheet`)})`,
    before,
  }
}

/**
 * Takes away what was entered of an inmate for days after the last, on one program or on all; the sheets change with it. What is in a locked month stays. For an
 * inmate or an enrollment that is locked.
 */
export async function endLogs(tx: Transaction, { inmateId, programId }: { inmateId: string; programId?: string }, on: string): Promise<void> {
  const ofProgram = programId === undefined ? sql`TRUE` : sql`program_id = ${programId}::uuid`
  const later = sql`inmate_id = ${inmateId}::uuid AND worked_on > ${on}::date AND ${ofProgram}`
  const logs = unfiltered('work_log', 'the inmate or the enrollment is locked')
  const isLocked = sql`EXISTS (SELECT FROM ${unfiltered('facility_month', 'it is that of the sheet', 'month')} WHERE month.facility_id = work_sheet.facility_id
    AND month.month = date_trunc('month', work_sheet.worked_on)::date AND month.status = 'LOCKED')`
  const sheets = await tx.query<{ id: string }>(sql`
    SELECT id FROM ${unfiltered('work_sheet', 'it has a row of the inmate')} WHERE id IN (SELECT sheet_id FROM ${logs} WHERE ${later}) AND NOT ${isLocked}
    ORDER BY id FOR NO KEY UPDATE`)
  if (sheets.length === 0) return
  const changed = await tx.query<{ id: string; facilityId: string; version: number }>(sql`
    WITH gone AS (DELETE FROM ${logs} WHERE ${later} AND sheet_id = ANY(${sheets.map(({ id }) => id)}::uuid[]) RETURNING sheet_id)
    UPDATE ${unfiltered('work_sheet', 'it has a row of the inmate')} SET ${changes('work_sheet', { workedOn: sql`work_sheet.worked_on` }, tx.caller.clientId)} WHERE id IN (SELECT sheet_id FROM gone)
    RETURNING id, facility_id AS "facilityId", version`)
  for (const row of changed) tx.emit({ type: 'work-sheet.updated', resource: 'work-sheet', ...row })
}

// Months --------------------------------------------------------------------------------------------------------

/** What the logs of an inmate come to, by facility and month, as rows of the table; each goes by the id of one of its logs, so that the trail knows whose it is. */
const eachMonth = (db: Reader): Sql => sql`(
    SELECT min(id::text)::uuid AS id, facility_id, inmate_id,
           date_trunc('month', worked_on)::date AS worked_on, count(DISTINCT worked_on) FILTER (WHERE attendance = ANY(${presences}::text[]))::int AS days,
           sum(minutes)::int AS minutes, sum(pieces_good) AS pieces_good, sum(pieces_rejected) AS pieces_rejected, max(updated_at) AS updated_at
    FROM ${rows(db, 'work_log')} GROUP BY inmate_id, facility_id, date_trunc('month', worked_on)
  ) work_log`

const month = resource('work_log', WorkMonth, { startsOn: 'workedOn', days: sql`work_log.days` })

const pageOfMonths = listing({ operation: 'listWorkMonths', of: month, from: eachMonth, query: WorkMonthQuery })

/** @throws not-found */
export async function listWorkMonths(db: Reader, inmateId: string, query: WorkMonthQuery): Promise<ListedPage<WorkMonth>> {
  await requireVisibleInmate(db, inmateId)
  return pageOfMonths(db, query, sql`work_log.inmate_id = ${inmateId}::uuid`)
}
