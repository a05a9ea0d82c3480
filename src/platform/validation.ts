/** Two compilers: bodies are taken as they are, the text of queries, paths and headers is read as the type it stands for. */
import { Ajv, type ErrorObject, type Options } from 'ajv'
import addFormatsModule from 'ajv-formats'
import type { FastifyInstance, FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'
import { allComponents } from './contract.ts'
import { type Problem, problem, type Violation } from './problems.ts'

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default

const options: Options = {
  allErrors: true,
  removeAdditional: false,
  useDefaults: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
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
    errors: false,
    validate: (step: number, value: number) => Number(value.toFixed(Math.round(-Math.log10(step)))) === value,
  })
}

function ajvWith(more: Options): Ajv {
  const ajv = new Ajv({ ...options, ...more })
  addFormats(ajv)
  useExactMultiples(ajv)
  for (const schema of allComponents()) ajv.addSchema(schema)
  return ajv
}

// An integer in a query is digits; Ajv's own coercion also takes '81 ', '8e1' and ''.
const isCleanInteger = (value: unknown): boolean => typeof value !== 'string' || /^-?(0|[1-9][0-9]{0,15})$/.test(value)

/** @throws nothing; the compilers return Ajv's validators, errors are shaped by `validationProblem`. */
export function useStrictValidation(app: FastifyInstance): void {
  const body = ajvWith({ coerceTypes: false, useDefaults: false })
  const text = ajvWith({ coerceTypes: 'array' })
  const compiler: FastifySchemaCompiler<Record<string, unknown>> = ({ schema, httpPart }) => {
    if (httpPart === 'body') return body.compile(schema)
    const validate = text.compile(schema)
    const integers = Object.entries((schema.properties ?? {}) as Record<string, { type?: string }>)
      .filter(([, property]) => property.type === 'integer')
      .map(([name]) => name)
    if (integers.length === 0) return validate
    return (data: Record<string, unknown>) => {
      const wrong = integers.find((name) => !isCleanInteger(data[name]))
      if (wrong === undefined) return validate(data) ? true : { error: validate.errors as unknown as Error }
      const error: Partial<ErrorObject> = { instancePath: `/${wrong}`, keyword: 'type', message: 'must be an integer', params: {} }
      return { error: [error] as unknown as Error }
    }
  }
  app.setValidatorCompiler(compiler)
}

const parts: Record<string, Violation['in']> = { body: 'body', querystring: 'query', params: 'path', headers: 'header' }

// The text of an unknown member is the caller's own; it is shortened so that an answer stays small.
const escapePointer = (name: string): string =>
  name
    .slice(0, 100)
    .replace(/[\u0000-\u001f]/g, '?')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')

function messageOf({ keyword, params, message }: Pick<ErrorObject, 'keyword' | 'params' | 'message'>): string {
  switch (keyword) {
    case 'additionalProperties':
      return 'is not known here'
    case 'required':
      return 'is required'
    case 'enum':
      return `must be one of: ${(params.allowedValues as unknown[]).map(String).join(', ')}`.slice(0, 500)
    case 'multipleOf':
      return 'has more decimals than are kept'
    case 'pattern':
      return `must match ${params.pattern}`.slice(0, 500)
    default:
      return (message ?? 'is not valid').slice(0, 500)
  }
}

/** All violations of one part of a request as one problem. Names members, never their values. */
export function validationProblem(errors: readonly (FastifySchemaValidationError | ErrorObject)[], context: string): Problem {
  const part = parts[context] ?? 'body'
  const violations = errors.slice(0, 200).map((error): Violation => {
    const params = error.params as Record<string, unknown>
    const member = error.keyword === 'required' ? params.missingProperty : error.keyword === 'additionalProperties' ? params.additionalProperty : undefined
    const pointer = `${error.instancePath}${member === undefined ? '' : `/${escapePointer(String(member))}`}`.slice(0, 500)
    return {
      in: part,
      pointer: part === 'body' ? pointer : pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~'),
      code: error.keyword,
      message: messageOf(error as ErrorObject),
    }
  })
  const where = [...new Set(violations.map((violation) => violation.pointer || '(the whole)'))].slice(0, 5).join(', ')
  return problem('invalid-request', `The ${part} breaks the contract at ${where}.`.slice(0, 1000).replace(/[\u0000-\u001f]/g, '?'), { errors: violations })
}
