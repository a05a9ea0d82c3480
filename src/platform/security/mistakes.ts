/**
 * Deletion of what names a person. It is for what was entered by mistake, just now and before anybody else has seen it; what has
 * been in use is archived, and who is to be forgotten is erased. A row that is deleted leaves its name, encrypted.
 */
import { phrase } from '../contract/language.ts'
import { defineProblems, rules } from '../contract/problems.ts'
import { deleteOne, readRow } from '../database/records.ts'
import { rows, unfiltered } from '../database/row-filter.ts'
import { raw, sql } from '../database/sql.ts'
import { expression, insert, select } from '../database/tables.ts'
import type { Change, Transaction } from '../database/transaction.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** For how long after it was entered a person can be deleted. */
    deletableHours: number
  }
}

const problem = defineProblems({
  'not-a-mistake': {
    status: 409,
    title: 'It is in use, and not deleted any more',
    cause:
      'A person is deleted only where it was entered by mistake: just now, seen by no other client, and under no hold; `facts.rules` names what stands against it.',
    fix: 'Archive it instead: `PATCH {"archived": true}`. Where the person is to be forgotten, take in a request for `ERASURE` at `/v1/subject-requests`.',
    facts: { rules },
  },
})

/** The tables whose rows are persons, and what says of one that it must be kept. */
const persons = { inmate: sql`inmate.retention_hold`, buyer: sql`buyer.retention_hold`, officer: sql`FALSE` } as const

/** Characters that are kept of all the names a row had. */
export const maxNames = 1_000

/** Deletes a person that was entered by mistake within the last `hours`. @throws not-found, stale-version, not-a-mistake */
export async function deleteMistake(tx: Transaction, table: keyof typeof persons, id: string, hours: number): Promise<Change> {
  const own = (column: string) => raw(`${table}.${column}`)
  const known = {
    // A correction before the deletion does not hide who it was.
    names: expression<string>`concat_ws(' / ', (SELECT string_agg(former.value #>> '{}', ' / ' ORDER BY former.sequence)
      FROM ${unfiltered('personal_history', 'of the row that is deleted', 'former')} WHERE ${own('id')} IN (former.inmate_id, former.buyer_id) AND former.field = 'name'), ${own('name')})`,
    facilityId: expression<string>`${own('facility_id')}`,
    version: expression<number>`${own('version')}`,
    enteredAt: expression<string>`${own('created_at')}`,
    enteredBy: expression<string>`${own('created_by')}`,
    isOld: expression<boolean>`${own('created_at')} < now() - make_interval(hours => ${hours}::int)`,
    isHeld: expression<boolean>`${persons[table]}`,
    // Whoever entered it knows it, and whoever deletes it had to look.
    wasShown: expression<boolean>`EXISTS (SELECT FROM ${unfiltered('audit_entry', 'whether others have seen it, not what they did', 'entry')}
      WHERE entry.at >= ${own('created_at')} AND entry.resource_ids @> ARRAY[${own('id')}] AND entry.outcome = 'ALLOWED'
        AND entry.client_id NOT IN (${own('created_by')}, ${tx.caller.clientId}::uuid))`,
  }
  const person = await readRow(tx, select(known, sql`FROM ${rows(tx, table)} WHERE ${own('id')} = ${id}::uuid FOR UPDATE`))
  tx.requireVersion(person.version)
  const { names, facilityId, enteredAt, enteredBy } = person
  const against = { ENTERED_LONG_AGO: person.isOld, SHOWN_TO_OTHERS: person.wasShown, RETENTION_HOLD: person.isHeld }
  const standing = Object.entries(against).flatMap(([rule, stands]) => (stands ? [rule] : []))
  if (standing.length > 0) throw problem('not-a-mistake', phrase`These stand against the deletion: ${standing.join(', ')}.`, { facts: { rules: standing } })
  const namesEncrypted = tx.keyring.number('deleted_person.names', id, names.slice(-maxNames)).encrypted as string
  await tx.query(insert('deleted_person', { id, facilityId, type: table.toUpperCase(), namesEncrypted, enteredAt, enteredBy, deletedBy: tx.caller.clientId }))
  return deleteOne(tx, table, id)
}
