/** Role by operation, on own rows and on those of another facility: every cell, found in the contract (security.md, AZ-1 and AZ-2). */
import t from 'tap'
import { roleNames } from '../../src/administration/clients/index.ts'
import { scopesOf } from '../../src/platform/security/roles.ts'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/client.ts'
import type { Operation, Row } from '../support/contract.ts'
import { idOf, toNothing } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { prepare, type Scene } from '../support/scenarios.ts'

const { contract, api, make, makeClient } = await buildTestApp(t)
const here = idOf(await make.facility())
const elsewhere = idOf(await make.facility())

const guarded = contract.operations.filter(({ isPublic, scope }) => !isPublic && scope !== undefined)
/** What only a caller of all facilities may do: another is refused, when it has the scope. */
const national = ['createFacility']

interface Cells {
  operation: Operation
  scope: string
  own: Scene
  foreign: Scene
}
const cells: Cells[] = []
for (const operation of guarded) {
  const [own, foreign] = [await prepare(contract, operation, { make, facilityId: here }), await prepare(contract, operation, { make, facilityId: elsewhere })]
  // The scene of a facility makes one more, which is not the caller's.
  const ofHere = operation.path === '/v1/facilities/{id}' ? { ...own, params: { id: here } } : own
  cells.push({ operation, scope: String(operation.scope), own: ofHere, foreign })
}

const whole = {
  Inmate: await make.create('createInmate', here, await make.wholeBody('createInmate', here, { publicAlias: 'Warga 1', birthDate: '1990-01-01' })),
  Officer: await make.create('createOfficer', here, await make.wholeBody('createOfficer', here)),
  Buyer: await make.create(
    'createBuyer',
    here,
    await make.wholeBody('createBuyer', here, { type: 'INDIVIDUAL', consentPublicName: false, regionCode: '33.04.06.2001' }),
  ),
}

/** A version that no row has: it is looked at when the row was found, and nothing is changed. */
const noVersion = 999_999

/** A search is by personal values, which need scopes of their own: looked at below. */
const refusesBody = ({ id, writes }: Operation): boolean => writes || id.startsWith('search')

/** Calls without effect: an own row in a version it does not have, a body that nothing fits, or a plain read. */
function harmless(client: Client, { operation, own }: Cells): Promise<Answer> {
  if (operation.ifMatch) return perform(client, operation, { ...own, version: noVersion })
  return perform(client, operation, refusesBody(operation) ? { ...own, body: { neverHeardOf: true } } : own)
}
const harmlessStatus = (operation: Operation): number => {
  if (operation.ifMatch) return 412
  return refusesBody(operation) ? 400 : 200
}

const plain = ({ status, body: { instance: _, ...rest } }: Answer) => ({ status, rest })

async function wrongIn(role: string, client: Client, cell: Cells): Promise<string[]> {
  const { operation, scope, foreign } = cell
  const answer = await harmless(client, cell)
  const { status, body } = answer
  const found = `${operation.id}: ${status} ${body.code ?? ''}`
  if (!scopesOf([role]).includes(scope)) {
    const isRefused = status === 403 && body.code === 'scope-missing' && (body.facts as Row).requiredScope === scope
    const other = await perform(client, operation, foreign)
    return isRefused && JSON.stringify(plain(other)) === JSON.stringify(plain(answer)) ? [] : [`without ${scope}, ${found}`]
  }
  if (national.includes(operation.id)) {
    const local = await perform(client, operation, cell.own)
    return local.status === 403 && local.body.code === 'facility-not-allowed' ? [] : [`of one facility, ${operation.id}: ${local.status}`]
  }
  const wrong = status === harmlessStatus(operation) ? [] : [`own row, ${found}`]
  const version = operation.ifMatch ? { version: noVersion } : {}
  if (operation.params.length > 0) {
    const [hidden, nowhere] = [
      await perform(client, operation, { ...foreign, ...version }),
      await perform(client, operation, { ...foreign, ...version, params: toNothing(foreign.params) }),
    ]
    if (hidden.status !== 404 || JSON.stringify(plain(hidden)) !== JSON.stringify(plain(nowhere))) wrong.push(`foreign row, ${operation.id}: ${hidden.status}`)
  } else if (operation.writes) {
    const created = await perform(client, operation, foreign)
    if (created.status !== 422 || created.body.code !== 'unknown-reference')
      wrong.push(`in another facility, ${operation.id}: ${created.status} ${created.text}`)
  } else if (operation.lists) {
    const ids = answer.items.map((row) => row.facilityId ?? here)
    if (ids.some((id) => id !== here)) wrong.push(`foreign rows, ${operation.id}`)
  }
  return wrong
}

t.test('every role is allowed exactly its operations, on own and foreign rows', async (t) => {
  let seen = 0
  for (const role of roleNames) {
    const client = api.as(await makeClient({ roles: [role], scopes: [], facilities: [here] }))
    const wrong: string[] = []
    for (const cell of cells) {
      wrong.push(...(await wrongIn(role, client, cell)))
      seen++
    }
    t.strictSame(wrong, [], role)
  }
  t.equal(seen, roleNames.length * contract.operations.filter(({ isPublic, id }) => !isPublic && id !== 'readMe').length, 'no cell was left out')
})

t.test('every scope is held by a role, and managing clients and privacy by one role each', async (t) => {
  const inUse = new Set(cells.map(({ scope }) => scope))
  const held = new Set(roleNames.flatMap((role) => scopesOf([role])))
  t.strictSame(
    [...inUse].filter((scope) => !held.has(scope)),
    [],
  )
  const alone = (scope: string) => roleNames.filter((role) => scopesOf([role]).includes(scope))
  t.strictSame([alone('api-clients:manage'), alone('privacy:manage')], [['operator'], ['privacy-officer']])
  for (const role of ['ministry-dashboard', 'small-business-platform', 'operator'] as const)
    t.notMatch(scopesOf([role]).join(' '), /inmates|officers|buyers|enrollments/, `${role} sees no person`)
  t.notOk(scopesOf(['finance-approver']).includes('payments:write'), 'who approves does not prepare')
})

t.test('each role sees the members of a person that its scopes show', async (t) => {
  let compared = 0
  for (const role of roleNames) {
    const client = api.as(await makeClient({ roles: [role], scopes: [], facilities: [here] }))
    const held = scopesOf([role])
    const wrong: string[] = []
    for (const [component, { id }] of Object.entries(whole)) {
      const operation = contract.operation(`read${component}`)
      if (!held.includes(String(operation.scope))) continue
      const path = operation.path.replace('{id}', String(id))
      const [full, seen] = [(await api.get(path)).body, (await client.get(path)).body]
      for (const [name, { 'x-scope': scope }] of Object.entries(contract.document.components.schemas[component]?.properties ?? {})) {
        if (scope === undefined) continue
        compared++
        if ((full[name] === seen[name]) !== held.includes(scope)) wrong.push(`${component}.${name} (${scope})`)
      }
    }
    for (const [id, name] of [
      ['searchInmates', 'inmates'],
      ['searchBuyers', 'buyers'],
    ] as const) {
      if (!held.includes(`${name}:read`)) continue
      const { status, body } = await client.post(`/v1/${name}/_search`, { body: { name: 'Kenari' } })
      const may = held.includes(`${name}:read:identity`)
      const expected = may ? [200, undefined] : [403, `${name}:read:identity`]
      if (status !== expected[0] || (body.facts as Row | undefined)?.requiredScope !== expected[1]) wrong.push(`${id} by name: ${status}`)
    }
    t.strictSame(wrong, [], role)
  }
  t.ok(compared > 40, `${compared} members were compared`)
})
