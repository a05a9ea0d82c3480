/** Every member of every body is accepted, all of them in one request. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { newPublicJwk } from '../support/public-jwk.ts'
import { prepare } from '../support/scenarios.ts'

const { api, contract, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())

/** A line of a sale that names the batch it draws from. */
async function line(): Promise<Row> {
  const { id = null, productId = null } = await make.completedBatch(facilityId)
  return { productId, grade: 'A', quantity: 2, unitPrice: 125, allocations: [{ batchId: id, quantity: 2 }] }
}

/** What samples do not fit, by operationId. */
const given: Record<string, () => Promise<Row>> = {
  createFacility: async () => ({ type: 'RUTAN' }),
  updateFacility: async () => ({ type: 'RUTAN' }),
  changeInmateCustody: async () => ({ custodyStatus: 'TRANSFERRED' }),
  createSale: async () => ({ lines: [await line()] }),
  createApiClientCredential: async () => ({ kind: 'PUBLIC_KEY', publicJwk: newPublicJwk('ec'), expiresAt: new Date(Date.now() + 86_400_000).toISOString() }),
  updateSale: async () => ({ lines: [await line()] }),
}

for (const operation of contract.operations.filter(({ body, writes }) => body && writes)) {
  t.test(operation.id, async (t) => {
    const scene = await prepare(contract, operation, { make, facilityId })
    const body = await make.wholeBody(operation.id, facilityId, { ...(operation.method === 'POST' ? scene.body : {}), ...(await given[operation.id]?.()) })
    const answer = await perform(api, operation, { ...scene, body }, operation.idempotent ? { idempotencyKey: randomUUID() } : {})
    t.equal(answer.status, operation.success, answer.status < 400 ? 'is accepted' : `${JSON.stringify(body)} was answered ${answer.text}`)
  })
}
