/** How each problem of the catalogue comes about on the demo data. Nothing here succeeds but what the comments call a step before. */
import { defaultRateLimits } from '../../../src/platform/http/rate-limit.ts'
import type { Call } from '../client.ts'
import type { Json, Row } from '../contract.ts'
import { idOf, versionOf } from '../make.ts'
import type { Demo } from './example.ts'

/** One call, and what was asked before it. */
export interface Refusal {
  method: string
  path: string
  call?: Call
}

export interface Stage extends Demo {
  /** Makes a step before: a call that succeeds. */
  step(method: string, path: string, call?: Call): Promise<Row>
  /** Makes a call that may be refused. */
  ask(method: string, path: string, call?: Call): Promise<unknown>
  /** Keys of callers that lack something. */
  keys: { expired: string; scopeless: string; local: string }
}

const nowhere = '0199cc0f-9f80-7000-8000-00000000ffff'

export const refusals = ({ story, practice, step, ask, keys }: Stage): Record<string, () => Refusal | Promise<Refusal>> => {
  const batch = {
    programId: practice.programs.active.id,
    productId: practice.productId,
    code: 'CTH-BSK-2511-01',
    supervisorId: practice.officerId,
    plannedQuantity: 400,
    startsOn: '2025-11-10',
  }
  const createBatch = (more: Record<string, Json>, call: Call = {}): Refusal => ({
    method: 'POST',
    path: '/v1/batches',
    call: { ...call, body: { ...batch, ...more } },
  })
  const listBatches = (call: Call): Refusal => ({ method: 'GET', path: '/v1/batches', call })
  const enroll = (programId: Json, inmateId: Json): Refusal => ({
    method: 'POST',
    path: '/v1/enrollments',
    call: { body: { programId, inmateId, role: 'WORKER', proposedOn: '2025-11-03', startsOn: '2025-11-10' } },
  })
  const patchBatch = (call: Call): Refusal => ({
    method: 'PATCH',
    path: `/v1/batches/${practice.batches.planned.id}`,
    call: { body: { plannedQuantity: 500 }, ...call },
  })

  return {
    'invalid-request': () => createBatch({ plannedQuantity: -1, startsOn: '2025-02-30', colour: 'red' }),
    'invalid-json': () => ({ method: 'POST', path: '/v1/batches', call: { bytes: '{"code": "CTH-', headers: { 'content-type': 'application/json' } } }),
    'invalid-cursor': () => listBatches({ query: { cursor: 'broken' } }),
    'cursor-mismatch': async () => {
      const { next = null } = await step('GET', '/v1/batches', { query: { limit: 1 } })
      return listBatches({ query: { cursor: String(next), status: 'PLANNED' } })
    },
    'token-missing': () => listBatches({ key: null }),
    'token-invalid': () => listBatches({ key: 'bk_demo_unknown_unknown_unknown' }),
    'token-expired': () => listBatches({ key: keys.expired }),
    'scope-missing': () => listBatches({ key: keys.scopeless }),
    'facility-not-allowed': () => ({
      method: 'POST',
      path: '/v1/facilities',
      call: { key: keys.local, body: { code: 'LPKA-CONTOH', name: 'LPKA Contoh', type: 'LPKA', regionCode: '33.04', timeZone: 'Asia/Jakarta' } },
    }),
    'not-found': () => ({ method: 'GET', path: `/v1/batches/${nowhere}` }),
    'method-not-allowed': () => ({ method: 'PUT', path: '/v1/batches' }),
    'not-acceptable': () => listBatches({ headers: { accept: 'text/csv' } }),
    duplicate: () => createBatch({ code: 'CTH-BSK-2510-03' }),
    'still-referenced': () => ({ method: 'DELETE', path: `/v1/buyers/${practice.buyerId}`, call: { ifMatch: '*' } }),
    'invalid-transition': () => ({ method: 'POST', path: `/v1/batches/${story.batchId}/start`, call: { ifMatch: '*' } }),
    'period-overlap': () => ({
      method: 'POST',
      path: `/v1/inmates/${story.inmateIds[0]}/registrations`,
      call: { body: { book: 'B_IIB', number: 'BJN/199/2025', from: '2025-10-01' } },
    }),
    'stale-version': () => patchBatch({ ifMatch: 7 }),
    'precondition-required': () => patchBatch({}),
    'body-too-large': () => createBatch({ code: 'X'.repeat(257 * 1024) }),
    'uri-too-long': () => listBatches({ query: { q: 'x'.repeat(9_000) } }),
    'headers-too-large': () => listBatches({ headers: { 'x-too-much': 'x'.repeat(20_000) } }),
    'unsupported-media-type': () => ({
      method: 'POST',
      path: '/v1/batches',
      call: { bytes: 'code=CTH', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    }),
    'unknown-reference': () => createBatch({ productId: nowhere }),
    contradiction: () => createBatch({ plannedQuantity: 1.5 }),
    'idempotency-key-reused': async () => {
      await step('POST', '/v1/batches', { body: batch, idempotencyKey: 'batch-2511-01' })
      return createBatch({ plannedQuantity: 500 }, { idempotencyKey: 'batch-2511-01' })
    },
    'not-eligible': async () => {
      const { draft } = practice.programs
      const changed = await step('PATCH', `/v1/programs/${draft.id}`, { body: { eligibility: { legalStatus: ['DETAINEE'] } }, ifMatch: draft.version })
      await step('POST', `/v1/programs/${draft.id}/activation`, { ifMatch: versionOf(changed) })
      return enroll(draft.id, practice.newcomerId)
    },
    'program-full': async () => {
      await step('PATCH', `/v1/programs/${practice.programs.active.id}`, { body: { capacity: 3 }, ifMatch: '*' })
      return enroll(practice.programs.active.id, practice.newcomerId)
    },
    'program-has-open-batches': () => ({ method: 'POST', path: `/v1/programs/${practice.programs.active.id}/closure`, call: { ifMatch: '*' } }),
    'insufficient-stock': async () => {
      const oneMore = await step('POST', '/v1/sales', {
        body: {
          number: 'BJN-2510-003',
          buyerId: story.buyerId,
          soldOn: '2025-10-10',
          channel: 'DIRECT',
          lines: [{ productId: story.productId, grade: 'A', quantity: 1, unitPrice: 125 }],
        },
      })
      return { method: 'POST', path: `/v1/sales/${idOf(oneMore)}/confirmation`, call: { ifMatch: versionOf(oneMore) } }
    },
    'not-reversible': async () => {
      const { items } = await step('GET', '/v1/stock-movements', { query: { batchId: story.batchId, type: 'SALE' } })
      const [taken] = items as Row[]
      return { method: 'POST', path: `/v1/stock-movements/${taken?.id}/reversal`, call: { ifMatch: '*', body: { occurredOn: '2025-11-10' } } }
    },
    'not-paid': () => ({ method: 'POST', path: `/v1/sales/${practice.sales.confirmed.id}/completion`, call: { ifMatch: '*' } }),
    'sale-has-payments': () => ({ method: 'POST', path: `/v1/sales/${practice.sales.paid.id}/cancellation`, call: { ifMatch: '*', body: {} } }),
    'erasure-refused': async () => {
      const subject = { type: 'INMATE', id: practice.workerId }
      const { id } = await step('POST', '/v1/subject-requests', { body: { kind: 'ERASURE', subject, requestedBy: 'LAWYER' } })
      return { method: 'POST', path: `/v1/subject-requests/${id}/fulfilment`, call: { ifMatch: '*' } }
    },
    'client-protected': async () => {
      const { clientId } = await step('GET', '/v1/me')
      return { method: 'PATCH', path: `/v1/clients/${clientId}`, call: { body: { suspended: true }, ifMatch: '*' } }
    },
    'too-many-credentials': async () => {
      const path = `/v1/clients/${practice.clientId}/credentials`
      await step('POST', path, { body: { kind: 'API_KEY' } })
      return { method: 'POST', path, call: { body: { kind: 'API_KEY' } } }
    },
    'too-many-requests': async () => {
      const guess: Call = { key: 'bk_demo_guessed_guessed_guessed' }
      for (let asked = 0; asked < defaultRateLimits.refusals; asked++) await ask('GET', '/v1/batches', guess)
      return { method: 'GET', path: '/v1/batches', call: guess }
    },
    overpayment: () => ({
      method: 'POST',
      path: '/v1/payments',
      call: { body: { saleId: practice.sales.confirmed.id, amount: 10_001, paidOn: '2025-11-10', method: 'CASH' } },
    }),
  }
}
