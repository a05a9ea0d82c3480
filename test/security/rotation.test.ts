/** Keys and secrets are changed while everybody works, on two instances of one database: no request fails. */
import t, { type Test } from 'tap'
import { newApiKey } from '../../src/platform/security/authentication/credentials.ts'
import { keepSigningKeys, replaceSigningKeys, rotateSigningKey } from '../../src/platform/security/authentication/signing-keys.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import { testKeyring } from '../support/keyring.ts'
import { askToken, tokenFor } from '../support/oauth.ts'

const publicUrl = 'https://binakarya.example'
const first = await buildTestApp(t, { publicUrl })
const second = await buildTestApp(t, { publicUrl, shared: first.database })
const instances = [first, second]
const { database, app } = first
const path = '/v1/facilities'

/** Callers on both instances, each asking again as soon as it is answered, while `change` happens. Everything must succeed. */
async function underLoad(t: Test, call: (server: TestApp) => Promise<number>, change: () => Promise<void>): Promise<void> {
  const statuses = new Map<number, number>()
  let working = true
  const callers = Array.from({ length: 8 }, async (_, at) => {
    while (working) {
      const status = await call(instances[at % 2] as TestApp)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  })
  const calls = () => [...statuses.values()].reduce((sum, one) => sum + one, 0)
  /** Until this many more have been answered. */
  const more = async (count: number) => {
    const enough = calls() + count
    while (calls() < enough) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await more(50)
  await change()
  await more(200)
  working = false
  await Promise.all(callers)
  t.strictSame([...statuses.keys()], [200], `${calls()} requests`)
}

const clientWith = async () => {
  const key = await first.makeClient()
  const id = await first.clientOf(key)
  return { key, id, secret: await first.addSecret(id) }
}
const published = async (server: TestApp) => ((await server.api.get('/v1/oauth/jwks')).body.keys as { kid: string }[]).map(({ kid }) => kid)
const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

t.test('an API key is replaced without a refused request', async (t) => {
  const { key, id } = await clientWith()
  let current = key
  await underLoad(
    t,
    async ({ api }) => (await api.get(path, { key: current })).status,
    async () => {
      const next = newApiKey(testKeyring, 'test')
      await database.prisma.clientCredential.create({ data: { id: next.id, clientId: id, secretHash: Uint8Array.from(next.hash) } })
      current = next.key
      // Answers to the old key may be under way.
      await new Promise((resolve) => setTimeout(resolve, 300))
      await first.revoke(key)
    },
  )
})

t.test('a client secret is replaced without a refused request', async (t) => {
  const { id, secret } = await clientWith()
  let current = secret
  await underLoad(
    t,
    async (server) => (await askToken(server, { grant_type: 'client_credentials', scope: 'facilities:read' }, { id, secret: current })).status,
    async () => {
      current = await first.addSecret(id)
      await new Promise((resolve) => setTimeout(resolve, 300))
      const oldest = await database.prisma.clientCredential.findFirstOrThrow({ where: { clientId: id, kind: 'CLIENT_SECRET' }, orderBy: { id: 'asc' } })
      await database.prisma.clientCredential.update({ where: { id: oldest.id }, data: { revokedAt: new Date() } })
    },
  )
})

t.test('the signing key is rotated without a refused request', async (t) => {
  const { id, secret } = await clientWith()
  const early = await tokenFor(first, id, secret)
  const signedBy = new Set<string>()
  let other = second
  await underLoad(
    t,
    async (server) => {
      const token = await tokenFor(server, id, secret, 'facilities:read')
      signedBy.add(kidOf(token))
      // What one instance has signed, the other takes; and what was signed before is good as long as it lasts.
      other = server === first ? second : first
      const answers = await Promise.all([other.api.get(path, { key: token }), server.api.get(path, { key: early })])
      return Math.max(...answers.map(({ status }) => status))
    },
    async () => {
      const before = await published(first)
      await rotateSigningKey(app, { lead: 1 })
      const next = (await published(second)).find((kid) => !before.includes(kid)) ?? ''
      t.ok(next, 'the next key is published')
      t.notOk(signedBy.has(next), 'before it signs')
      const deadline = Date.now() + 10_000
      while (!signedBy.has(next) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
      t.ok(signedBy.has(next), 'then it signs')
    },
  )
  t.equal(signedBy.size, 2)
  t.equal((await published(first)).length, 2, 'the earlier key stays while its tokens last')
})

t.test('signing keys rotate by age, and are removed when their tokens have expired', async (t) => {
  const kids = await published(first)
  await keepSigningKeys(app)
  t.strictSame(await published(first), kids, 'a young key stays')
  await database.prisma.signingKey.updateMany({ where: { retiredAt: { not: null } }, data: { retiredAt: new Date(Date.now() - 1_000) } })
  await database.prisma.signingKey.updateMany({ data: { activeFrom: new Date(Date.now() - 31 * 86_400_000) } })
  await keepSigningKeys(app)
  const later = await published(first)
  t.equal(later.length, 2, 'the old one signs, the next is published for an hour')
  t.equal(later.filter((kid) => kids.includes(kid)).length, 1)
  const { id, secret } = await clientWith()
  t.equal(
    kidOf(await tokenFor(second, id, secret)),
    later.find((kid) => kids.includes(kid)),
  )
  await keepSigningKeys(app)
  t.strictSame(await published(first), later, 'once')
})

t.test('a leaked signing key is replaced at once, and its tokens are refused', async (t) => {
  const { id, secret } = await clientWith()
  const stolen = await tokenFor(first, id, secret)
  for (const { api } of instances) t.equal((await api.get(path, { key: stolen })).status, 200)
  await replaceSigningKeys(app)
  const fresh = await tokenFor(first, id, secret)
  const deadline = Date.now() + 1_000
  for (const { api } of instances) {
    while ((await api.get(path, { key: stolen })).status === 200 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10))
    t.equal((await api.get(path, { key: stolen })).status, 401)
    t.equal((await api.get(path, { key: fresh })).status, 200)
  }
})
