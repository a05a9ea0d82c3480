/** What a caller is shown of a change: who may read the record sees it, with what is personal masked as in the record itself. */
import type { TObject } from 'typebox'
import { knownResources } from '../contract/resource.ts'
import { wordsOf } from '../database/named-rows.ts'
import type { Reader } from '../database/transaction.ts'
import { type Caller, scopeMissing } from '../security/access.ts'
import type { DataClass } from '../security/data-classes.ts'
import type { Keyring } from '../security/keyring.ts'
import { classesShown, componentsByName, planOf, show } from '../security/masking.ts'
import { stampNames, type Values, valuesOf } from './changes.ts'
import type { AuditChanges, AuditEntry } from './schemas.ts'

type Row = Record<string, unknown>
export type StoredChanges = AuditEntry & { valuesEncrypted: Buffer | null; valuesKey: Buffer | null }
interface Shown {
  answer: AuditChanges
  /** The classes of personal data that are shown in it. */
  classes: DataClass[]
}

const asText = (value: unknown): string | null => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value))

/** JSON of the database writes instants its own way. */
const instant = (name: string, value: unknown): unknown => (name.endsWith('At') && typeof value === 'string' ? new Date(value).toISOString() : value)

/** @throws scope-missing when the caller may not read such records */
export async function shownChanges(stored: StoredChanges, { caller, keyring, query }: Reader & { caller: Caller; keyring: Keyring }): Promise<Shown> {
  const { id, resource, resourceIds, facilityId, changed, valuesEncrypted, valuesKey } = stored
  const about = { id, resource, resourceId: resourceIds[0] ?? null, facilityId }
  const known = knownResources.get(resource)
  if (valuesEncrypted === null || known === undefined) return { answer: { ...about, erased: false, changes: [] }, classes: [] }
  if (!caller.scopes.has(known.scope)) throw scopeMissing(known.scope)
  if (valuesKey === null) return { answer: { ...about, erased: true, changes: changed.map((member) => ({ member, before: null, after: null })) }, classes: [] }
  const values = valuesOf(keyring, valuesEncrypted, valuesKey)
  const names = Object.keys((known.schema as TObject).properties).filter((name) => !stampNames.includes(name) && isIn(values, name))
  const plan = planOf(known.schema, componentsByName())
  // What protects the record now protects what it was, too.
  const { protection } = plan
  const protectedBy = protection === undefined ? {} : { [protection.name]: await wordsOf({ query }, protection.name, resourceIds) }
  const seen = (row: Row | null | undefined): Row => {
    const picked = Object.fromEntries(names.map((name) => [name, instant(name, row?.[name])]))
    const shown = { ...picked, ...protectedBy }
    show(shown, plan, caller, keyring, about.resourceId)
    return protection === undefined ? shown : { ...shown, [protection.name]: picked[protection.name] }
  }
  const [before, after] = [seen(values.before), seen(values.after)]
  const changes = names.map((member) => ({ member, before: asText(before[member]), after: asText(after[member]) }))
  return { answer: { ...about, erased: false, changes }, classes: classesShown(plan, caller, names) }
}

/** Whether a member had a value, before or after. */
const isIn = ({ before, after }: Values, name: string): boolean => (before?.[name] ?? after?.[name] ?? null) !== null
