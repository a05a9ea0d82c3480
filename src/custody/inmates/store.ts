import { phrase } from '../../platform/contract/language.ts'
import { notFound, type Problem } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference, overlap } from '../../platform/database/constraints.ts'
import { contains, type ListedPage, listing } from '../../platform/database/listing.ts'
import { changeOne, insertOne, isHidden, readOne, readRow } from '../../platform/database/records.ts'
import { referable, requireUsable, unusableBy } from '../../platform/database/references.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { empty, raw, type Sql, sql } from '../../platform/database/sql.ts'
import { changes, changesIfAny, column, type Expression, expression, insert, pick, resource, type Selected, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { inmateProtections, protectionsByInmate } from '../protected-persons/index.ts'
import {
  CustodyChange,
  CustodyChangeQuery,
  Inmate,
  type InmatePatch,
  InmateQuery,
  InmateRegistration,
  type InmateRegistrationPatch,
  InmateRegistrationQuery,
  InmateSearch,
  type NewInmate,
  type NewInmateRegistration,
} from './schemas.ts'

const nikIsTaken = duplicate('/nik', phrase`Another inmate of the facility has this NIK.`)

const entriesOverlap = overlap('/from', phrase`Another registration of the inmate covers a part of this period.`)

/** Nothing that names a person comes back. */
export const isErased = contradicts('', phrase`The person was erased; what names a person cannot be set again.`)

explainConstraints({
  inmate_nik_key: nikIsTaken,
  inmate_erased_check: isErased,
  inmate_facility_fkey: missingReference('/facilityId'),
  inmate_birth_check: contradicts('/birthDate', phrase`The birth date lies after the admission.`),
  inmate_release_check: contradicts('/expectedReleaseOn', phrase`The expected release lies before the admission.`),
  inmate_registration_number_key: duplicate('/number', phrase`This number is taken in this book of the facility.`),
  inmate_registration_dates_check: contradicts('/to', phrase`The last day lies before the first.`),
  inmate_registration_overlap: entriesOverlap,
})

const registrationsOf = sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', entry.id, 'facilityId', entry.facility_id, 'book', entry.book, 'number', entry.number,
     'from', entry.valid_from, 'to', entry.valid_to, 'version', entry.version) ORDER BY entry.valid_from), '[]')
   FROM ${unfiltered('inmate_registration', 'whoever keeps the inmate sees every entry', 'entry')} WHERE entry.inmate_id = inmate.id)`
const inmate = resource('inmate', Inmate, { nik: 'nikEncrypted', registrations: registrationsOf, protections: inmateProtections })

export const listInmates = listing({ operation: 'listInmates', of: inmate, query: InmateQuery })

/** Finds archived inmates too, so that nobody is entered twice. */
export const searchInmates = listing({
  operation: 'searchInmates',
  of: inmate,
  query: InmateSearch,
  filters: {
    name: (name) => contains(sql`inmate.name || ' ' || coalesce(inmate.alias, '')`, name),
    nik: (nik, db) => sql`inmate.nik_hash = ANY(${db.keyring.lookUp('inmate.nik', nik)}::bytea[])`,
    registrationNumber: (number) =>
      sql`inmate.id IN (SELECT inmate_id FROM ${unfiltered('inmate_registration', 'whoever keeps the inmate sees every entry')} WHERE register_number(number) = register_number(${number}))`,
  },
})

export const readInmate = (db: Reader, id: string): Promise<Inmate> => readOne(db, inmate, id)
/** @throws not-found */
export const requireVisibleInmate = (db: Reader, id: string): Promise<unknown> => readOne(db, pick(inmate, 'id'), id)

const reference = referable('inmate', {
  erased: { when: sql`inmate.erased_at IS NOT NULL`, because: phrase`The person was erased.` },
  left: { when: sql`inmate.custody_status NOT IN ('ACTIVE', 'TEMPORARILY_ABSENT')`, because: phrase`The inmate is not in custody here.` },
  absent: { when: sql`inmate.custody_status = 'TEMPORARILY_ABSENT'`, because: phrase`The inmate is absent for a time.` },
  archived: { when: sql`inmate.archived`, because: phrase`The inmate is archived.` },
})

/** What a statement selects of an inmate whom a new row names: `requireInCustody` takes the one, and the row does not begin before the other. */
export const inCustody = { unusable: unusableBy(reference), since: expression<string>`coalesce(inmate.custody_since, inmate.admitted_on)` }

const itsInmate = 'the inmate is locked'

/**
 * The day from which the period of retention counts: that of the last custody change, or the one on which it was entered where that is
 * later; of an inmate from before changes were written down, the day of the last change.
 */
export const leftOn = (alias: string): Expression<string> => {
  const inmate = raw(alias)
  return sql`greatest(coalesce(${inmate}.custody_changed_on, ${inmate}.updated_at::date),
    (SELECT max(entered.created_at)::date FROM ${unfiltered('custody_change', itsInmate, 'entered')} WHERE entered.inmate_id = ${inmate}.id))`
}

const locked = {
  ...pick(inmate, 'id', 'facilityId', 'custodyStatus', 'legalStatus', 'admittedOn', 'expectedReleaseOn', 'archived', 'retentionHold', 'erasedAt', 'version')
    .members,
  custodyChangedOn: column('inmate', 'custodyChangedOn'),
  /** The day the present custody here began, where that is not the admission. */
  custodySince: column('inmate', 'custodySince'),
  leftOn: leftOn('inmate'),
  unusable: unusableBy(reference),
}
export type LockedInmate = Selected<typeof locked>

/** Locks an inmate that the caller may see, until the end of the transaction. @throws not-found, or what `absent` says */
export const lockInmate = (tx: Transaction, id: string, absent: () => Problem = notFound): Promise<LockedInmate> =>
  readRow(tx, select(locked, sql`FROM ${rows(tx, 'inmate')} WHERE inmate.id = ${id}::uuid FOR UPDATE`), absent)

/** @throws contradiction when nothing new can begin with the inmate */
export const requireInCustody = (inmate: Pick<LockedInmate, 'unusable'>): void => requireUsable(reference, inmate, '/inmateId')

/** The columns of a NIK; none where it is not named. */
function nikColumns(tx: Transaction, id: string, nik: string | null | undefined) {
  if (nik === undefined) return {}
  const { encrypted, hash } = tx.keyring.number('inmate.nik', id, nik)
  return { nikEncrypted: encrypted, nikHash: hash }
}

/** The constraint knows hashes of one key; while the keys are changed there are two. @throws duplicate */
export async function requireNewNik(tx: Transaction, facilityId: string, nik: string, id?: string): Promise<void> {
  if (tx.keyring.versions.length === 1) return
  const [taken] = await tx.query(sql`
    SELECT id FROM ${rows(tx, 'inmate')} WHERE facility_id = ${facilityId}::uuid AND nik_hash = ANY(${tx.keyring.lookUp('inmate.nik', nik)}::bytea[])
      AND id IS DISTINCT FROM ${id ?? null}::uuid`)
  if (taken !== undefined) throw nikIsTaken()
}

export function insertInmate(tx: Transaction, { nik, ...values }: NewInmate & { publicAlias: string }): Change<Inmate> {
  const id = tx.newId()
  return insertOne(tx, inmate, { id, ...values, ...nikColumns(tx, id, nik), nationality: values.nationality ?? 'ID' })
}

export const patchInmate = (tx: Transaction, id: string, { nik, ...patch }: InmatePatch): Change<Inmate> =>
  changeOne(tx, inmate, id, { ...patch, ...nikColumns(tx, id, nik) })

/**
 * Sets where and how a person is in custody; yields the inmate as it is then. Ends nothing that depends on it: that is
 * the use case's part, which also emits an event for the facility that is left, since the event of the unit of work names the new one.
 */
export const changeCustody = (
  tx: Transaction,
  id: string,
  custody: { custodyStatus: string; custodyChangedOn: string | null; custodySince?: string | null; facilityId?: string },
): Change<Inmate> => changeOne(tx, inmate, id, custody)

const registration = resource('inmate_registration', InmateRegistration, {
  from: 'validFrom',
  to: 'validTo',
  protections: protectionsByInmate('inmate_registration'),
})
const { columns } = registration

// An entry stays in the book of the facility that made it; whoever keeps the inmate now sees all of them.
const ofVisibleInmates = (db: Reader): Sql =>
  sql`${unfiltered('inmate_registration', 'its inmate is joined')} JOIN ${rows(db, 'inmate')} ON inmate.id = inmate_registration.inmate_id`

const pageOfRegistrations = listing({ operation: 'listInmateRegistrations', of: registration, from: ofVisibleInmates, query: InmateRegistrationQuery })

export async function listRegistrations(db: Reader, inmateId: string, query: InmateRegistrationQuery): Promise<ListedPage<InmateRegistration>> {
  await requireVisibleInmate(db, inmateId)
  return pageOfRegistrations(db, query, sql`inmate_registration.inmate_id = ${inmateId}::uuid`)
}

export const readRegistration = (db: Reader, inmateId: string, id: string): Promise<InmateRegistration> =>
  readRow(db, select(registration.members, sql`FROM ${ofVisibleInmates(db)} WHERE inmate_registration.id = ${id}::uuid AND inmate.id = ${inmateId}::uuid`))

const isEntry = (inmateId: string, id: string): Sql => sql`inmate_registration.id = ${id}::uuid AND inmate_registration.inmate_id = ${inmateId}::uuid`

/** The version and the period of an entry whose inmate is locked. @throws not-found */
export const entryOf = (tx: Transaction, inmateId: string, id: string) =>
  readRow(
    tx,
    select(pick(registration, 'version', 'from', 'to').members, sql`FROM ${unfiltered('inmate_registration', itsInmate)} WHERE ${isEntry(inmateId, id)}`),
  )

/** The inmate shows its registrations, so its version rises with theirs. `write` ends where whole rows are returned. */
const withInmate = (tx: Transaction, inmateId: string, write: Sql): Change<InmateRegistration> => ({
  ctes: sql`written AS (${write} RETURNING *), touched AS (
      UPDATE ${unfiltered('inmate', itsInmate)} SET ${changes('inmate', {}, tx.caller.clientId)} WHERE inmate.id = ${inmateId}::uuid
    ), change AS (SELECT ${columns} FROM written inmate_registration)`,
})

export function insertRegistration(tx: Transaction, inmate: LockedInmate, { from, to, ...entry }: NewInmateRegistration): Change<InmateRegistration> {
  const stamps = { createdBy: tx.caller.clientId, updatedBy: tx.caller.clientId }
  const row = { id: tx.newId(), inmateId: inmate.id, facilityId: inmate.facilityId, ...entry, validFrom: from, validTo: to, ...stamps }
  return withInmate(tx, inmate.id, insert('inmate_registration', row))
}

export function patchRegistration(tx: Transaction, inmateId: string, id: string, { from, to, ...entry }: InmateRegistrationPatch): Change<InmateRegistration> {
  // A number that is shared may stay as it is; what it is changed to is the entry's own.
  const numberShared = entry.number === undefined ? undefined : sql`inmate_registration.number_shared AND inmate_registration.number = ${entry.number}`
  const set = changesIfAny('inmate_registration', { ...entry, numberShared, validFrom: from, validTo: to }, tx.caller.clientId, isHidden(tx, registration))
  return withInmate(tx, inmateId, sql`UPDATE ${unfiltered('inmate_registration', itsInmate)} SET ${set} WHERE ${isEntry(inmateId, id)}`)
}

export const removeRegistration = (tx: Transaction, inmateId: string, id: string): Change<InmateRegistration> =>
  withInmate(tx, inmateId, sql`DELETE FROM ${unfiltered('inmate_registration', itsInmate)} WHERE ${isEntry(inmateId, id)}`)

const covers = (inmateId: string, from: string, to: string | null): Sql =>
  sql`inmate_id = ${inmateId}::uuid AND valid_from < coalesce(${to}::date, 'infinity') AND coalesce(valid_to, 'infinity') > ${from}::date`

/** A day may be the last of one entry and the first of the next; the constraint does not see an entry of one day inside another. @throws period-overlap */
export async function requireFreePeriod(tx: Transaction, inmateId: string, { from, to }: { from: string; to: string | null }, id?: string): Promise<void> {
  const entries = unfiltered('inmate_registration', itsInmate)
  const others = await tx.query(sql`SELECT 1 FROM ${entries} WHERE ${covers(inmateId, from, to)} AND id IS DISTINCT FROM ${id ?? null}::uuid LIMIT 1`)
  if (others.length > 0) throw entriesOverlap()
}

/** Ends the entries of a person who leaves, on that day, and emits an event for each. */
export async function endRegistrations(tx: Transaction, inmateId: string, on: string): Promise<void> {
  const set = changes('inmate_registration', { validTo: on }, tx.caller.clientId)
  const ended = await tx.query<{ id: string; facilityId: string; version: number }>(
    sql`UPDATE ${unfiltered('inmate_registration', itsInmate)} SET ${set} WHERE inmate_id = ${inmateId}::uuid AND (valid_to IS NULL OR valid_to > ${on}::date)
      RETURNING id, facility_id AS "facilityId", version`,
  )
  for (const entry of ended) tx.emit({ type: 'inmate-registration.updated', resource: 'inmate-registration', ...entry })
}

// Custody changes -----------------------------------------------------------------------------------------------

const standing = sql`corrects_id IS NULL AND NOT EXISTS (SELECT FROM ${unfiltered('custody_change', itsInmate, 'correction')} WHERE correction.corrects_id = custody_change.id)`

const custodyChange = resource('custody_change', CustodyChange, {
  protections: protectionsByInmate('custody_change'),
  // A correction has the day of what it takes back.
  backdated: sql`custody_change.corrects_id IS NULL AND custody_change.created_at::date - custody_change.occurred_on > 31`,
  correctedById: sql`(SELECT correction.id FROM ${unfiltered('custody_change', itsInmate, 'correction')} WHERE correction.corrects_id = custody_change.id)`,
})

const pageOfCustodyChanges = listing({
  operation: 'listCustodyChanges',
  of: custodyChange,
  // Whoever keeps the inmate now sees what happened at other facilities.
  from: (db) => sql`${unfiltered('custody_change', 'its inmate is joined')} JOIN ${rows(db, 'inmate')} ON inmate.id = custody_change.inmate_id`,
  query: CustodyChangeQuery,
})

export async function listCustodyChanges(db: Reader, inmateId: string, query: CustodyChangeQuery): Promise<ListedPage<CustodyChange>> {
  await readOne(db, pick(inmate, 'id'), inmateId)
  return pageOfCustodyChanges(db, query, sql`custody_change.inmate_id = ${inmateId}::uuid`)
}

/** A change of an inmate who is locked, with what it takes to undo it. @throws `absent` */
export const readCustodyChange = (tx: Transaction, inmateId: string, id: string, absent: () => Problem) => {
  const { members } = pick(custodyChange, 'facilityId', 'custodyStatus', 'statusBefore', 'occurredOn', 'toFacilityId', 'correctsId', 'correctedById')
  const later = sql`SELECT FROM ${unfiltered('custody_change', itsInmate, 'later')} WHERE later.inmate_id = custody_change.inmate_id
    AND later.inmate_version > custody_change.inmate_version AND later.corrects_id IS NULL
    AND NOT EXISTS (SELECT FROM ${unfiltered('custody_change', itsInmate, 'correction')} WHERE correction.corrects_id = later.id)`
  const list = {
    ...members,
    changedOnBefore: column('custody_change', 'changedOnBefore'),
    sinceBefore: column('custody_change', 'sinceBefore'),
    isFollowed: expression<boolean>`EXISTS (${later})`,
  }
  const ofInmate = sql`custody_change.id = ${id}::uuid AND custody_change.inmate_id = ${inmateId}::uuid`
  return readRow(tx, select(list, sql`FROM ${unfiltered('custody_change', itsInmate)} WHERE ${ofInmate}`), absent)
}

/** Adds an entry for an inmate who is locked: what was before is what the inmate is. */
export async function insertCustodyChange(
  tx: Transaction,
  inmate: LockedInmate,
  entry: { custodyStatus: string; occurredOn: string; toFacilityId?: string | null | undefined; correctsId?: string },
): Promise<void> {
  const before = { statusBefore: inmate.custodyStatus, changedOnBefore: inmate.custodyChangedOn, sinceBefore: inmate.custodySince }
  const row = { id: tx.newId(), facilityId: inmate.facilityId, inmateId: inmate.id, ...entry, ...before, inmateVersion: inmate.version + 1 }
  await tx.query(insert('custody_change', { ...row, createdBy: tx.caller.clientId }))
}

/** The last day on which something began or was ended by a decision, up to `today`: who leaves was here until then. */
export async function lastDayOf(tx: Transaction, inmateId: string, today: string): Promise<string | undefined> {
  const lastOn = expression<string | null>`greatest(
    (SELECT max(valid_from) FROM ${unfiltered('inmate_registration', itsInmate)} WHERE inmate_id = ${inmateId}::uuid AND valid_from <= ${today}::date),
    (SELECT max(ends_on) FROM ${unfiltered('enrollment', itsInmate)} WHERE inmate_id = ${inmateId}::uuid AND status IN ('COMPLETED', 'WITHDRAWN', 'DISMISSED')))`
  const [found] = await tx.query(select({ lastOn }, empty))
  return found?.lastOn ?? undefined
}

/** The first day of what rests on the admission: enrollments, work, register entries that did not begin before it, custody changes that stand. */
export async function firstDayOf(tx: Transaction, { id, admittedOn }: LockedInmate): Promise<string | undefined> {
  const firstOn = expression<string | null>`least(
    (SELECT min(starts_on) FROM ${unfiltered('enrollment', itsInmate)} WHERE inmate_id = ${id}::uuid AND status <> 'REJECTED'),
    (SELECT min(valid_from) FROM ${unfiltered('batch_worker', itsInmate)} WHERE inmate_id = ${id}::uuid),
    (SELECT min(valid_from) FROM ${unfiltered('inmate_registration', itsInmate)} WHERE inmate_id = ${id}::uuid AND valid_from >= ${admittedOn}::date),
    (SELECT min(occurred_on) FROM ${unfiltered('custody_change', itsInmate)} WHERE inmate_id = ${id}::uuid AND ${standing}))`
  const [found] = await tx.query(select({ firstOn }, empty))
  return found?.firstOn ?? undefined
}

/** What began at a facility on a day or later, and would have no custody to rest on without it. */
export async function holdersOfCustody(tx: Transaction, { id, facilityId }: LockedInmate, since: string): Promise<string[]> {
  const ofCustody = sql`inmate_id = ${id}::uuid AND facility_id = ${facilityId}::uuid`
  const holders = await tx.query<{ name: string }>(sql`
    SELECT 'enrollment' AS name WHERE EXISTS (SELECT FROM ${unfiltered('enrollment', itsInmate)} WHERE ${ofCustody} AND starts_on >= ${since}::date AND status <> 'REJECTED')
    UNION ALL SELECT 'inmate_registration' WHERE EXISTS (SELECT FROM ${unfiltered('inmate_registration', itsInmate)} WHERE ${ofCustody} AND valid_from >= ${since}::date)`)
  return holders.map(({ name }) => name)
}
