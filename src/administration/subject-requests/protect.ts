/** Restriction (UU PDP 27/2022, art. 11): the person's record says that few are shown it; masking does the rest. */
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { raw, sql } from '../../platform/database/sql.ts'
import { changes } from '../../platform/database/tables.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Subject } from './schemas.ts'

const tables = { INMATE: 'inmate', BUYER: 'buyer', OFFICER: 'officer' } as const

/** The person is locked before its requests, as where a person moves with them. */
export async function lockPerson(tx: Transaction, { type, id }: Subject): Promise<void> {
  await tx.query(sql`SELECT FROM ${rows(tx, tables[type])} WHERE id = ${id}::uuid FOR NO KEY UPDATE`)
}

/** Sets what protects a person who is locked, and announces it. */
export async function protect(tx: Transaction, { type, id }: Subject, protections: readonly string[]): Promise<void> {
  const table = tables[type]
  const set = changes(table, { protections }, tx.caller.clientId)
  const [changed] = await tx.query<{ id: string; facilityId: string; version: number }>(sql`
    UPDATE ${unfiltered(table, 'the person is locked')} SET ${set} WHERE id = ${id}::uuid AND protections <> ${protections}::text[]
    RETURNING id, facility_id AS "facilityId", version`)
  if (changed === undefined) return
  tx.emit({ type: `${table}.${protections.length === 0 ? 'unrestricted' : 'restricted'}`, resource: table, ...changed })
}

/** Whether another restriction of the person stands. */
export async function isRestrictedByOther(tx: Transaction, { type, id }: Subject, requestId: string): Promise<boolean> {
  const others = await tx.query(sql`
    SELECT FROM ${unfiltered('subject_request', 'the person is locked')} WHERE ${raw(`${tables[type]}_id`)} = ${id}::uuid AND id <> ${requestId}::uuid
      AND kind = 'RESTRICTION' AND status = 'FULFILLED' AND lifted_at IS NULL LIMIT 1`)
  return others.length > 0
}
