/** What the API says about itself, to machines that have never seen it. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'

const { api, contract, make, makeClient, port } = await buildTestApp(t)
const base = `http://127.0.0.1:${port}`

t.test('every link of the entry is answered', async (t) => {
  const { body, headers } = await api.as(undefined).get('/v1')
  t.equal(body.version, contract.document.info.version ?? '')
  for (const rel of ['service-desc', 'service-doc', 'status']) t.match(headers.link, `rel="${rel}"`)
  for (const { rel, href } of body.links as Row[]) {
    const { status } = await fetch(`${base}${href}`, { headers: { authorization: `Bearer ${api.key}` } })
    t.equal(status, 200, `${rel}: ${href}`)
  }
})

t.test('the catalogue of APIs names the contract, the explorer and the status (RFC 9727)', async (t) => {
  const answer = await fetch(`${base}/.well-known/api-catalog`)
  t.match(answer.headers.get('content-type'), /^application\/linkset\+json/)
  const { linkset } = (await answer.json()) as { linkset: Record<string, { href: string }[] | string>[] }
  const hrefs = Object.values(linkset[0] ?? {}).flatMap((links) => (typeof links === 'string' ? [links] : links.map(({ href }) => href)))
  t.ok(hrefs.length >= 5)
  for (const href of hrefs) t.equal((await fetch(`${base}${href}`)).status, 200, href)
})

t.test('the document and the entry carry the same links', async (t) => {
  for (const path of ['/v1', '/v1/openapi.json', '/v1/openapi.yaml?lang=id'])
    t.match((await fetch(`${base}${path}`)).headers.get('link'), /service-desc.*service-doc.*status/, path)
})

t.test('the bare address leads people to the explorer and programs to the links', async (t) => {
  for (const path of ['/', '/v1/']) {
    for (const [accept, next] of [
      ['text/html,application/xhtml+xml;q=0.9,*/*;q=0.8', '/docs'],
      ['application/json', '/v1'],
    ] as const) {
      const answer = await fetch(`${base}${path}`, { headers: { accept }, redirect: 'manual' })
      t.same([answer.status, answer.headers.get('location')], [302, next], `${path} for ${accept}`)
    }
  }
})

t.test('security.txt says whom to write to, and does not expire soon (RFC 9116)', async (t) => {
  const answer = await fetch(`${base}/.well-known/security.txt`)
  t.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8')
  const text = await answer.text()
  t.match(text, /^Contact: mailto:[^@\s]+@[^@\s]+$/m)
  const days = (Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '') - Date.now()) / 86_400_000
  t.ok(days > 300 && days < 366, `${days} days`)
})

t.test('a caller learns who it is, with any scopes or none', async (t) => {
  const facilityId = idOf(await make.facility())
  const { body: national } = await api.get('/v1/me')
  t.match(national, { allFacilities: true, expiresAt: null })
  t.strictSame(national.facilityIds, [])
  t.ok((national.scopes as string[]).includes('batches:write'))
  const { body: bound } = await api.as(await makeClient({ scopes: [], facilities: [facilityId] })).get('/v1/me')
  const { scopes, allFacilities, facilityIds } = bound
  t.strictSame({ scopes, allFacilities, facilityIds }, { scopes: [], allFacilities: false, facilityIds: [facilityId] })
  t.equal((await api.as(undefined).get('/v1/me')).status, 401)
})
