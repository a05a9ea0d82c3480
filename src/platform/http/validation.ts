/**
 * Texts are brought to their form first. Then two compilers: bodies are taken as they are, the text of queries, paths and headers
 * is read as the type it stands for.
 */

import { _, Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'
import type { FastifyInstance, FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'
import type { TSchema } from 'typebox'
import { phrase, type Text } from '../contract/language.ts'
import { listKeywords } from '../contract/list-shapes.ts'
import { type Finding, type Problem, problem, type Violation } from '../contract/problems.ts'
import { allComponents, openWordsKeyword, referencesKeyword } from '../contract/shapes.ts'
import { formKeyword } from '../contract/text-forms.ts'
import { personalKeywords } from '../security/data-classes.ts'
import { componentsByName } from '../security/masking.ts'
import { bringerOf } from './requested-forms.ts'

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default

const options: Options = {
  allErrors: true,
  removeAdditional: false,
  useDefaults: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
  // Schemas are ours, and held to JSON Schema when the contract is checked; to check them at each start takes a good part of it.
  validateSchema: false,
  meta: false,
}

/**
 * Ajv divides to check `multipleOf`, and a quotient of doubles is not whole where the decimals are: 0.3 / 0.1. What is
 * written with the decimals of the step and reads back as itself is a multiple.
 */
export function useExactMultiples(ajv: Ajv): void {
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    code: (check) => check.fail(_`Number(${check.data}.toFixed(${Math.round(-Math.log10(check.schema))})) !== ${check.data}`),
  })
}

/** Holds a value to the words of an open list that there are today. */
export function useOpenWords(ajv: Ajv): void {
  ajv.addKeyword({
    keyword: openWordsKeyword,
    type: 'string',
    schemaType: 'array',
    error: { message: 'must be one of the words', params: ({ schemaCode }) => _`{allowedValues: ${schemaCode}}` },
    code: (check) => check.fail(_`!${check.schemaCode}.includes(${check.data})`),
  })
}

function ajvWith(more: Options): Ajv {
  const ajv = new Ajv({ ...options, ...more })
  addFormats(ajv)
  useExactMultiples(ajv)
  useOpenWords(ajv)
  ajv.addVocabulary([...personalKeywords, ...listKeywords, referencesKeyword, formKeyword])
  for (const schema of allComponents()) ajv.addSchema(schema)
  return ajv
}

// An integer in a query is digits; Ajv's own coercion also takes '81 ', '8e1' and ''.
const isCleanInteger = (value: unknown): boolean => typeof value !== 'string' || /^-?(0|[1-9][0-9]{0,15})$/.test(value)

/** Validators are compiled when they are first needed (src/decisions/0064). */
export function useStrictValidation(app: FastifyInstance): void {
  const body = ajvWith({ coerceTypes: false, useDefaults: false })
  const text = ajvWith({ coerceTypes: 'array' })
  const components = componentsByName()
  const compiler: FastifySchemaCompiler<Record<string, unknown>> = ({ schema, httpPart }) => {
    const properties = httpPart === 'body' ? {} : ((schema.properties ?? {}) as Record<string, { type?: string }>)
    const integers = Object.keys(properties).filter((name) => properties[name]?.type === 'integer')
    let validate: ValidateFunction | undefined
    const bring = bringerOf(schema as TSchema, components)
    return (data: Record<string, unknown>) => {
      bring?.(data)
      const wrong = integers.find((name) => !isCleanInteger(data[name]))
      if (wrong !== undefined) {
        const error: Partial<ErrorObject> = { instancePath: `/${wrong}`, keyword: 'type', params: { type: 'integer' } }
        return { error: [error] as unknown as Error }
      }
      validate ??= (httpPart === 'body' ? body : text).compile(schema)
      return validate(data) ? true : { error: validate.errors as unknown as Error }
    }
  }
  app.setValidatorCompiler(compiler)
}

const parts: Record<string, Violation['location']> = { body: 'body', querystring: 'query', params: 'path', headers: 'header' }
const partNames = { body: phrase`body`, query: phrase`query`, path: phrase`path`, header: phrase`header` }

// The text of an unknown member is the caller's own; it is shortened so that an answer stays small.
const escapePointer = (name: string): string =>
  name
    .slice(0, 100)
    .replace(/[\u0000-\u001f]/g, '?')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')

/** What is said of a violation, by its keyword. */
const messages: Record<string, (params: Record<string, unknown>) => Text> = {
  additionalProperties: () => phrase`is not known here`,
  required: () => phrase`is required`,
  type: ({ type }) => phrase`must be of type ${[type].flat().join(', ')}`,
  enum: ({ allowedValues }) => phrase`must be one of: ${[allowedValues].flat().join(', ')}`,
  pattern: ({ pattern }) => phrase`must match ${String(pattern)}`,
  format: ({ format }) => phrase`must be a valid ${String(format)}`,
  multipleOf: () => phrase`has more decimals than are kept`,
  minimum: ({ limit }) => phrase`must be at least ${String(limit)}`,
  maximum: ({ limit }) => phrase`must be at most ${String(limit)}`,
  minLength: ({ limit }) => phrase`must have at least ${String(limit)} characters`,
  maxLength: ({ limit }) => phrase`must have at most ${String(limit)} characters`,
  minItems: ({ limit }) => phrase`must have at least ${String(limit)} entries`,
  maxItems: ({ limit }) => phrase`must have at most ${String(limit)} entries`,
  uniqueItems: () => phrase`must not have the same entry twice`,
  minProperties: ({ limit }) => phrase`must have at least ${String(limit)} members`,
  anyOf: () => phrase`must fit one of the alternatives in the contract`,
  not: () => phrase`has a value that is not allowed`,
}

type Violated = FastifySchemaValidationError | ErrorObject

/** Where null is the other choice, what is wrong with the value says it all; and so does the format, where there is one. */
function withoutNoise(errors: readonly Violated[]): readonly Violated[] {
  const useful = errors.filter(({ keyword, params }) => keyword !== 'anyOf' && !(keyword === 'type' && params.type === 'null'))
  const misshapen = new Set(useful.filter(({ keyword }) => keyword === 'format').map(({ instancePath }) => instancePath))
  const once = useful.filter(({ keyword, instancePath }) => keyword === 'format' || !misshapen.has(instancePath))
  return once.length === 0 ? errors : once
}

/** All violations of one part of a request as one problem. Names members, never their values. */
export function validationProblem(errors: readonly Violated[], context: string): Problem {
  const part = parts[context] ?? 'body'
  const violations = withoutNoise(errors)
    .slice(0, 200)
    .map((error): Finding => {
      const params = error.params as Record<string, unknown>
      const member = error.keyword === 'required' ? params.missingProperty : error.keyword === 'additionalProperties' ? params.additionalProperty : undefined
      const pointer = `${error.instancePath}${member === undefined ? '' : `/${escapePointer(String(member))}`}`.slice(0, 500)
      // The caller need not know which lists may grow.
      const code = error.keyword === openWordsKeyword ? 'enum' : error.keyword
      return {
        location: part,
        pointer: part === 'body' ? pointer : pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~'),
        code,
        message: messages[code]?.(params) ?? phrase`is not valid`,
      }
    })
  const where = [...new Set(violations.map((violation) => violation.pointer || '(the whole)'))]
    .slice(0, 5)
    .join(', ')
    .slice(0, 900)
    .replace(/[\u0000-\u001f]/g, '?')
  return problem('invalid-request', phrase`The ${partNames[part]} breaks the contract at ${where}.`, { errors: violations })
}
