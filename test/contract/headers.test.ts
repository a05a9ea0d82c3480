/** What every answer says to browsers and caches, whoever made it: a handler, the router, the parser or a page. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import { sendRaw } from '../support/wire.ts'

const { api, port } = await buildTestApp(t)

// OWASP REST Security Cheat Sheet, "Security Headers"; OWASP Secure Headers Project.
const promised: Record<string, RegExp> = {
  'cache-control': /^no-store$/,
  'content-security-policy': /^default-src 'none'.*frame-ancestors 'none'/,
  'strict-transport-security': /^max-age=63072000; includeSubDomains$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^no-referrer$/,
  'permissions-policy': /camera=\(\)/,
  'cross-origin-resource-policy': /^same-site$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'x-permitted-cross-domain-policies': /^none$/,
}
/** Pages and documents about the API itself may be kept and shown elsewhere. */
const isPublicPage = (path: string) => /^\/(docs|v1\/(openapi|problems|glossary|changelog|oauth)|\.well-known)/.test(path)

const long = 'x'.repeat(9_000)
const asked: [string, string, string | null][] = [
  ['a list', '/v1/batches', ''],
  ['a refusal', '/v1/batches?unknown=1', ''],
  ['no credentials', '/v1/batches', null],
  ['an absent path', '/nothing', ''],
  ['an absent row', '/v1/batches/00000000-0000-0000-0000-000000000000', ''],
  ['a long URL', `/v1/batches?q=${long}`, ''],
  ['a broken escape', '/v1/batches/%', ''],
  ['health', '/health/live', null],
  ['the explorer', '/docs/', null],
  ['a guide', '/docs/guides/tour', null],
  ['the document', '/v1/openapi.json', null],
  ['a page', '/v1/problems/not-found', null],
]

t.test('every answer carries the security headers', async (t) => {
  for (const [name, path, key] of asked) {
    const { headers } = await api
      .get(path, key === null ? { key, headers: { accept: '*/*' } } : {})
      .catch(() => fetch(`http://127.0.0.1:${port}${path}`).then((answer) => ({ headers: Object.fromEntries(answer.headers) })))
    for (const [header, wanted] of Object.entries(promised)) {
      if (isPublicPage(path) && ['cache-control', 'cross-origin-resource-policy', 'content-security-policy'].includes(header))
        t.ok(headers[header], `${name}: ${header}`)
      else t.match(headers[header], wanted, `${name}: ${header}`)
    }
    for (const header of ['server', 'x-powered-by']) t.equal(headers[header], undefined, `${name}: no ${header}`)
  }
  for (const [name, bytes] of [
    ['no HTTP', 'nonsense\r\n\r\n'],
    ['large headers', `GET /v1 HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`],
  ] as const) {
    const { headers } = await sendRaw(port, [bytes])
    for (const [header, wanted] of Object.entries(promised)) t.match(headers[header], wanted, `${name}: ${header}`)
  }
})

t.test('what a caller writes into a URL does not leave its place in the links of a page', async (t) => {
  const path = '/v1/batches?q=x>;rel="next",<https://evil.example/'
  const { status, headers } = await sendRaw(port, [`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.key}\r\nConnection: close\r\n\r\n`])
  t.equal(status, 200)
  const links = headers.link?.split(', ') ?? []
  t.equal(links.length, 2)
  for (const link of links) t.match(link, /^<\/v1\/batches\?q=[^<>"]*>; rel="(self|first)"$/)
})

t.test('what is taken apart on each request is short', async (t) => {
  const choices = (length: number) => 'a/b,'.repeat(length / 4)
  for (const name of ['accept', 'accept-language'])
    t.match(await api.get('/v1/batches', { headers: { [name]: choices(1_004) } }), { status: 431, body: { code: 'headers-too-large' } }, name)
  t.equal((await api.get('/v1/batches', { headers: { accept: `${choices(980)}application/json` } })).status, 200)
})
