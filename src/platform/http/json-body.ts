import { TextDecoder } from 'node:util'
import { phrase, type Text } from '../contract/language.ts'
import { type Problem, problem } from '../contract/problems.ts'

const maxDepth = 20
const utf8 = new TextDecoder('utf-8', { fatal: true })
const refuse = (detail: Text): Problem => problem('invalid-json', detail)

/**
 * Parses a body as strictly as the contract promises. JSON.parse alone takes invalid UTF-8, repeated members,
 * `__proto__` and any depth. Source: RFC 8259, section 4, on repeated names.
 * @throws invalid-json
 */
export function parseJson(bytes: Buffer): unknown {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw refuse(phrase`The body is not valid UTF-8.`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse(phrase`The body is not valid JSON.`)
  }
  checkMembers(text)
  return value
}

/** Walks text that JSON.parse has accepted, so the grammar needs no second check. */
function checkMembers(text: string): void {
  // One entry per open container: the names seen so far in an object, null in an array.
  const open: (Set<string> | null)[] = []
  let nameExpected = false
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22 /* " */:
        {
          const start = at
          for (at++; text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c /* \ */) at++
          if (nameExpected) {
            nameExpected = false
            takeName(open.at(-1) ?? null, JSON.parse(text.slice(start, at + 1)))
          }
          break
        }
      case 0x7b /* { */:
      case 0x5b /* [ */:
        nameExpected = text.charCodeAt(at) === 0x7b
        if (open.push(nameExpected ? new Set() : null) > maxDepth) throw refuse(phrase`The body nests deeper than ${maxDepth} levels.`)
        break
      case 0x7d /* } */:
      case 0x5d /* ] */:
        open.pop()
        nameExpected = false
        break
      case 0x2c /* , */:
        nameExpected = open.at(-1) != null
        break
    }
  }
}

function takeName(names: Set<string> | null, name: string): void {
  if (name === '__proto__') throw refuse(phrase`The body holds a member called __proto__.`)
  if (names?.has(name)) throw refuse(phrase`The body repeats a member.`)
  names?.add(name)
}
