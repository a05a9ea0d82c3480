/** What is sent never gets into the log, and cannot make lines of its own there. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Json, Row } from '../support/contract.ts'
import { at } from '../support/make.ts'
import { sendRaw } from '../support/wire.ts'

const lines: string[] = []
const { api, contract, database, port } = await buildTestApp(t, { onLog: (line) => lines.push(line), logLevel: 'silent' })
const mark = 'PLANTED-4711'
const hostile = `${mark}\n{"level":"fatal","msg":"${mark}"}\r\n\u001b[31m${mark}\u2028`
/** A header takes no line feed; what it does take. */
const inHeader = `${mark}"} {"level":"fatal"} %0a\\n\u001b`.replaceAll('\u001b', '')

const readHeaders = [
  'accept',
  'accept-language',
  'content-type',
  'content-encoding',
  'if-match',
  'if-none-match',
  'idempotency-key',
  'on-behalf-of',
  'authorization',
]
const otherHeaders = [
  'user-agent',
  'referer',
  'cookie',
  'origin',
  'host',
  'x-request-id',
  'x-forwarded-for',
  'forwarded',
  'traceparent',
  'tracestate',
  'baggage',
  'x-anything',
]

function planted(value: Json): Json {
  if (typeof value === 'string') return hostile
  if (Array.isArray(value)) return value.map(planted)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, planted(item)]))
  return value
}

t.test('hostile values in every header, parameter and member leave no trace in the log', async (t) => {
  for (const operation of contract.operations) {
    const path = at(operation.path, Object.fromEntries(operation.params.map(({ name }) => [name, randomUUID()])))
    const { method } = operation
    const names = Object.keys(operation.body?.properties ?? {})
    const body = Object.fromEntries(names.map((name) => [name, planted({ text: '', list: [''] })])) as Row
    const texts = Object.fromEntries(names.map((name) => [name, hostile]))
    const type = operation.isOAuth ? 'application/x-www-form-urlencoded' : method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const bodies =
      method === 'GET' ? [] : [JSON.stringify(body), JSON.stringify(texts), `{"${mark}`, `{"${mark}":1,"${mark}":2}`, new URLSearchParams(texts).toString()]
    for (const bytes of bodies) await api.send(method, path, { bytes, headers: { 'content-type': type, 'if-match': '*' } })
    const query = Object.fromEntries([...operation.query.map(({ name }) => name), mark].map((name) => [name, hostile]))
    await api.send(method, path, { query })
    await api.send(method, operation.path.replace(/\{[^}]+\}/g, encodeURIComponent(mark)))
  }
  for (const header of [...readHeaders, ...otherHeaders]) {
    for (const method of ['GET', 'POST'])
      await api.send(method, '/v1/batches', { headers: { [header]: inHeader }, ...(method === 'POST' ? { bytes: '{}' } : {}) })
  }
  for (const bytes of [`${mark}\r\n\r\n`, `GET /${mark} HTTP/1.1\r\nHost: x\r\nX-A: a\r\n ${mark}\r\n\r\n`, `GET /%${mark} HTTP/1.1\r\nHost: ${mark}\r\n\r\n`])
    await sendRaw(port, [bytes])
  t.ok(lines.length > 500, `${lines.length} lines`)
})

t.test('hostile values leave no trace in the log when something breaks', async (t) => {
  const before = lines.length
  await database.query('ALTER TABLE officer RENAME TO lost')
  const answer = await api.post('/v1/officers', { body: { facilityId: randomUUID(), name: mark, nip: '198001012005011001' }, mayFault: true })
  const listed = await api.get('/v1/officers', { mayFault: true })
  t.ok(answer.status >= 400 && listed.status === 500)
  t.ok(
    lines.slice(before).some((line) => JSON.parse(line).level === 'error'),
    'the fault is in the log',
  )
})

t.test('every line of the log is one object with allowed members only', (t) => {
  const allowed = new Set(['level', 'time', 'msg', 'requestId', 'method', 'route', 'status', 'clientId', 'ms', 'fault', 'code', 'seal', 'hash'])
  for (const line of lines) {
    if (line.indexOf('\n') !== line.length - 1) t.fail(`a line has a line feed in it: ${line}`)
    const unknown = Object.keys(JSON.parse(line)).filter((name) => !allowed.has(name))
    if (unknown.length > 0) t.fail(`unknown members: ${unknown}`)
    if (line.includes(mark)) t.fail(`planted text is in the log: ${line}`)
  }
  t.pass(`${lines.length} lines`)
  t.end()
})
