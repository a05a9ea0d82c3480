import { listing } from '../../platform/database/listing.ts'
import { readOne } from '../../platform/database/records.ts'
import { sql } from '../../platform/database/sql.ts'
import { resource } from '../../platform/database/tables.ts'
import type { Reader } from '../../platform/database/transaction.ts'
import { DeletedPerson, DeletedPersonQuery } from './deleted-person-schemas.ts'

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
