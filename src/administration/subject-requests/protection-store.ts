/** Restriction and objection (UU PDP 27/2022, art. 10 and 11): the person's record says that few are shown it; masking does the rest. */
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { raw, sql } from '../../platform/database/sql.ts'
import { changes } from '../../platform/database/tables.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { protectionBy } from './rules.ts'
import type { Subject, SubjectRequest } from './schemas.ts'

const tables = { INMATE: 'inmate', BUYER: 'buyer', OFFICER: 'officer' } as const

/** The person is locked before its requests, as where a person moves with them. */
export async function lockPerson(tx: Transaction, { type, id }: Subject): Promise<void> {
  await tx.query(sql`SELECT FROM ${rows(tx, tables[type])} WHERE id = ${id}::uuid FOR NO KEY UPDATE`)
}

/** Sets what protects a person who is locked, and announces it. */
export async function protect(tx: Transaction, { type, id }: Subject, words: readonly string[]): Promise<void> {
  const table = tables[type]
  const protections = [...new Set(words)].sort()
  const set = changes(table, { protections }, tx.caller.clientId)
  const [changed] = await tx.query<{ id: string; facilityId: string; version: number }>(sql`
    UPDATE ${unfiltered(table, 'the person is locked')} SET ${set} WHERE id = ${id}::uuid AND protections <> ${protections}::text[]
    RETURNING id, facility_id AS "facilityId", version`)
  if (changed !== undefined) tx.emit({ type: `${table}.protections-changed`, resource: table, ...changed })
}

/** What protects a person on account of other requests. */
export async function protectionsBeside(tx: Transaction, { type, id }: Subject, requestId: string): Promise<string[]> {
  const others = await tx.query<Pick<SubjectRequest, 'kind' | 'stops'>>(sql`
    SELECT kind, stops FROM ${unfiltered('subject_request', 'the person is locked')} WHERE ${raw(`${tables[type]}_id`)} = ${id}::uuid AND id <> ${requestId}::uuid
      AND status = 'FULFILLED' AND lifted_at IS NULL`)
  return others.flatMap(protectionBy)
}
