/** Problem details (RFC 9457): one closed catalogue, written by the modules, answered by the platform. */

import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { type Language, phrase, say, type Text, translated } from './language.ts'
import { closed, component, count, listOf, object, oneOf, optionals, ref, word } from './shapes.ts'

/** What a module says of one kind of problem. */
export interface ProblemKind {
  status: number
  /** Stable, in English, the same for every occurrence. */
  title: string
  cause: string
  fix: string
  /** Whether the same request may succeed later without being changed; false unless given. */
  retryable?: boolean
  /** What a caller needs to act on it, by name; an occurrence may leave some out. */
  facts?: TProperties
}

export const Violation = object('Violation', {
  location: oneOf(['body', 'query', 'path', 'header'], 'The part of the request.'),
  pointer: word('JSON Pointer into the body, or the name of the parameter or header.', 500),
  code: word('The rule that is broken: a JSON Schema keyword, or a word of ours.', 60),
  message: word('What to change, for people.', 500),
})
export type Violation = Static<typeof Violation>

/** A violation before it is said in a language. */
export type Finding = Omit<Violation, 'message'> & { message: Text }

type Facts = Readonly<Record<string, unknown>>

/** Facts that several problems have. */
export const heldBy = listOf(word('A kind of resource.', 60), 20, { description: 'What still refers to the resource.' })
export const rules = listOf(word('A rule.', 60), 20, { description: 'The rules that are not met.' })
const allowed = listOf(word('A word.', 60), 20, { description: 'What is possible instead.' })
const requiredScope = word('The scope that is missing.', 60)
const boundOf = (description: string) => Type.String({ format: 'date', maxLength: 10, description })
export const earliest = boundOf('The first day that is possible.')

export const ProblemDocument = object('Problem', {
  type: word('Where this kind of problem is explained, relative to the API.', 200),
  title: word('The kind of problem.'),
  status: Type.Integer({ format: 'int32', minimum: 400, maximum: 599, description: 'The HTTP status.' }),
  detail: word('This occurrence, for people. Names ids and numbers, never persons.', 1000),
  instance: word('The request, as `urn:uuid:<X-Request-Id>`.', 60),
  code: word('The kind of problem, for software.', 60),
  retryable: Type.Boolean({ description: 'Whether the same request may succeed later unchanged.' }),
  errors: Type.Optional(listOf(ref(Violation), 200, { description: 'Every violation found.' })),
  facts: Type.Optional(Type.Unsafe<Facts>({ $ref: 'ProblemFacts#' })),
})
export type ProblemDocument = Static<typeof ProblemDocument>

type Defined = ProblemKind & { retryable: boolean }
const catalogue = new Map<string, Defined>()

export class Problem extends Error {
  override readonly name = 'Problem'
  constructor(
    readonly code: string,
    readonly kind: Defined,
    readonly detail: Text,
    readonly more: { errors?: Finding[]; facts?: Facts } = {},
  ) {
    super(`${code}: ${say(detail, 'en')}`)
  }
}

type FactsOf<K extends ProblemKind> = K['facts'] extends TProperties ? { [Name in keyof K['facts']]?: Static<K['facts'][Name]> } : never

/** Adds kinds to the catalogue and returns the one way to make them: `throw problem('duplicate', detail, { facts })`. */
export function defineProblems<const K extends Record<string, ProblemKind>>(kinds: K) {
  for (const [code, kind] of Object.entries(kinds)) {
    if (catalogue.has(code)) throw new Error(`Two problems are called ${code}.`)
    catalogue.set(code, { retryable: false, ...kind })
  }
  return <C extends keyof K & string>(code: C, detail: Text, more?: { errors?: Finding[]; facts?: FactsOf<K[C]> }) =>
    new Problem(code, catalogue.get(code) as Defined, detail, more)
}

/** The whole catalogue, by code. */
export const problemCatalogue = (): ReadonlyMap<string, Defined> => catalogue

/** Names the facts of all problems as one schema, once every module is there. @throws Error when two problems call different facts the same */
export function declareFacts(): void {
  const facts = new Map<string, TSchema>()
  for (const [name, schema] of [...catalogue.values()].flatMap((kind) => Object.entries(kind.facts ?? {}))) {
    if (JSON.stringify(facts.get(name) ?? schema) !== JSON.stringify(schema)) throw new Error(`Two facts of problems are called ${name}.`)
    facts.set(name, schema)
  }
  const members = Object.fromEntries([...facts].sort(([a], [b]) => a.localeCompare(b)))
  component('ProblemFacts', closed(optionals(members)), 'What it is about, for software; which members there are depends on the code.')
}

export const problemType = (code: string): string => `/v1/problems/${code}`

/** What goes over the wire; `code` is the same in every language. */
export function problemDocument({ code, kind, detail, more }: Problem, requestId: string, language: Language): ProblemDocument {
  const { errors, facts } = more
  return {
    type: problemType(code),
    title: translated(kind.title, language),
    status: kind.status,
    detail: say(detail, language).slice(0, 1000),
    instance: `urn:uuid:${requestId}`,
    code,
    retryable: kind.retryable,
    ...(errors ? { errors: errors.map(({ message, ...place }) => ({ ...place, message: say(message, language).slice(0, 500) })) } : {}),
    ...(facts ? { facts } : {}),
  }
}

export const ProblemKindDocument = object('ProblemKind', {
  code: word('The kind of problem, for software.', 60),
  status: Type.Integer({ format: 'int32', minimum: 400, maximum: 599, description: 'The HTTP status.' }),
  title: word('The kind of problem.'),
  cause: word('When it is answered.', 500),
  fix: word('What to do about it.', 500),
  retryable: Type.Boolean({ description: 'Whether the same request may succeed later unchanged.' }),
})

/** The problems that any operation may answer. */
export const problem = defineProblems({
  'invalid-request': {
    status: 400,
    title: 'The request does not fit the contract',
    cause: 'A body, query parameter, path parameter or header breaks its schema. All violations are listed.',
    fix: 'Correct every entry of `errors` and send the request again.',
  },
  'invalid-json': {
    status: 400,
    title: 'The body is not acceptable JSON',
    cause: 'The body is not valid UTF-8 JSON, repeats a member, holds `__proto__`, or nests deeper than 20 levels.',
    fix: 'Send one JSON document in UTF-8 with unique member names.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor cannot be read',
    cause: 'The cursor was changed or shortened on the way.',
    fix: 'Use `next` or the `Link` header as they were given, or start again without a cursor.',
  },
  'cursor-mismatch': {
    status: 400,
    title: 'The cursor belongs to another list',
    cause: 'The cursor was given for another operation, caller, sort order or set of filters.',
    fix: 'Repeat the filters and the sort order of the first page, or start again without a cursor.',
  },
  'token-missing': {
    status: 401,
    title: 'No credentials were sent',
    cause: 'The operation needs an API key or an access token and the request has none.',
    fix: 'Send `Authorization: Bearer <key or token>`.',
  },
  'token-invalid': {
    status: 401,
    title: 'The credentials are not valid',
    cause: 'The API key or access token is malformed, unknown, revoked or meant for another service, or the client is suspended.',
    fix: 'Check what was sent, get a new token, or ask the operator.',
  },
  'token-expired': {
    status: 401,
    title: 'The credentials have expired',
    cause: 'The API key, the access token or the client itself was valid and no longer is.',
    fix: 'Get a new access token, or ask the operator for a new key.',
  },
  'scope-missing': {
    status: 403,
    title: 'The scope for this operation is missing',
    cause: 'The caller is known, but was not given the scope that the operation needs.',
    fix: 'Ask the operator for the scope named in `facts.requiredScope`.',
    facts: { requiredScope },
  },
  'facility-not-allowed': {
    status: 403,
    title: 'The caller may not do this for all facilities',
    cause: 'The operation concerns the list of facilities itself and needs a caller that is not bound to some of them.',
    fix: 'Use a national caller.',
  },
  'second-person-needed': {
    status: 403,
    title: 'A second person has to agree',
    cause:
      'What is asked for takes two persons, and nobody else has prepared it within 72 hours. Two persons are two names in `On-Behalf-Of`, or two clients where one of them names nobody.',
    fix: 'Prepare it with the step `preparation`, and have another person approve it; read the record for what is waiting.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    cause: 'There is no such path or row, or the caller may not see it. The answer does not tell which.',
    fix: 'Check the path and the id, and whether the caller may see the facility.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The method is not offered here',
    cause: 'The path exists, but not with this method.',
    fix: 'Use one of the methods in the `Allow` header.',
    facts: { allowed },
  },
  'not-acceptable': {
    status: 406,
    title: 'No acceptable representation',
    cause: 'The `Accept` header leaves out `application/json`.',
    fix: 'Accept `application/json`.',
  },
  duplicate: {
    status: 409,
    title: 'It exists already',
    cause: 'Another row has the same value where it must be unique.',
    fix: 'Choose another value for the member named in `errors`, or use the row that exists.',
  },
  'still-referenced': {
    status: 409,
    title: 'Other rows depend on it',
    cause: 'The row cannot be deleted while others refer to it; `facts.heldBy` names them.',
    fix: 'Delete those first, or archive the row instead: `PATCH {"archived": true}`.',
    facts: { heldBy },
  },
  'invalid-transition': {
    status: 409,
    title: 'The state does not allow this',
    cause: 'The resource is not in a state from which this step is possible; `facts` names the state and the possible steps.',
    fix: 'Read the resource again and take one of the steps in `facts.allowed`.',
    facts: { state: word('The state the resource is in.', 40), allowed },
  },
  'period-overlap': {
    status: 409,
    title: 'The period overlaps another one',
    cause: 'Another row of the same kind covers a part of the period.',
    fix: 'End the earlier period first, or choose other dates.',
    facts: { earliest },
  },
  'review-needed': {
    status: 409,
    title: 'Somebody who may see the record has to look at it',
    cause:
      'The values do not fit what is on record, and this caller is not shown everything of that. The answer is the same whatever does not fit, so that nobody learns it by trying.',
    fix: 'Nothing was changed. Have it entered by somebody who sees the record; the request stands in the audit trail of the facility (`outcome=DENIED`, `dataClass=identity`).',
  },
  'request-in-progress': {
    status: 409,
    title: 'Another request is at work on this',
    cause: 'The first request with this Idempotency-Key has not finished, or another one holds the same rows.',
    fix: 'Send the same request again after `Retry-After` seconds, with the same Idempotency-Key.',
    retryable: true,
  },
  'stale-version': {
    status: 412,
    title: 'The resource has changed',
    cause: 'The version in `If-Match` is not the current one: somebody changed the resource in between.',
    fix: 'Read the resource again, look at the change, and repeat with the new ETag.',
    facts: { currentVersion: count('The version to send in If-Match.') },
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    cause: 'The body is larger than 256 KiB.',
    fix: 'Send less in one request.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The URL is too long',
    cause: 'The URL is longer than 8 KiB, or one of its parts longer than 100 characters.',
    fix: 'Use fewer or shorter filters.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The content type is not supported',
    cause: 'The body is not announced as JSON in UTF-8.',
    fix: 'Send `Content-Type: application/json` (for PATCH `application/merge-patch+json` as well).',
  },
  'unknown-reference': {
    status: 422,
    title: 'A reference points nowhere',
    cause: 'A member names a row that does not exist, belongs to another facility, or that the caller may not see.',
    fix: 'Correct the member named in `errors`.',
  },
  contradiction: {
    status: 422,
    title: 'The values contradict each other',
    cause: 'Every member fits its schema, but together, or with what is stored, they cannot be true.',
    fix: 'Correct the members named in `errors`.',
    facts: { earliest, latest: boundOf('The last day that is possible.') },
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    cause: 'The key was first sent with another body or path.',
    fix: 'Use a new key for a new request.',
  },
  'precondition-required': {
    status: 428,
    title: 'If-Match is required',
    cause: 'A change of an existing resource must say which version it was made for.',
    fix: 'Read the resource and send its ETag in `If-Match`.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    cause:
      'The client has sent more requests of this kind than it may in a minute, or was shown more records of persons than it may in a day, or its address has sent too many credentials that are not valid.',
    fix: 'Wait for `Retry-After` seconds, and keep an eye on the `RateLimit` header: it says how many are left.',
    retryable: true,
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    cause: 'The headers are larger than 16 KiB, or one that says what is accepted is longer than 1,000 characters.',
    fix: 'Send fewer or shorter headers.',
  },
  'bad-http': {
    status: 400,
    title: 'The request is not valid HTTP',
    cause: 'The request could not be parsed as HTTP.',
    fix: 'Send a well-formed HTTP/1.1 request.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    cause: 'Headers or body did not arrive in time.',
    fix: 'Send the request again.',
    retryable: true,
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong on our side',
    cause: 'A fault in the service. It has been logged with the request id.',
    fix: 'Report the `instance` to the operator. With an Idempotency-Key the request can be sent again safely.',
    retryable: true,
  },
  unavailable: {
    status: 503,
    title: 'The service is not available for the moment',
    cause: 'The database or the identity provider cannot be reached or does not answer in time, or the service is stopping.',
    fix: 'Send the request again after `Retry-After` seconds, with the same Idempotency-Key.',
    retryable: true,
  },
})

export const notFound = (): Problem => problem('not-found', phrase`There is nothing here that this caller can see.`)

/** 422 for one member that contradicts another, or what is stored. */
export const contradiction = (pointer: string, message: Text, facts?: { earliest?: string; latest?: string }): Problem =>
  problem('contradiction', message, { errors: [{ location: 'body', pointer, code: 'contradiction', message }], ...(facts ? { facts } : {}) })

/** 422 for a member that names a row the caller cannot see. The same answer whether it is absent or foreign. */
export const unknownReference = (pointer: string): Problem =>
  problem('unknown-reference', phrase`${pointer} names nothing that this caller can use here.`, {
    errors: [{ location: 'body', pointer, code: 'unknown-reference', message: phrase`There is no such row in this facility.` }],
  })

/** 409 for a step that the state does not allow. `what` names the resource in a sentence: phrase`order`. */
export const invalidTransition = (what: Text, state: string, allowed: readonly string[]): Problem =>
  problem(
    'invalid-transition',
    allowed.length === 0
      ? phrase`The ${what} is ${state}; no step is possible from there.`
      : phrase`The ${what} is ${state}; possible steps: ${allowed.join(', ')}.`,
    { facts: { state, allowed: [...allowed] } },
  )
