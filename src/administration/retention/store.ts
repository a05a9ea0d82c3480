import { randomUUID } from 'node:crypto'
import { buyerRetention } from '../../commerce/buyers/index.ts'
import { custodyRetention, leftOn } from '../../custody/inmates/index.ts'
import { contextColumns, entriesOf, noChange, writeEntries } from '../../platform/audit/recording.ts'
import { type Pool, run, takeLock } from '../../platform/database/pool.ts'
import { unfiltered } from '../../platform/database/row-filter.ts'
import { isAnyOf, raw, type Sql, sql } from '../../platform/database/sql.ts'
import { insert } from '../../platform/database/tables.ts'
import type { Reader, Transaction } from '../../platform/database/transaction.ts'
import type { Caller } from '../../platform/security/access.ts'
import type { Keyring } from '../../platform/security/keyring.ts'
import { allTables } from '../../platform/security/personal-data.ts'
import { type ErasableType, endedCustody, openSale } from '../subject-requests/index.ts'

const ofTheJob = 'the retention job is for every facility'

/** Rows whose period is over before a day, whatever else may stand against it. */
const overdue: Record<ErasableType, (before: string) => Sql> = {
  INMATE: (
    before,
  ) => sql`FROM ${unfiltered('inmate', ofTheJob, 'person')} WHERE erased_at IS NULL AND NOT retention_hold AND ${isAnyOf('custody_status', endedCustody)}
    AND ${leftOn('person')} + make_interval(years => ${custodyRetention.years}) <= ${before}::date`,
  BUYER: (before) => sql`FROM ${unfiltered('buyer', ofTheJob, 'person')} WHERE erased_at IS NULL AND NOT retention_hold AND type IN ('INDIVIDUAL', 'EMPLOYEE')
    AND NOT EXISTS (SELECT 1 FROM ${unfiltered('sale', ofTheJob)} WHERE sale.buyer_id = person.id AND ${openSale})
    AND coalesce((SELECT max(greatest(sale.sold_on, sale.created_at::date)) FROM ${unfiltered('sale', ofTheJob)} WHERE sale.buyer_id = person.id), created_at::date) + make_interval(years => ${buyerRetention.years}) <= ${before}::date`,
}

/** One line of the list of erasures. */
export interface Erasure {
  type: ErasableType
  id: string
  erasedAt: string
}

export interface Overdue {
  facility: string
  type: ErasableType
  persons: number
}

/** How many persons of each facility are to be erased. */
export const countOverdue = (db: Reader, type: ErasableType, before: string): Promise<Overdue[]> =>
  db.query(sql`
    SELECT facility.code AS facility, ${type} AS type, counted.persons
    FROM (SELECT person.facility_id, count(*) AS persons ${overdue[type](before)} GROUP BY person.facility_id) counted
    JOIN ${unfiltered('facility', ofTheJob)} ON facility.id = counted.facility_id ORDER BY facility.code`)

/** The next of them after an id. */
export const nextOverdue = (db: Reader, type: ErasableType, before: string, after: string, limit: number): Promise<{ id: string; facility: string }[]> =>
  db.query(sql`
    SELECT person.id, (SELECT code FROM ${unfiltered('facility', ofTheJob)} WHERE facility.id = person.facility_id) AS facility ${overdue[type](before)}
      AND person.id > ${after}::uuid ORDER BY person.id LIMIT ${limit}`)

/** Rows of tables that the catalogue lets go after their period, some at a time; each stands in the trail. @returns how many by table */
export async function forgetRows(tx: Transaction, before: string, limit: number): Promise<Map<string, number>> {
  const forgotten = new Map<string, number>()
  for (const [table, { forgottenFrom, retention }] of Object.entries(allTables())) {
    if (forgottenFrom === undefined) continue
    const [name, from] = [raw(table), raw(forgottenFrom)]
    const gone = await tx.query<{ id: string; facilityId: string }>(sql`
      DELETE FROM ${name} WHERE id IN (SELECT id FROM ${name} WHERE ${from} + make_interval(years => ${retention?.years ?? null}::int) <= ${before}::date LIMIT ${limit})
      RETURNING id, facility_id AS "facilityId"`)
    const resource = table.replaceAll('_', '-')
    for (const row of gone) tx.emit({ type: `${resource}.forgotten`, resource, ...row, version: 1 })
    if (gone.length > 0) forgotten.set(table, gone.length)
  }
  return forgotten
}

/** Everybody who was erased, by the id that stays: it names nobody. */
export const listErasures = (db: Reader, type: ErasableType): Promise<Erasure[]> => {
  const table = type === 'INMATE' ? 'inmate' : 'buyer'
  return db.query(
    sql`SELECT ${type} AS type, id, erased_at AS "erasedAt" FROM ${unfiltered(table, ofTheJob)} WHERE erased_at IS NOT NULL ORDER BY erased_at, id`,
  )
}

/** Writes to the trail and the events what a job without a request has done in this transaction. */
export function recordErasures(tx: Transaction, keyring: Keyring, { clientId, onBehalfOf, purpose }: Caller, operation: string): Promise<unknown> {
  const requestId = randomUUID()
  const context = { requestId, clientId, credentialId: null, tokenId: null, onBehalfOf, purpose, address: null, operation, classes: [] }
  const entries = sql`SELECT ${contextColumns(keyring, context)}, done.resource, ARRAY[done.id] AS resource_ids, done."facilityId" AS facility_id,
    '{}'::text[] AS classes, 'ALLOWED' AS outcome, done.version, ${noChange} FROM done`
  const one = { resource: sql`done.resource`, facilityId: sql`done."facilityId"`, version: sql`done.version`, requestId }
  return tx.query(sql`
    WITH done AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(tx.events)}::jsonb) AS side(type text, resource text, id uuid, "facilityId" uuid, version int)
    ), ${entriesOf(entries)}, audited AS (${writeEntries})
    ${insert('event', { type: sql`done.type`, resourceId: sql`done.id`, ...one }, sql`FROM done`)}`)
}

/** The client in whose name the job works; it has no credentials. */
export const installRetentionClient = (pool: Pool, id: string, purpose: string): Promise<unknown> =>
  run(pool, insert('api_client', { id, name: 'retention', scopes: [], purpose, allFacilities: true }, sql`ON CONFLICT (id) DO NOTHING`))

const retentionLock = 0x62_6b_03
/** Whether this connection is the one that does it now. */
export const takeTurn = (client: Parameters<typeof takeLock>[0]): Promise<boolean> => takeLock(client, retentionLock)
