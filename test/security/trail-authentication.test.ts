/** What the trail says of credentials: given, refused, revoked; and how little many refusals write. */
import t from 'tap'
import type { Entry } from '../../src/platform/audit/entry.ts'
import { RefusalSummaries } from '../../src/platform/audit/refusal-summaries.ts'
import { buildTestApp } from '../support/app.ts'
import { idOf } from '../support/make.ts'
import { askToken, tokenFor } from '../support/oauth.ts'

const nobody = '00000000-0000-0000-0000-000000000000'

t.test('a token that is given says of whom, for which credential, to which address', async (t) => {
  const server = await buildTestApp(t)
  const { api, make } = server
  const here = idOf(await make.facility())
  const client = await make.client(here, { roles: ['finance-preparer'] })
  const { id, secret } = await make.create('createApiClientCredential', here, { kind: 'CLIENT_SECRET' }, { id: idOf(client) })
  const token = await tokenFor(server, idOf(client), String(secret))
  const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  const { items } = await api.get('/v1/audit-entries', { query: { operation: ['createAccessToken'] } })
  t.match(items, [{ clientId: client.id, credentialId: id, tokenId: jti, address: '127.0.0.1', outcome: 'ALLOWED', resource: 'token', times: 1 }])
  t.equal(items.length, 1)
})

t.test('refused credentials say what they named', async (t) => {
  const server = await buildTestApp(t)
  const { api, make, app } = server
  const here = idOf(await make.facility())
  const client = await make.client(here)
  const issued = await make.create('createApiClientCredential', here, { kind: 'CLIENT_SECRET' }, { id: idOf(client) })
  const key = await make.create('createApiClientCredential', here, { kind: 'API_KEY' }, { id: idOf(client) })
  const wrong = (secret: unknown) => `${String(secret).slice(0, -4)}AAAA`
  const byKey = await api.get('/v1/officers', { key: wrong(key.secret) })
  const bySecret = await askToken(server, { grant_type: 'client_credentials' }, { id: idOf(client), secret: wrong(issued.secret) })
  const nothing = await api.get('/v1/officers', { key: null })
  t.strictSame([byKey.status, bySecret.status, nothing.status], [401, 401, 401])
  await app.auditor.settled()
  const entries = async (requestId: string) => (await api.get('/v1/audit-entries', { query: { requestId } })).items
  const denied = { outcome: 'DENIED', address: '127.0.0.1', times: 1, resourceIds: [] }
  t.match(await entries(byKey.requestId), [{ ...denied, clientId: nobody, credentialId: key.id, operation: 'listOfficers' }])
  t.match(await entries(bySecret.requestId), [{ ...denied, clientId: client.id, credentialId: issued.id, operation: 'createAccessToken' }])
  t.strictSame(await entries(nothing.requestId), [], 'who sends none has not guessed')
})

t.test('a credential that is revoked says so, with the instant', async (t) => {
  const { api, make } = await buildTestApp(t)
  const here = idOf(await make.facility())
  const client = await make.client(here)
  const { id, version } = await make.create('createApiClientCredential', here, { kind: 'API_KEY' }, { id: idOf(client) })
  const path = `/v1/api-clients/${client.id}/credentials/${id}`
  const { requestId, status } = await api.delete(path, { ifMatch: Number(version) })
  t.equal(status, 204)
  const { revokedAt = null } = (await api.get(path)).body
  t.type(revokedAt, 'string')
  t.match((await api.get('/v1/audit-entries', { query: { requestId } })).items, [{ resourceIds: [id], operation: 'deleteApiClientCredential', at: revokedAt }])
})

t.test('many refused keys of one address are few entries, and none is lost', async (t) => {
  const { api, app, database } = await buildTestApp(t, { rateLimits: { refusals: 1_000 } })
  for (let guess = 0; guess < 40; guess++) await api.get('/v1/officers', { key: `guess-${guess}-${'x'.repeat(30)}` })
  await app.auditor.close()
  const rows = await database.query<{ times: number }>(`SELECT times FROM audit_entry WHERE outcome = 'DENIED'`)
  t.ok(rows.length <= 12, `${rows.length}; twice where a minute ends meanwhile`)
  t.equal(
    rows.reduce((sum, { times }) => sum + times, 0),
    40,
  )
})

t.test('many refusals of one client are bounded as well', async (t) => {
  const { app, database, api, makeClient } = await buildTestApp(t)
  const client = api.as(await makeClient({ scopes: [] }))
  for (let asked = 0; asked < 100; asked++) await client.get('/v1/officers')
  await app.auditor.close()
  const rows = await database.query<{ times: number }>(`SELECT times FROM audit_entry WHERE outcome = 'DENIED'`)
  t.ok(rows.length < 100)
  t.equal(
    rows.reduce((sum, { times }) => sum + times, 0),
    100,
  )
})

t.test('however many say they are somebody else, a minute writes so many entries and no more', async (t) => {
  const written: Entry[] = []
  const summaries = new RefusalSummaries((entries) => written.push(...entries))
  const entry: Entry = {
    requestId: nobody, clientId: nobody, credentialId: null, tokenId: null, onBehalfOf: null, purpose: null, address: '192.0.2.1', operation: 'readMe',
    classes: [], resource: 'me', resourceIds: [], facilityId: null, outcome: 'DENIED',
  } // biome-ignore format: values in a row
  for (let at = 0; at < 100_000; at++) summaries.take(`address ${at}`, 5, { ...entry, address: `2001:db8::${at.toString(16)}` })
  summaries.end()
  t.ok(written.length <= 201, String(written.length))
  t.equal(
    written.reduce((sum, { times = 1 }) => sum + times, 0),
    100_000,
  )
  t.equal(written.at(-1)?.address, null, 'the last stands for many')
})
