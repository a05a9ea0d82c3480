/** Cursors: where a page begins, in a form that nobody else can make. */
import { createHash } from 'node:crypto'
import { phrase } from '../contract/language.ts'
import { problem } from '../contract/problems.ts'
import type { Keys } from './transaction.ts'

export interface Cursor {
  /** Which list, caller and query it was given for. */
  binding: string
  backwards: boolean
  /** What the row has that the page begins after, in the order of the sort. */
  values: (string | number)[]
}

/** What a cursor is bound to, in few characters. */
export const bindingOf = (parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16)

/** Characters of a mark. */
const markLength = 22

export function encode(keys: Keys, { binding, backwards, values }: Cursor): string {
  const text = Buffer.from(JSON.stringify([binding, backwards ? 1 : 0, ...values])).toString('base64url')
  return `${keys.mark(text)}${text}`
}

/** @throws invalid-cursor for what was not given like this, cursor-mismatch for what was given to another caller or query */
export function decode(keys: Keys, cursor: string, binding: string): Cursor {
  const text = cursor.slice(markLength)
  if (!keys.isMarked(text, cursor.slice(0, markLength))) throw problem('invalid-cursor', phrase`The cursor cannot be read.`)
  const [given, backwards, ...values] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [string, 0 | 1, ...(string | number)[]]
  if (given !== binding) throw problem('cursor-mismatch', phrase`The cursor was given for another list, caller, sort or set of filters.`)
  return { binding, backwards: backwards === 1, values }
}
