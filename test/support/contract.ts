/** The served OpenAPI document as the tests use it: which operations there are, and whether an answer fits. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { useExactMultiples, useOpenWords } from '../../src/platform/http/validation.ts'

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json }
export type Row = { [member: string]: Json }

export interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  enum?: Json[]
  'x-extensible-enum'?: string[]
  const?: Json
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  minProperties?: number
  maxItems?: number
  default?: Json
  readOnly?: boolean
  title?: string
  'x-data-class'?: string
  'x-scope'?: string
  'x-mask'?: string
  'x-encrypted'?: string
  'x-references'?: string
  'x-form'?: string
  example?: Json
  examples?: Json[]
  description?: string
}

interface ParameterObject {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
  example?: Json
}
interface ContentObject {
  content?: Record<string, { schema: Schema; example?: Json; examples?: Record<string, unknown> }>
}
interface ResponseObject extends ContentObject {
  description: string
  'x-problems'?: string[]
  headers?: Record<string, unknown>
}
interface OperationObject {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  security?: unknown[]
  parameters?: ParameterObject[]
  requestBody?: ContentObject & { required?: boolean }
  responses: Record<string, ResponseObject>
  'x-kind': 'read' | 'search' | 'write'
  'x-scope'?: string
  'x-filters'?: string[]
  'x-sorts'?: string[]
  'x-problems': string[]
}
interface Reference {
  $ref: string
}
/** As it stands in the document. */
type WrittenOperation = Omit<OperationObject, 'parameters' | 'responses'> & {
  parameters?: (ParameterObject | Reference)[]
  responses: Record<string, ResponseObject | Reference>
}
export interface OpenApiDocument {
  openapi: string
  info: Record<string, Json>
  tags: { name: string; description?: string }[]
  paths: Record<string, Record<string, WrittenOperation>>
  components: {
    headers?: Record<string, { schema: Schema }>
    schemas: Record<string, Schema>
    responses?: Record<string, ResponseObject>
    parameters?: Record<string, ParameterObject>
  }
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** One operation, with what the tests ask of it read from the document alone. */
export interface Operation {
  id: string
  method: string
  /** As in the document: `/v1/facilities/{id}`. */
  path: string
  object: OperationObject
  isPublic: boolean
  /** It takes a form and refuses as OAuth does: test/security/oauth.test.ts. */
  isOAuth: boolean
  kind: 'read' | 'search' | 'write'
  /** The scope it needs; undefined where it needs none. */
  scope: string | undefined
  /** It changes something: one audit row, at least one event. */
  writes: boolean
  /** It answers pages, by GET or by POST `_search`. */
  lists: boolean
  ifMatch: boolean
  idempotent: boolean
  params: ParameterObject[]
  query: ParameterObject[]
  /** The parameters of a list that choose rows, and what it can be sorted by. */
  filters: string[]
  sorts: string[]
  /** The codes of everything it may refuse. */
  problems: string[]
  body: Schema | undefined
  success: number
}

export class Contract {
  readonly operations: Operation[]
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
  readonly #validators = new Map<string, ValidateFunction>()
  readonly #matchers: { pattern: RegExp; path: string }[]

  constructor(readonly document: OpenApiDocument) {
    addFormats(this.#ajv)
    useExactMultiples(this.#ajv)
    useOpenWords(this.#ajv)
    // They say how wide a number is; `minimum` and `maximum` check it.
    for (const format of ['int32', 'int64', 'double']) this.#ajv.addFormat(format, true)
    this.#ajv.addSchema(document, 'contract')
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      methods.flatMap((method) => (item[method] === undefined ? [] : [this.#read(path, method, item[method])])),
    )
    // A path without parameters wins over one with.
    const holes = (path: string) => path.split('{').length
    this.#matchers = Object.keys(document.paths)
      .sort((a, b) => holes(a) - holes(b))
      .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`) }))
  }

  /** The operation with its shared parameters and answers in place of the references to them. */
  #whole(given: WrittenOperation): OperationObject {
    const { responses = {}, parameters = {} } = this.document.components
    const answers = Object.entries(given.responses).map(([status, one]): [string, ResponseObject] => [status, pointedTo(responses, one)])
    const { parameters: asked, ...object } = given
    return { ...object, ...(asked ? { parameters: asked.map((one) => pointedTo(parameters, one)) } : {}), responses: Object.fromEntries(answers) }
  }

  #read(path: string, method: string, given: WrittenOperation): Operation {
    const object = this.#whole(given)
    const parameters = object.parameters ?? []
    const header = (name: string) => parameters.some((parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === name)
    const success = Object.keys(object.responses).find((status) => status.startsWith('2'))
    if (success === undefined) throw new Error(`${object.operationId} documents no success.`)
    const body = object.requestBody?.content?.['application/json']?.schema
    const answer = object.responses[success]?.content?.['application/json']?.schema
    const whole = answer === undefined ? undefined : this.resolve(answer)
    const isPublic = object.security?.length === 0
    const isOAuth = object.requestBody?.content?.['application/x-www-form-urlencoded'] !== undefined
    return {
      id: object.operationId,
      method: method.toUpperCase(),
      path,
      object,
      isPublic,
      isOAuth,
      kind: object['x-kind'],
      scope: object['x-scope'],
      writes: object['x-kind'] === 'write',
      lists: !isPublic && whole?.properties?.items !== undefined,
      ifMatch: header('if-match'),
      idempotent: header('idempotency-key'),
      params: parameters.filter((parameter) => parameter.in === 'path'),
      query: parameters.filter((parameter) => parameter.in === 'query'),
      filters: object['x-filters'] ?? [],
      sorts: object['x-sorts'] ?? [],
      problems: object['x-problems'],
      body: body && this.resolve(body),
      success: Number(success),
    }
  }

  resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema
    const found = this.document.components.schemas[schema.$ref.replace('#/components/schemas/', '')]
    if (found === undefined) throw new Error(`${schema.$ref} points nowhere.`)
    return found
  }

  operation(id: string): Operation {
    const found = this.operations.find((operation) => operation.id === id)
    if (found === undefined) throw new Error(`The contract has no operation ${id}.`)
    return found
  }

  /** The operation that answers a request, or nothing: then only a problem can be the answer. */
  find(method: string, url: string): Operation | undefined {
    const path = url.split('?')[0] ?? ''
    const matched = this.#matchers.find(({ pattern }) => pattern.test(path))?.path
    const wanted = method === 'HEAD' ? 'GET' : method
    return this.operations.find((operation) => operation.path === matched && operation.method === wanted)
  }

  #validator(pointer: string): ValidateFunction {
    const known = this.#validators.get(pointer)
    if (known) return known
    const compiled = this.#ajv.compile({ $ref: `contract#${pointer}` })
    this.#validators.set(pointer, compiled)
    return compiled
  }

  /** What is wrong with an answer; empty when it fits. */
  violations(method: string, url: string, status: number, headers: Record<string, string | string[] | undefined>, body: Json | undefined): string[] {
    const wrong: string[] = []
    if (headers['api-version'] !== this.document.info.version) wrong.push('API-Version is missing or another')
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(headers['x-request-id']))) wrong.push('X-Request-Id is missing')
    const type = headers['content-type']
    const operation = this.find(method, url)
    if (operation === undefined) {
      if (status === 204 && method === 'OPTIONS') return wrong
      if (status < 400) wrong.push(`there is no such operation, and the status is ${status}`)
      else if (method !== 'HEAD') wrong.push(...this.#check('/components/schemas/Problem', body))
      return wrong
    }
    const response = operation.object.responses[String(status)]
    if (response === undefined) return [...wrong, `the status ${status} is not documented`]
    for (const name of Object.keys(response.headers ?? {})) {
      // What is no HTTP is answered before anybody is counted.
      const isUncounted = name.startsWith('RateLimit') && (body as Row | undefined)?.code === 'bad-http'
      const isConditional = ['Idempotency-Replayed', 'Retry-After'].includes(name) || isUncounted
      if (!isConditional && headers[name.toLowerCase()] === undefined) wrong.push(`the documented header ${name} is missing`)
    }
    const types = Object.keys(response.content ?? {})
    const documented = types.find((one) => type === `${one}; charset=utf-8`) ?? types[0]
    if (documented === undefined) {
      if (body !== undefined) wrong.push('the answer has a body, and none is documented')
      return wrong
    }
    if (type !== `${documented}; charset=utf-8`) wrong.push(`the content type is ${type}, documented is ${documented}`)
    if (method === 'HEAD' || documented === 'text/html') return wrong
    const isProblem = documented === 'application/problem+json'
    if (isProblem) wrong.push(...this.#check('/components/schemas/Problem', body))
    const { $ref: shared = '' } = (this.document.paths[operation.path]?.[operation.method.toLowerCase()]?.responses[status] ?? {}) as Partial<Reference>
    const answers = shared === '' ? `/paths/${inPointer(operation.path)}/${operation.method.toLowerCase()}/responses/${status}` : shared.slice(1)
    const at = `${answers}/content/${inPointer(documented)}/schema`
    const fields = operation.lists ? new URLSearchParams(url.split('?')[1]).get('fields') : null
    const page = response.content?.[documented]?.schema ?? {}
    if (!isProblem) wrong.push(...(fields === null ? this.#check(at, body) : faults(this.#thinned(this.resolve(page), fields.split(',')), body)))
    if (isProblem && typeof body === 'object' && body !== null && !Array.isArray(body)) {
      if (!response['x-problems']?.includes(String(body.code))) wrong.push(`the problem ${body.code} is not documented for ${operation.id}`)
      if (body.status !== status) wrong.push('the status of the problem is not the status of the answer')
      if (body.instance !== `urn:uuid:${headers['x-request-id']}`) wrong.push('the instance of the problem is not the request')
    }
    return wrong
  }

  #check(pointer: string, body: Json | undefined): string[] {
    return faults(this.#validator(pointer), body)
  }

  /** Checks a page whose rows have `id` and the members that were asked for, and no other. */
  #thinned(page: Schema, fields: string[]): ValidateFunction {
    const key = JSON.stringify([page.title, fields])
    const known = this.#validators.get(key)
    if (known) return known
    const row = this.resolve(page.properties?.items?.items ?? {})
    const names = [...new Set(['id', ...fields])]
    const members = Object.fromEntries(Object.entries(row.properties ?? {}).filter(([name]) => names.includes(name)))
    const rows = { type: 'object', properties: members, required: names.filter((name) => row.required?.includes(name)), additionalProperties: false }
    const thinned = { ...page, properties: { ...page.properties, items: { type: 'array', items: rows } } }
    const compiled = this.#ajv.compile(JSON.parse(JSON.stringify(thinned).replaceAll('"#/', '"contract#/')))
    this.#validators.set(key, compiled)
    return compiled
  }
}

function faults(validate: ValidateFunction, body: Json | undefined): string[] {
  if (body === undefined) return ['there is no JSON body']
  return validate(body)
    ? []
    : (validate.errors ?? []).slice(0, 10).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
}

/** @throws where a reference points nowhere */
function pointedTo<T extends object>(shared: Record<string, T>, one: T | Reference): T {
  if (!('$ref' in one)) return one
  const found = shared[one.$ref.slice(one.$ref.lastIndexOf('/') + 1)]
  if (found === undefined) throw new Error(`${one.$ref} points nowhere.`)
  return found
}

const inPointer = (segment: string): string => encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))
