/** The tags of the document and the scopes that its operations can require, as the modules declare them. */
import { Type } from 'typebox'
import { component, openWords } from './shapes.ts'

export interface Tag {
  name: string
  description: string
}

const declared: { tags: readonly Tag[]; scopes: readonly string[] } = { tags: [], scopes: [] }

/** In the order of the document. */
export const allTags = (): readonly Tag[] => declared.tags
export const allScopes = (): readonly string[] => declared.scopes

/** A scope as a member of a schema. Its words are known when every module is declared, so that only its name stands there. */
export const ScopeName = Type.Unsafe<string>({ $ref: 'Scope#' })

/** Says once, before the first app is built, which tags and scopes there are. @throws Error when a name is there twice */
export function declareTags(tags: readonly Tag[], scopes: readonly string[]): void {
  for (const names of [tags.map(({ name }) => name), scopes]) {
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice !== undefined) throw new Error(`Two modules declare ${twice}.`)
  }
  Object.assign(declared, { tags: [...tags], scopes: [...scopes] })
  component('Scope', openWords(scopes, 'What an operation can require of its caller (cakupan izin).'))
}
