/** Whatever is sent, the answer is a success that keeps it exactly, or a problem that is the caller's. */
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { formOf, inForm } from '../../src/platform/contract/text-forms.ts'
import { buildTestApp } from '../support/app.ts'
import type { Json, Row, Schema } from '../support/contract.ts'
import { at, idOf } from '../support/make.ts'
import { keptOf, perform } from '../support/perform.ts'
import { prepare } from '../support/scenarios.ts'
import { type RawAnswer, readSlowly, sendRaw } from '../support/wire.ts'

const { api, contract, make, port } = await buildTestApp(t, { answerTimeoutMs: 5_000 })
const here = idOf(await make.facility())
const facilities = '/v1/facilities'

// Takes its time by nature, so it begins first and is looked at last.
const unfinished = `POST ${facilities} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
const slow = {
  headers: sendRaw(port, [`GET ${facilities} HTTP/1.1\r\n`, ...Array.from({ length: 60 }, () => 'X-Drip: 1\r\n')], { pauseMs: 500, patience: 20_000 }),
  body: sendRaw(port, [`${unfinished}Authorization: Bearer ${api.key}\r\nContent-Length: 1000\r\n\r\n{`, ...Array.from({ length: 60 }, () => ' ')], {
    pauseMs: 500,
    patience: 25_000,
  }),
  silence: sendRaw(port, [''], { patience: 20_000 }),
  rows: readSlowly(port, `GET /v1/glossary HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.key}\r\n\r\n`, { times: 1_000 }),
  document: readSlowly(port, 'GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'),
}

const hostile: [string, string][] = [
  ['U+0000', '"\\u0000"'],
  ['U+0000 inside', '"a\\u0000b"'],
  ['a raw control character', '"a\u0001b"'],
  ['U+0085', '"a\\u0085b"'],
  ['a lone high surrogate', '"a\\ud800b"'],
  ['a lone low surrogate', '"\\udfff"'],
  ['swapped surrogates', '"\\ude00\\ud83d"'],
  ['a proper pair', '"\\ud83d\\ude00"'],
  ['SQL', '"\'; DROP TABLE facility; --"'],
  ['more SQL', '"\\" OR 1=1 /* $1 ${ %s %_ \\\\ */"'],
  ['HTML', '"<script>alert(1)</script>"'],
  ['a formula', '"=cmd|\' /C calc\'!A0"'],
  ['right to left', '"\\u202eabc\\u202c"'],
  ['a byte order mark inside', '"a\\ufeffb"'],
  ['combining characters', '"e\\u0301"'],
  ['blanks', '"   "'],
  ['nothing', '""'],
  ['null', 'null'],
  ['200 kB', `"${'x'.repeat(200_000)}"`],
  ['1e400', '1e400'],
  ['-1e400', '-1e400'],
  ['2^53', '9007199254740992'],
  ['2^53 + 1', '9007199254740993'],
  ['2^63', '9223372036854775808'],
  ['1e308', '1e308'],
  ['-0', '-0'],
  ['-1', '-1'],
  ['0', '0'],
  ['1e-10', '1e-10'],
  ['1.5', '1.5'],
  ['many digits', `1.${'1'.repeat(500)}`],
  ['true', 'true'],
  ['an empty list', '[]'],
  ['a long list', `[${Array.from({ length: 5_000 }, () => '1').join(',')}]`],
  ['nested lists', '[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]'],
  ['nested too deep', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ['objects too deep', `${'{"a":'.repeat(30)}1${'}'.repeat(30)}`],
  ['an object', '{"toString":1,"constructor":{"prototype":{}}}'],
  ['a polluting object', '{"__proto__":{"admin":true}}'],
  ['a date that is none', '"2025-02-30"'],
  ['a date far away', '"9999-12-31"'],
  ['a date long ago', '"1900-01-01"'],
  ['tomorrow and more', '"2099-12-31"'],
  ['an id of nothing', '"00000000-0000-0000-0000-000000000000"'],
]

/** The body with one member replaced by a piece of JSON text. */
const spliced = (body: Row, member: string, text: string): string => {
  const rest = Object.entries(body).filter(([name]) => name !== member)
  return `{${[...rest.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`), `${JSON.stringify(member)}:${text}`].join(',')}}`
}

/** Numbers and texts that JSON carries exactly come back exactly, but for the form of a text: test/contract/text-equality.test.ts. */
function isKept(t: Test, sent: string, kept: Json | undefined, schema: Schema, what: string): void {
  if (kept === undefined) return
  const value: Json = JSON.parse(sent)
  const form = formOf(contract.resolve(schema))
  if (value === null || typeof value === 'object') return
  const same =
    typeof value === 'string' && typeof kept === 'string' && /^[0-9a-f-]{36}$/i.test(value)
      ? kept.toLowerCase() === value.toLowerCase()
      : kept === value || (value === 0 && kept === 0) || (typeof value === 'string' && form !== undefined && kept === inForm(form, value))
  if (!same) t.fail(`${what} was accepted and kept as ${JSON.stringify(kept).slice(0, 100)}`)
}

t.test('hostile values are refused or kept, in every member of every body', async (t) => {
  for (const operation of contract.operations.filter(({ body, method }) => body && method !== 'GET')) {
    let scene = await prepare(contract, operation, { make, facilityId: here })
    let accepted = 0
    let refused = 0
    for (const member of Object.keys(operation.body?.properties ?? {})) {
      for (const [name, text] of hostile) {
        const answer = await perform(api, operation, scene, {
          bytes: spliced(scene.body ?? {}, member, text),
          headers: { 'content-type': 'application/json', ...(operation.ifMatch ? { 'if-match': '*' } : {}) },
        })
        if (answer.status >= 300) refused++
        else {
          accepted++
          isKept(t, text, keptOf(operation, answer)[member], operation.body?.properties?.[member] ?? {}, `${operation.id} ${member}: ${name}`)
          if (operation.writes) scene = await prepare(contract, operation, { make, facilityId: here })
        }
      }
    }
    t.pass(`${operation.id}: ${refused} refused, ${accepted} accepted`)
  }
})

t.test('hostile texts in queries and paths are refused or harmless', async (t) => {
  const texts = [
    '%00',
    '%ff',
    '%ed%a0%80',
    "'%20OR%201=1--",
    '%25_%5C',
    '__proto__',
    '%F0%9F%98%80',
    'x'.repeat(2_000),
    '..%2f..%2f',
    '%',
    '9'.repeat(30),
    '2025-02-30',
    'null',
    '%0d%0aX-A:1',
  ]
  for (const operation of contract.operations.filter(({ method }) => method === 'GET')) {
    const params = Object.fromEntries(operation.params.map(({ name }) => [name, randomUUID()]))
    const path = operation.path.includes('{code}') ? '/v1/problems/not-found' : at(operation.path, params)
    for (const { name } of operation.query) for (const text of texts) await api.get(`${path}?${name}=${text}`)
    for (const query of ['__proto__=1', '__proto__[a]=1', 'constructor=1', 'limit=1&limit=2', 'limit[]=1', '=', '&&&', '?', '%=1', 'a'.repeat(500)]) {
      await api.get(`${path}?${query}`)
    }
    for (const { name } of operation.params) {
      for (const text of texts) {
        const url = operation.path.replace(`{${name}}`, text).replace(/\{[^}]+\}/g, randomUUID())
        const answer = await api.get(url)
        t.ok(answer.status >= 400 && answer.status < 500, `${operation.id}: ${text.slice(0, 20)} answers ${answer.status}`)
      }
    }
  }
})

t.test('malformed bodies are refused', async (t) => {
  const post = (bytes: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }) => api.post(facilities, { bytes, headers })
  const good = JSON.stringify(await make.body('createFacility', ''))
  const cases: [string, string | Buffer, string][] = [
    ['invalid UTF-8', Buffer.concat([Buffer.from('{"code":"A'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]), 'invalid-json'],
    ['an overlong encoding', Buffer.concat([Buffer.from('{"code":"'), Buffer.from([0xc0, 0x80]), Buffer.from('"}')]), 'invalid-json'],
    ['an encoded surrogate', Buffer.concat([Buffer.from('{"code":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]), 'invalid-json'],
    ['UTF-16', Buffer.from(good, 'utf16le'), 'invalid-json'],
    ['a repeated member', `${good.slice(0, -1)},"code":"OTHER"}`, 'invalid-json'],
    ['a repeated member, escaped', `${good.slice(0, -1)},"c\\u006fde":"OTHER"}`, 'invalid-json'],
    ['__proto__', `${good.slice(0, -1)},"__proto__":{}}`, 'invalid-json'],
    ['__proto__, escaped', `${good.slice(0, -1)},"\\u005f_proto__":{}}`, 'invalid-json'],
    ['constructor', `${good.slice(0, -1)},"constructor":{}}`, 'invalid-request'],
    ['21 levels', `${'['.repeat(21)}${']'.repeat(21)}`, 'invalid-json'],
    ['100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'invalid-json'],
    ['20 levels', `${'['.repeat(20)}${']'.repeat(20)}`, 'invalid-request'],
    ['two documents', `${good}${good}`, 'invalid-json'],
    ['60,000 unknown members', `{${Array.from({ length: 20_000 }, (_, n) => `"m${n}":1`).join(',')}}`, 'invalid-request'],
  ]
  for (const [name, bytes, code] of cases) t.match(await post(bytes), { status: 400, body: { code } }, `${name} answers 400 ${code}`)
  t.match(await post(`"${'x'.repeat(256 * 1024)}"`), { status: 413, body: { code: 'body-too-large' } }, '256 KiB and more answer 413')
  t.match(await post(`"${'x'.repeat(1024 * 1024)}"`), { status: 413, body: { code: 'body-too-large' } }, '1 MiB answers 413')
  for (const type of ['application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'APPLICATION/JSON']) {
    t.equal((await post(JSON.stringify(await make.body('createFacility', '')), { 'content-type': type })).status, 201, `${type} is understood`)
  }
  for (const type of [
    'application/json; charset=utf-16',
    'application/jsonx',
    'text/json',
    'application/json, text/plain',
    'multipart/form-data',
    '/',
    'json',
    '*/*',
  ]) {
    t.match(await post(good, { 'content-type': type }), { status: 415, body: { code: 'unsupported-media-type' } }, `${type} answers 415`)
  }
  t.equal((await post(good, {})).status, 415, 'no content type answers 415')
  t.equal((await post(good, { 'content-type': 'application/json', 'content-encoding': 'gzip' })).status, 415, 'an encoded body answers 415')
})

t.test('malformed URLs and headers are refused', async (t) => {
  t.match(await api.get(`${facilities}?q=${'x'.repeat(8_200)}`), { status: 414, body: { code: 'uri-too-long' } }, 'a long URL answers 414')
  t.match(await api.get(`${facilities}/${'x'.repeat(101)}`), { status: 414, body: { code: 'uri-too-long' } }, 'a long part answers 414')
  t.match(await api.get(`${facilities}/%`), { status: 400, body: { code: 'bad-http' } }, 'a broken escape answers 400')
  for (const path of [
    '/v2',
    '/v2/facilities',
    '/v1/Facilities',
    '/v1/facilities/x/y',
    '//v1/facilities',
    '/v1//facilities',
    '/v1/facilities;a=1',
    '/.env',
    '/v1/../etc/passwd',
  ]) {
    t.match(await api.get(path), { status: 404, body: { code: 'not-found' } }, `${path} answers 404`)
  }
  for (const accept of ['*', '*/*', 'application/*', 'application/json;q=0.1', 'text/html, application/json', 'application/problem+json', '', ';;;', ',']) {
    const { status } = await api.get(facilities, { headers: { accept } })
    t.ok(status === 200 || status === 406, `Accept: ${accept} answers ${status}`)
  }
  const huge = await sendRaw(port, [`GET ${facilities} HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`])
  isProblem(t, huge, 431, 'headers-too-large', 'large headers')
  const many = await sendRaw(port, [`GET ${facilities} HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 5_000 }, (_, n) => `X-${n}: 1\r\n`).join('')}\r\n`])
  isProblem(t, many, 431, 'headers-too-large', 'many headers')
})

function isProblem(t: Test, answer: RawAnswer, status: number, code: string, what: string): void {
  t.equal(answer.status, status, `${what}: ${status}`)
  t.match(answer.headers['content-type'], 'application/problem+json', `${what}: a problem`)
  t.match(answer.headers['x-request-id'], /^[0-9a-f-]{36}$/, `${what}: with a request id`)
  t.match(answer.body.startsWith('{') ? JSON.parse(answer.body) : {}, { code, status }, `${what}: ${code}`)
}

t.test('broken HTTP is answered as a problem, and the next connection is served', async (t) => {
  const broken: [string, string][] = [
    ['no HTTP at all', 'nonsense\r\n\r\n'],
    ['a wrong version', `GET ${facilities} HTTP/9.9\r\nHost: x\r\n\r\n`],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a null byte in a header', `GET ${facilities} HTTP/1.1\r\nHost: x\r\nX-A: a\u0000b\r\n\r\n`],
    ['a header without a colon', `GET ${facilities} HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n`],
    ['a blank before the colon', `GET ${facilities} HTTP/1.1\r\nHost : x\r\n\r\n`],
    ['two lengths', `POST ${facilities} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{"a":1}`],
    ['a negative length', `POST ${facilities} HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n`],
    ['length and chunks', `POST ${facilities} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a broken chunk', `${unfinished}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['a line feed in the path', `GET /v1/\nfacilities HTTP/1.1\r\nHost: x\r\n\r\n`],
  ]
  for (const [name, bytes] of broken) {
    const answer = await sendRaw(port, [Buffer.from(bytes, 'latin1')])
    isProblem(t, answer, 400, 'bad-http', name)
  }
  t.equal((await api.get(facilities)).status, 200, 'others are served')
})

t.test('a body that breaks off changes nothing', async (t) => {
  const { code = null } = await make.body('createFacility', '')
  await sendRaw(port, [`${unfinished}Authorization: Bearer ${api.key}\r\nContent-Length: 1000\r\n\r\n{"code":"${code}"`], { patience: 200 })
  t.same((await api.get(facilities, { query: { code: String(code) } })).items, [])
})

t.test('connections of slow clients are closed', async (t) => {
  const [headers, body, silence, rows, document] = await Promise.all([slow.headers, slow.body, slow.silence, slow.rows, slow.document])
  isProblem(t, headers, 408, 'request-timeout', 'dripping headers')
  isProblem(t, body, 408, 'request-timeout', 'a dripping body')
  t.ok(headers.ms < 14_000, `headers within 14 s (${headers.ms} ms)`)
  t.ok(body.ms < 20_000, `body within 20 s (${body.ms} ms)`)
  t.ok(silence.ms < 20_000, `silence is not endured for ever (${silence.ms} ms)`)
  t.ok(rows < 20_000, `who reads a list a byte a second is cut (${rows} ms)`)
  t.ok(document < 20_000, `and who reads the document so (${document} ms)`)
  t.equal((await api.get(facilities)).status, 200, 'others are served')
})
