/** Which facilities new rows can name, and why one cannot. What is there already can still be read, corrected, ended and moved away. */
import { phrase } from '../../platform/contract/language.ts'
import { holdReference, type Named, named, referable } from '../../platform/database/references.ts'
import { rows } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { column } from '../../platform/database/tables.ts'
import type { Reader, Transaction } from '../../platform/database/transaction.ts'

const anyFacility = referable('facility', {
  archived: { when: sql`facility.archived`, because: phrase`The facility is archived.` },
  inactive: { when: sql`NOT facility.active`, because: phrase`The facility is not in service.` },
})
const unit = referable('unit', {
  ...anyFacility.states,
  kanwil: { when: sql`facility.type = 'KANWIL'`, because: phrase`A regional office (Kanwil) keeps no inmates and runs no programs.` },
})
const kanwil = referable('kanwil', {
  ...anyFacility.states,
  unit: { when: sql`facility.type <> 'KANWIL'`, because: phrase`Only a regional office (KANWIL) stands above a facility.` },
})

const ofId = (db: Reader, id: string): Sql => sql`${rows(db, 'facility')} WHERE facility.id = ${id}::uuid`

/** The facility of a new row. */
export const inFacility = (tx: Transaction, id: string): Named => named(anyFacility, ofId(tx, id), '/facilityId')
/** The facility of a new row that no regional office has. */
export const inUnit = (tx: Transaction, id: string): Named => named(unit, ofId(tx, id), '/facilityId')
/** The regional office above a facility. */
export const belowKanwil = (tx: Transaction, id: string): Named => named(kanwil, ofId(tx, id), '/parentId')

/** The same in a statement of its own. @throws unknown-reference, contradiction */
export const holdUnit = (tx: Transaction, id: string, pointer: string) =>
  holdReference(tx, unit, ofId(tx, id), pointer, { timeZone: column('facility', 'timeZone') })
export const holdKanwil = (tx: Transaction, id: string) => holdReference(tx, kanwil, ofId(tx, id), '/parentId', {})
