/**
 * Values of persons in the tests are canaries: they are like nothing else, so that every test file finds out
 * whether one of them has got to where no personal value belongs (issue: access and privacy).
 */
import type { Schema } from './contract.ts'

const bird = 'Kenari'
const digits = '99770000'
const encryptedDigits = '88440000'
/** Any personal value that the samples have made. */
export const canary = new RegExp(`${bird}|${digits}[0-9]{4}|${encryptedDigits}[0-9]{8}`)
export const canaryInSql = canary.source
/** Numbers that are encrypted at rest. */
export const encryptedCanaryInSql = `${encryptedDigits}[0-9]{8}`

export const isPersonal = (schema: Schema): boolean => schema['x-data-class'] !== undefined

/** Tried in this order against the length and pattern of a personal text. */
export const canaries = (n: number): string[] => [
  `${bird} ${n}`,
  `${bird}.${n}@contoh.id`,
  `0${digits}${String(n).padStart(4, '0')}`,
  `+62${digits}${String(n).padStart(4, '0')}`,
  `${encryptedDigits}${String(n).padStart(8, '0')}`,
  `${digits}${String(n).padStart(10, '0')}`,
]
