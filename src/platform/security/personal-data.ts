/**
 * What every column of every table holds of a person, why, for whom, how long, and what erasure makes of it: the law's
 * record of processing (UU PDP 27/2022, art. 31). A module says it of its own tables, in `personal-data.ts`. Subject access
 * collects by it, erasure and the retention job act by it, openapi/personal-data.md prints it, and a test compares it with
 * the database and the contract.
 */
import type { DataClass } from './data-classes.ts'

/** What erasure makes of a value. KEPT: it does not name the person, or another duty needs it. */
export type Erasure = 'KEPT' | 'CLEARED' | 'EMPTIED' | 'MASKED' | 'NUMBERED' | 'PSEUDONYM' | 'NAMELESS'

interface Column {
  class: DataClass | 'none'
  erasure: Erasure
  /** The member of the contract that shows it, where it is not the column in camel case; null where none does. */
  member?: string | null
}

/** How long, from when, and why. The years are a proposal: the operator sets them with the archivist of the ministry. */
export interface Retention {
  years: number | null
  from: string
  basis: string
}

/** Whose data it is, and by which letter of UU PDP 27/2022 art. 20(2) it may be processed. */
export interface Grounds {
  persons: string
  legalBasis: string
}

/** The letters of art. 20(2) that are in use. */
export const legalBases = {
  contract: 'contract (pemenuhan kewajiban perjanjian), art. 20(2)b',
  obligation: 'legal obligation (pemenuhan kewajiban hukum), art. 20(2)c',
  publicTask: 'public task (pelaksanaan tugas dalam rangka kepentingan umum), art. 20(2)e',
} as const

export interface Table {
  purpose: string
  /** The scope that shows its rows; none where no answer does, or where they hold nothing of a person. */
  scope?: string
  /** Classes that need a scope of their own. */
  classScopes?: Partial<Record<DataClass, string>>
  /** Said where its rows hold something of a person. */
  grounds?: Grounds
  /** For how long its rows are kept; said where they hold something of a person. */
  retention?: Retention
  /** The column from which the period counts, where the retention job deletes rows when it is over. */
  forgottenFrom?: string
  /** The columns that say whose the row is, by the kind of person. */
  person?: Readonly<Record<string, string>>
  /** The table whose rows these columns name, and the column there that says whose they are; where the row says it itself, none. */
  through?: { table: string; person: string }
  /** The column that names the row which shows this one as a part, and the table of that: changes of a part stand in the trail of the whole. */
  partOf?: { table: string; column: string }
  columns: Readonly<Record<string, Column>>
}

/** Tables by name. */
export type PersonalData = Readonly<Record<string, Table>>

/** Columns, separated by blanks, that say nothing of a person by themselves. */
export const plain = (names: string): Record<string, Column> => Object.fromEntries(names.split(' ').map((name) => [name, { class: 'none', erasure: 'KEPT' }]))
const of =
  (dataClass: DataClass) =>
  (erasure: Erasure = 'KEPT', member?: string | null): Column => ({ class: dataClass, erasure, ...(member === undefined ? {} : { member }) })
export const [identity, contact, custody, profile, financial] = [of('identity'), of('contact'), of('custody'), of('profile'), of('financial')]
/** The columns that every row has that can change, and those of a row that cannot. */
export const stamps = 'version created_at updated_at created_by updated_by'
export const postedStamps = 'version created_at created_by'

const declared: Record<string, Table> = {}

/** Takes what the modules say of their tables. @throws Error when two say it of one table */
export function declarePersonalData(all: readonly PersonalData[]): void {
  for (const [name, table] of all.flatMap((one) => Object.entries(one))) {
    if (name in declared) throw new Error(`Two modules describe the table ${name}.`)
    declared[name] = table
  }
}

/** Every table there is. @throws Error before the modules are declared: nobody may erase by a list that is empty */
export function allTables(): PersonalData {
  if (Object.keys(declared).length === 0) throw new Error('The modules are not declared.')
  return declared
}

/** The columns of a table that erasure changes. */
export const erasable = ({ columns }: Table): [string, Erasure][] =>
  Object.entries(columns).flatMap(([name, { erasure }]): [string, Erasure][] => (erasure === 'KEPT' ? [] : [[name, erasure]]))

/** The tables that hold rows of a kind of person, with the column that says whose they are. */
export const tablesOf = (type: string): { name: string; table: Table; person: string }[] =>
  Object.entries(allTables()).flatMap(([name, table]) => {
    const person = table.person?.[type]
    return person === undefined ? [] : [{ name, table, person }]
  })
