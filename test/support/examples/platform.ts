import { defaultRateLimits } from '../../../src/platform/http/rate-limit.ts'
import type { Call } from '../client.ts'
import type { Json } from '../contract.ts'
import { type AreaExamples, nowhere, type Refusal } from './example.ts'

/** A client that there is in the examples only. */
export const clientOfExamples = {
  id: '0199cc0f-9f80-7000-8000-00000000c001',
  secret: `bs_demo_0199cc0f9f807000800000000000c002_${'contoh-rahasia-'.repeat(2)}contoh-rahasi`,
}

/** Entries of the trail that there are in the examples only: those of the demo have other instants and requests every time. */
export const entryOfExamples = {
  id: '0199cc62-0540-7000-8000-0000000dbba1',
  sequences: [900_001, 900_002],
  at: '2025-10-10T04:30:00.000Z',
  requestId: '6f1d9b52-3c0e-4f6b-9d43-5b0c7e9a2d11',
  credentialId: '0199cc62-0540-7000-8000-0000000dbba2',
  onBehalfOf: 'petugas-17',
  purpose: 'Pembinaan kemandirian',
  address: '192.0.2.17',
  classes: ['identity', 'custody'],
  /** What an incident of the demo is about. */
  wrong: { sequence: 900_004, requestId: '6f1d9b52-3c0e-4f6b-9d43-5b0c7e9a2d12' },
  /** That of a change. */
  change: { id: '0199cc62-0540-7000-8000-0000000dbba3', sequence: 900_003, values: { before: { education: 'SMP' }, after: { education: 'SMA' } } },
}

export const platform: AreaExamples = {
  examples: ({ story }) => ({
    createAccessToken: {
      form: { grant_type: 'client_credentials', client_id: clientOfExamples.id, client_secret: clientOfExamples.secret, scope: 'batches:read stock:read' },
    },
    readKeySet: {},
    readEntry: {},
    readMe: {},
    readGlossary: {},
    readChangelog: {},
    listProblems: {},
    readProblem: { params: { code: 'insufficient-stock' } },

    listAuditEntries: {
      query: {
        clientId: ['00000000-0000-7000-8000-000000000001'],
        credentialId: entryOfExamples.credentialId,
        resource: ['inmate'],
        resourceId: story.inmateIds[0] ?? '',
        operation: ['readInmate'],
        facilityId: [story.facilityId],
        outcome: 'ALLOWED',
        dataClass: 'identity',
        requestId: entryOfExamples.requestId,
        atFrom: '2025-10-10T00:00:00.000Z',
        atTo: '2025-10-11T00:00:00.000Z',
        sort: '-at',
      },
      fields: 'at,clientId,operation',
    },
    readAuditEntry: { params: { id: entryOfExamples.id } },
    readAuditChanges: { params: { id: entryOfExamples.change.id } },
    readAuditHead: {},
  }),

  refusals: ({ practice, step, ask, keys }) => {
    const batch = {
      programId: practice.production.programs.active.id,
      productId: practice.production.productId,
      code: 'CTH-BSK-2511-01',
      supervisorId: practice.custody.officerId,
      plannedQuantity: 400,
      startsOn: '2025-11-10',
    }
    const createBatch = (more: Record<string, Json>, call: Call = {}): Refusal => ({
      method: 'POST',
      path: '/v1/batches',
      call: { ...call, body: { ...batch, ...more } },
    })
    const listBatches = (call: Call): Refusal => ({ method: 'GET', path: '/v1/batches', call })
    const patchBatch = (call: Call): Refusal => ({
      method: 'PATCH',
      path: `/v1/batches/${practice.production.batches.planned.id}`,
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
      'still-referenced': () => ({ method: 'DELETE', path: `/v1/buyers/${practice.commerce.buyerId}`, call: { ifMatch: '*' } }),
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
      'too-many-requests': async () => {
        const guess: Call = { key: 'bk_demo_guessed_guessed_guessed' }
        for (let asked = 0; asked < defaultRateLimits.refusals; asked++) await ask('GET', '/v1/batches', guess)
        return { method: 'GET', path: '/v1/batches', call: guess }
      },
    }
  },
}
