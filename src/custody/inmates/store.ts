import { phrase } from '../../platform/contract/language.ts'
import { notFound, type Problem } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference, overlap } from '../../platform/database/constraints.ts'
import { containing, type ListedPage, listing } from '../../platform/database/listing.ts'
import { unfiltered, visible, within } from '../../platform/database/row-filter.ts'
import { assignments, insert, raw, type Sql, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, type Transaction } from '../../platform/database/transaction.ts'
import type {
  Inmate,
  InmatePatch,
  InmateQuery,
  InmateRegistration,
  InmateRegistrationPatch,
  InmateRegistrationQuery,
  InmateSearch,
  NewInmate,
  NewInmateRegistration,
} from './schemas.ts'

const nikIsTaken = duplicate('/nik', phrase`Another inmate of the facility has this NIK.`)

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
  inmate_registration_overlap: overlap('/from', phrase`Another registration of the inmate covers a part of this period.`),
})

const columns = sql`${raw(`inmate.id, inmate.facility_id AS "facilityId", inmate.name, inmate.alias, inmate.public_alias AS "publicAlias", inmate.sex,
  inmate.nik_sealed AS nik, inmate.birth_date AS "birthDate", inmate.nationality, inmate.education, inmate.skills, inmate.legal_status AS "legalStatus",
  inmate.custody_status AS "custodyStatus", inmate.admitted_on AS "admittedOn", inmate.expected_release_on AS "expectedReleaseOn",
  inmate.custody_changed_on AS "custodyChangedOn", inmate.archived, inmate.retention_hold AS "retentionHold", inmate.erased_at AS "erasedAt"`)},
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', entry.id, 'facilityId', entry.facility_id, 'book', entry.book, 'number', entry.number,
     'from', entry.valid_from, 'to', entry.valid_to, 'version', entry.version) ORDER BY entry.valid_from), '[]')
   FROM inmate_registration entry WHERE entry.inmate_id = inmate.id) AS registrations,
  ${stampColumns('inmate')}`

export const listInmates = listing<Inmate, InmateQuery>({
  operation: 'listInmates',
  table: 'inmate',
  from: sql`inmate`,
  columns,
  sorts: {
    admittedOn: { column: 'inmate.admitted_on', type: 'date' },
    updatedAt: { column: 'inmate.updated_at', type: 'timestamptz' },
  },
  filters: {
    facilityId: (ids) => sql`inmate.facility_id = ANY(${ids}::uuid[])`,
    legalStatus: (statuses) => sql`inmate.legal_status = ANY(${statuses})`,
    custodyStatus: (statuses) => sql`inmate.custody_status = ANY(${statuses})`,
    admittedOnFrom: (day) => sql`inmate.admitted_on >= ${day}::date`,
    admittedOnTo: (day) => sql`inmate.admitted_on <= ${day}::date`,
    expectedReleaseOnFrom: (day) => sql`inmate.expected_release_on >= ${day}::date`,
    expectedReleaseOnTo: (day) => sql`inmate.expected_release_on <= ${day}::date`,
    archived: (archived) => sql`inmate.archived = ${archived}`,
  },
})

/** Finds archived inmates too, so that nobody is entered twice. */
export const searchInmates: (db: Reader, search: InmateSearch) => Promise<ListedPage<Inmate>> = listing<Inmate, InmateSearch>({
  operation: 'searchInmates',
  table: 'inmate',
  from: sql`inmate`,
  columns,
  sorts: {},
  filters: {
    name: (name) => sql`(inmate.name || ' ' || coalesce(inmate.alias, '')) ILIKE ${containing(name)}`,
    nik: (nik, db) => sql`inmate.nik_hash = ANY(${db.keyring.lookUp('inmate.nik', nik)}::bytea[])`,
    registrationNumber: (number) => sql`inmate.id IN (SELECT inmate_id FROM inmate_registration WHERE number = ${number})`,
    facilityId: (id) => sql`inmate.facility_id = ${id}::uuid`,
    legalStatus: (status) => sql`inmate.legal_status = ${status}`,
  },
})

export async function readInmate(db: Reader, id: string): Promise<Inmate> {
  const [inmate] = await db.query<Inmate>(sql`SELECT ${columns} FROM inmate WHERE inmate.id = ${id}::uuid AND ${visible(db.caller, 'inmate.facility_id')}`)
  if (inmate === undefined) throw notFound()
  return inmate
}

export type LockedInmate = Pick<
  Inmate,
  'id' | 'facilityId' | 'custodyStatus' | 'legalStatus' | 'admittedOn' | 'expectedReleaseOn' | 'archived' | 'retentionHold' | 'erasedAt' | 'version'
> & {
  /** The day of the last custody change; of an inmate from before that was written down, the day of the last change. */
  leftOn: string
}

/** Locks an inmate that the caller may see, until the end of the transaction. @throws not-found, or what `absent` says */
export async function lockInmate(tx: Transaction, id: string, absent: () => Problem = notFound): Promise<LockedInmate> {
  const [inmate] = await tx.query<LockedInmate>(sql`
    SELECT inmate.id, inmate.facility_id AS "facilityId", inmate.custody_status AS "custodyStatus", inmate.legal_status AS "legalStatus",
           inmate.admitted_on AS "admittedOn", inmate.expected_release_on AS "expectedReleaseOn", inmate.archived, inmate.version,
           inmate.retention_hold AS "retentionHold", inmate.erased_at AS "erasedAt", coalesce(inmate.custody_changed_on, inmate.updated_at::date) AS "leftOn"
    FROM inmate WHERE inmate.id = ${id}::uuid AND ${visible(tx.caller, 'inmate.facility_id')} FOR UPDATE`)
  if (inmate === undefined) throw absent()
  return inmate
}

/** The columns of a NIK; none where it is not named. */
function nikColumns(tx: Transaction, id: string, nik: string | null | undefined) {
  if (nik === undefined) return {}
  const { sealed, hash } = tx.keyring.number('inmate.nik', id, nik)
  return { nikSealed: sealed, nikHash: hash }
}

/** The constraint knows hashes of one key; while the keys are changed there are two. @throws duplicate */
export async function requireNewNik(tx: Transaction, facilityId: string, nik: string, id?: string): Promise<void> {
  if (tx.keyring.versions.length === 1) return
  const [taken] = await tx.query(sql`
    SELECT id FROM inmate WHERE facility_id = ${facilityId}::uuid AND nik_hash = ANY(${tx.keyring.lookUp('inmate.nik', nik)}::bytea[])
      AND id IS DISTINCT FROM ${id ?? null}::uuid AND ${visible(tx.caller, 'facility_id')}`)
  if (taken !== undefined) throw nikIsTaken()
}

export function insertInmate(tx: Transaction, { nik, ...inmate }: NewInmate & { publicAlias: string }): Change {
  const id = tx.newId()
  const row = {
    id,
    ...inmate,
    ...nikColumns(tx, id, nik),
    nationality: inmate.nationality ?? 'ID',
    createdBy: tx.caller.clientId,
    updatedBy: tx.caller.clientId,
  }
  return changeOf(
    tx,
    'inmate',
    id,
    sql`inmate AS (${insert('inmate', row)} ${within(tx.caller, inmate.facilityId)} RETURNING *), change AS (SELECT ${columns} FROM inmate)`,
  )
}

const changeInmate = (tx: Transaction, id: string, members: Record<string, unknown>): Change =>
  changeOf(
    tx,
    'inmate',
    id,
    sql`inmate AS (
      UPDATE inmate SET ${assignments(members, tx.caller.clientId)} WHERE ${tx.isTarget('inmate', id)} RETURNING *
    ), change AS (SELECT ${columns} FROM inmate)`,
  )

export const patchInmate = (tx: Transaction, id: string, { nik, ...patch }: InmatePatch): Change =>
  changeInmate(tx, id, { ...patch, ...nikColumns(tx, id, nik) })

/**
 * Sets where and how a person is in custody; yields the inmate as it is then. Ends nothing that depends on it: that is
 * the use case's part, which also tells the facility that is left, since the corridor's own event names the new one.
 */
export const changeCustody = (
  tx: Transaction,
  id: string,
  custody: { custodyStatus: Inmate['custodyStatus']; custodyChangedOn: string; facilityId?: string },
): Change => changeInmate(tx, id, custody)

export const deleteInmate = (tx: Transaction, id: string): Change =>
  changeOf(
    tx,
    'inmate',
    id,
    sql`change AS (DELETE FROM inmate WHERE ${tx.isTarget('inmate', id)} RETURNING inmate.id, inmate.version, inmate.facility_id AS "facilityId")`,
  )

const registrationColumns = sql`${raw(`inmate_registration.id, inmate_registration.inmate_id AS "inmateId",
  inmate_registration.facility_id AS "facilityId", inmate_registration.book, inmate_registration.number,
  inmate_registration.valid_from AS "from", inmate_registration.valid_to AS "to"`)}, ${stampColumns('inmate_registration')}`

// An entry stays in the book of the facility that made it; whoever keeps the inmate now sees all of them.
const registrationsOfInmates = sql`inmate_registration JOIN inmate ON inmate.id = inmate_registration.inmate_id`

const pageOfRegistrations = listing<InmateRegistration, InmateRegistrationQuery>({
  operation: 'listInmateRegistrations',
  table: 'inmate_registration',
  from: registrationsOfInmates,
  columns: registrationColumns,
  facility: 'inmate.facility_id',
  sorts: { from: { column: 'inmate_registration.valid_from', type: 'date' } },
  filters: {},
})

export async function listRegistrations(db: Reader, inmateId: string, query: InmateRegistrationQuery): Promise<ListedPage<InmateRegistration>> {
  const [inmate] = await db.query(sql`SELECT id FROM inmate WHERE id = ${inmateId}::uuid AND ${visible(db.caller, 'facility_id')}`)
  if (inmate === undefined) throw notFound()
  return pageOfRegistrations(db, query, sql`inmate_registration.inmate_id = ${inmateId}::uuid`)
}

export async function readRegistration(db: Reader, inmateId: string, id: string): Promise<InmateRegistration> {
  const [registration] = await db.query<InmateRegistration>(sql`
    SELECT ${registrationColumns} FROM ${registrationsOfInmates}
    WHERE inmate_registration.id = ${id}::uuid AND inmate.id = ${inmateId}::uuid AND ${visible(db.caller, 'inmate.facility_id')}`)
  if (registration === undefined) throw notFound()
  return registration
}

/** The version of an entry whose inmate is locked. @throws not-found */
export async function versionOfRegistration(tx: Transaction, inmateId: string, id: string): Promise<number> {
  const [registration] = await tx.query<{ version: number }>(
    sql`SELECT version FROM inmate_registration WHERE id = ${id}::uuid AND inmate_id = ${inmateId}::uuid ${unfiltered('the inmate is locked')}`,
  )
  if (registration === undefined) throw notFound()
  return registration.version
}

/** The inmate shows its registrations, so its version rises with theirs. `write` yields whole rows as `inmate_registration`. */
const withInmate = (tx: Transaction, inmateId: string, write: Sql): Change => ({
  ctes: sql`inmate_registration AS (${write} RETURNING *), inmate AS (
      UPDATE inmate SET ${assignments({}, tx.caller.clientId)} WHERE id = ${inmateId}::uuid ${unfiltered('the inmate is locked')}
    ), change AS (SELECT ${registrationColumns} FROM inmate_registration)`,
})

export function insertRegistration(tx: Transaction, inmate: LockedInmate, { from, to, ...entry }: NewInmateRegistration): Change {
  const stamps = { createdBy: tx.caller.clientId, updatedBy: tx.caller.clientId }
  const row = { id: tx.newId(), inmateId: inmate.id, facilityId: inmate.facilityId, ...entry, validFrom: from, validTo: to, ...stamps }
  return withInmate(tx, inmate.id, insert('inmate_registration', row))
}

export const patchRegistration = (tx: Transaction, inmateId: string, id: string, { from, to, ...entry }: InmateRegistrationPatch): Change =>
  withInmate(
    tx,
    inmateId,
    sql`UPDATE inmate_registration SET ${assignments({ ...entry, validFrom: from, validTo: to }, tx.caller.clientId)}
        WHERE id = ${id}::uuid AND inmate_id = ${inmateId}::uuid`,
  )

export const removeRegistration = (tx: Transaction, inmateId: string, id: string): Change =>
  withInmate(tx, inmateId, sql`DELETE FROM inmate_registration WHERE id = ${id}::uuid AND inmate_id = ${inmateId}::uuid`)
