/**
 * Deletion of a row that names a person. It is for what was entered by mistake, just now and before anybody else has seen it; what
 * has been in use is archived, and who is to be forgotten is erased. A row that is deleted leaves its names, encrypted.
 */
import { phrase } from '../../platform/contract/language.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { problem } from './problems.ts'
import { deleteWithNames, lockPerson, type PersonTable } from './store.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** For how long after it was entered a person can be deleted. */
    deletableHours: number
  }
}

/** Deletes a person that was entered by mistake within the last `hours`. @throws not-found, stale-version, not-a-mistake */
export async function deleteMistake(tx: Transaction, table: PersonTable, id: string, hours: number): Promise<Change> {
  const person = await lockPerson(tx, table, id, hours)
  tx.requireVersion(person.version)
  const against = { ENTERED_LONG_AGO: person.isOld, SHOWN_TO_OTHERS: person.wasShown, RETENTION_HOLD: person.isHeld }
  const standing = Object.entries(against).flatMap(([rule, stands]) => (stands ? [rule] : []))
  if (standing.length > 0) throw problem('not-a-mistake', phrase`These stand against the deletion: ${standing.join(', ')}.`, { facts: { rules: standing } })
  return deleteWithNames(tx, table, id, person)
}
