/** What a caller is shown of a change: who may read the record sees it, with what is personal masked as in the record itself. */
import type { TObject } from 'typebox'
import { knownResources } from '../contract/resource.ts'
import { wordsOf } from '../database/named-rows.ts'
import type { Reader } from '../database/transaction.ts'
import { type Caller, scopeMissing } from '../security/access.ts'
import type { DataClass } from '../security/data-classes.ts'
import type { Keyring } from '../security/keyring.ts'
import { classesShown, componentsByName, maySee, type Plan, planOf, show } from '../security/masking.ts'
import { stampNames, type Values, valuesOf } from './changes.ts'
import type { AuditChanges, AuditEntry } from './schemas.ts'

type Row = Record<string, unknown>
export type StoredChanges = AuditEntry & { valuesEncrypted: Buffer | null; valuesKey: Buffer | null }
interface Shown {
  answer: AuditChanges
  /** The classes of personal data that are shown in it. */
  classes: DataClass[]
}

const plans = new Map<string, Plan>()

/** What is personal in the records that entries of the trail are about. */
function planFor(resource: string): Plan {
  const plan = plans.get(resource) ?? planOf(knownResources.get(resource)?.schema, componentsByName())
  plans.set(resource, plan)
  return plan
}

/**
 * Whether a reader is told that a member got another value. One that does not see it is told where the writer saw it, whose entry says
 * that its class left: who wrote blindly could learn from the trail whether the value was there already.
 */
function isTold({ resource, classes }: Pick<AuditEntry, 'resource' | 'classes'>, caller: Caller): (name: string) => boolean {
  const untold = planFor(resource).members.filter((member) => !maySee(caller, member) && !classes.includes(member.dataClass))
  return (name) => untold.every((member) => member.name !== name)
}

/** An entry as this reader may see it. */
export const shownEntry = (entry: AuditEntry, caller: Caller): AuditEntry => ({ ...entry, changed: entry.changed.filter(isTold(entry, caller)) })
export const shownPage = <Page extends { items: AuditEntry[] }>(page: Page, caller: Caller): Page => ({
  ...page,
  items: page.items.map((entry) => shownEntry(entry, caller)),
})

const asText = (value: unknown): string | null => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value))

/** JSON of the database writes instants its own way. */
const instant = (name: string, value: unknown): unknown => (name.endsWith('At') && typeof value === 'string' ? new Date(value).toISOString() : value)

/** @throws scope-missing when the caller may not read such records */
export async function shownChanges(stored: StoredChanges, { caller, keyring, query }: Reader & { caller: Caller; keyring: Keyring }): Promise<Shown> {
  const { id, resource, resourceIds, facilityId, valuesEncrypted, valuesKey } = stored
  const about = { id, resource, resourceId: resourceIds[0] ?? null, facilityId }
  const known = knownResources.get(resource)
  if (valuesEncrypted === null || known === undefined) return { answer: { ...about, erased: false, changes: [] }, classes: [] }
  if (!caller.scopes.has(known.scope)) throw scopeMissing(known.scope)
  if (valuesKey === null) {
    const changes = shownEntry(stored, caller).changed.map((member) => ({ member, before: null, after: null }))
    return { answer: { ...about, erased: true, changes }, classes: [] }
  }
  const values = valuesOf(keyring, valuesEncrypted, valuesKey)
  const names = Object.keys((known.schema as TObject).properties)
    .filter((name) => !stampNames.includes(name) && isIn(values, name))
    .filter(isTold(stored, caller))
  const plan = planFor(resource)
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
