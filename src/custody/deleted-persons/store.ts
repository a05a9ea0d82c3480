import { listing } from '../../platform/database/listing.ts'
import { deleteOne, readOne, readRow } from '../../platform/database/records.ts'
import { type FilteredTable, rows, unfiltered } from '../../platform/database/row-filter.ts'
import { raw, sql } from '../../platform/database/sql.ts'
import { expression, insert, resource, type StampedTable, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { DeletedPerson, DeletedPersonQuery, maxNames } from './schemas.ts'

/** What was deleted never changes again. */
const deletedPerson = resource('deleted_person', DeletedPerson, { names: 'namesEncrypted', version: sql`1` })

export const listDeletedPersons = listing({
  operation: 'listDeletedPersons',
  of: deletedPerson,
  query: DeletedPersonQuery,
  updated: sql`deleted_person.deleted_at`,
})

/** @throws not-found */
export const readDeletedPerson = (db: Reader, id: string): Promise<DeletedPerson> => readOne(db, deletedPerson, id)

/** The tables whose rows have the name of a person. */
export type PersonTable = FilteredTable & StampedTable & ('inmate' | 'officer' | 'buyer')

/** A row that is to be deleted, locked, with what may stand against it. */
export function lockPerson(tx: Transaction, table: PersonTable, id: string, hours: number) {
  const own = (column: string) => raw(`${table}.${column}`)
  const known = {
    // A correction before the deletion does not hide who it was.
    names: expression<string>`concat_ws(' / ', (SELECT string_agg(former.value #>> '{}', ' / ' ORDER BY former.sequence)
      FROM ${unfiltered('personal_history', 'of the row that is deleted', 'former')}
      WHERE (former.inmate_id = ${own('id')} OR former.buyer_id = ${own('id')}) AND former.field = 'name'), ${own('name')})`,
    facilityId: expression<string>`${own('facility_id')}`,
    version: expression<number>`${own('version')}`,
    enteredAt: expression<string>`${own('created_at')}`,
    enteredBy: expression<string>`${own('created_by')}`,
    isOld: expression<boolean>`${own('created_at')} < now() - make_interval(hours => ${hours}::int)`,
    isHeld: table === 'officer' ? expression<boolean>`FALSE` : expression<boolean>`${own('retention_hold')}`,
    // Whoever entered it knows it, and whoever deletes it had to look.
    wasShown: expression<boolean>`EXISTS (SELECT FROM ${unfiltered('audit_entry', 'whether others have seen it, not what they did', 'entry')}
      WHERE entry.at >= ${own('created_at')} AND entry.resource_ids @> ARRAY[${own('id')}] AND entry.outcome = 'ALLOWED'
        AND entry.client_id NOT IN (${own('created_by')}, ${tx.caller.clientId}::uuid))`,
  }
  return readRow(tx, select(known, sql`FROM ${rows(tx, table)} WHERE ${own('id')} = ${id}::uuid FOR UPDATE`))
}

type Kept = Pick<Awaited<ReturnType<typeof lockPerson>>, 'names' | 'facilityId' | 'enteredAt' | 'enteredBy'>

/** Deletes a row that is locked, and keeps the names it had. */
export async function deleteWithNames(tx: Transaction, table: PersonTable, id: string, { names, facilityId, enteredAt, enteredBy }: Kept): Promise<Change> {
  const namesEncrypted = tx.keyring.number('deleted_person.names', id, names.slice(-maxNames)).encrypted as string
  const deletedBy = tx.caller.clientId
  await tx.query(insert('deleted_person', { id, facilityId, type: table.toUpperCase(), namesEncrypted, enteredAt, enteredBy, deletedBy }))
  return deleteOne(tx, table, id)
}
