/** Scopes and the roles that bundle them. They are code, so that a change of what a role may do is reviewed. */
import { allScopes, declareTags, type Tag } from '../contract/tags.ts'

/** What a module says of access to it. */
export interface Access {
  /** Its heading in the document; undefined for a module under the heading of another. */
  tag?: Tag
  /** Its scopes with the roles that hold them. */
  scopes: Readonly<Record<string, readonly string[]>>
  /** What a scope shows that the scope of the operation does not. */
  shows?: Readonly<Record<string, string>>
  /** Scopes that one person alone gives to nobody, because of what they show or decide. */
  needSecondPerson?: readonly string[]
  /** Records of persons that a client of a role may be shown in a day, by role, unless the settings say otherwise. */
  personalRecords?: Readonly<Record<string, number>>
  /** Whether the demo key, which everybody can see, has its scopes; true unless given. */
  forDemo?: boolean
}

let accesses: readonly Access[] = []
const scopesByRole = new Map<string, Set<string>>()

/** Takes what the modules say, in the order of the document. */
export function declareAccess(all: readonly Access[]): void {
  accesses = all
  declareTags(
    all.flatMap(({ tag }) => tag ?? []),
    all.flatMap(({ scopes }) => Object.keys(scopes)),
  )
  for (const [scope, roles] of all.flatMap(({ scopes }) => Object.entries(scopes)))
    for (const role of roles) scopesByRole.set(role, (scopesByRole.get(role) ?? new Set()).add(scope))
}

/** The scopes of roles together with `more`, in the order of the document. Roles that are no more give nothing. */
export function scopesOf(held: readonly string[], more: readonly string[] = []): string[] {
  const given = new Set([...held.flatMap((role) => [...(scopesByRole.get(role) ?? [])]), ...more])
  return allScopes().filter((scope) => given.has(scope))
}

/** Of the scopes that somebody has, those that one person alone does not give. */
export function scopesOfTwo(held: readonly string[], more: readonly string[] = []): string[] {
  const guarded = new Set(accesses.flatMap(({ needSecondPerson = [] }) => needSecondPerson))
  return scopesOf(held, more).filter((scope) => guarded.has(scope))
}

/** The roles that have a scope. */
export const rolesWith = (scope: string): string[] => [...scopesByRole].flatMap(([role, scopes]) => (scopes.has(scope) ? [role] : []))

/** Clients of the settings have no role; they bring whole registers over. */
const withoutRole = 100_000

/** Records of persons that a client of these roles may be shown in a day: as many as the role of them that needs most. */
export function personalRecordsOf(held: readonly string[]): number {
  const byRole: Readonly<Record<string, number>> = Object.assign({}, ...accesses.map(({ personalRecords = {} }) => personalRecords))
  const known = held.flatMap((role) => byRole[role] ?? [])
  return known.length === 0 ? withoutRole : Math.max(...known)
}

/** The roles that some module names. */
export const rolesNamed = (): string[] => [...scopesByRole.keys()]

/** What the demo key may do. */
export const demoScopes = (): string[] => accesses.flatMap(({ scopes, forDemo = true }) => (forDemo ? Object.keys(scopes) : []))

/** Scopes that show more than that of the operation, with what they show. */
export const scopesThatShow = (): [scope: string, shows: string][] => accesses.flatMap(({ shows = {} }) => Object.entries(shows))
