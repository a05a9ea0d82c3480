/** What an operation refuses because of what is stored: each problem that it documents, brought about once. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Json, Operation, Row } from '../support/contract.ts'
import { at, idOf, type Params } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { anotherDay, workday } from '../support/samples.ts'
import { prepare, type Scene } from '../support/scenarios.ts'

const { api, contract, make, makeClient } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const before = '2025-09-01'
const past = '1999-01-01'
/** Not yet, whenever this is read. */
const tomorrow = '2099-12-31'

const documents = ({ object }: Operation, code: string): boolean =>
  Object.values(object.responses).some(({ description }) => description.includes(`\`${code}\`: `))
const sceneOf = (operation: Operation): Promise<Scene> => prepare(contract, operation, { make, facilityId })
/** Calls an operation on any version of a row. */
const call = (id: string, params: Params = {}, body?: Row): Promise<Answer> => {
  const { method, path, ifMatch } = contract.operation(id)
  return api.send(method, at(path, params), { ...(body ? { body } : {}), ...(ifMatch ? { ifMatch: '*' } : {}) })
}

t.test('a step cannot be taken twice: invalid-transition', async (t) => {
  for (const operation of contract.operations.filter((one) => one.ifMatch && one.method === 'POST' && documents(one, 'invalid-transition'))) {
    const scene = await sceneOf(operation)
    t.equal((await perform(api, operation, scene, { ifMatch: '*' })).status, operation.success, operation.id)
    t.match(await perform(api, operation, scene, { ifMatch: '*' }), { status: 409, body: { code: 'invalid-transition' } }, `${operation.id} a second time`)
  }
})

/** Where what is unique is a number beside its book, or is proved by a token: test/security/oidc.test.ts. */
const uniqueOtherwise = ['createInmateRegistration', 'createApiClientCredential']

t.test('a unique value cannot be used twice: duplicate', async (t) => {
  for (const operation of contract.operations.filter((one) => one.success === 201 && documents(one, 'duplicate') && !uniqueOtherwise.includes(one.id))) {
    const { params, body = {} } = await sceneOf(operation)
    const whole = await make.wholeBody(operation.id, facilityId, { ...body, ...(operation.id === 'createFacility' ? { type: 'RUTAN' } : {}) })
    t.equal((await call(operation.id, params, whole)).status, 201, operation.id)
    t.match(await call(operation.id, params, whole), { status: 409, body: { code: 'duplicate' } }, `${operation.id} a second time`)
  }
  for (const operation of contract.operations.filter((one) => one.method === 'PATCH' && documents(one, 'duplicate'))) {
    const [one, other] = [await sceneOf(operation), await sceneOf(operation)]
    const unique = ['code', 'sku', 'nip', 'nib', 'nik', 'number', 'name'].find((name) => operation.body?.properties?.[name]) ?? ''
    const value: Json = (await make.wholeBody(operation.id, facilityId))[unique] ?? null
    t.equal((await call(operation.id, one.params, { [unique]: value })).status, 200, operation.id)
    t.match(
      await call(operation.id, other.params, { [unique]: value }),
      { status: 409, body: { code: 'duplicate' } },
      `${operation.id} to what another row has`,
    )
  }
})

const on = (row: Row): Params => ({ id: idOf(row) })
const create = async (id: string, given: Row): Promise<Answer> => call(id, {}, await make.body(id, facilityId, given))
const me = async (): Promise<Params> => ({ id: String((await api.get('/v1/me')).body.clientId) })
/** Takes in a request about a person. */
const request = (kind: string, type: string, id: Json): Promise<Row> => make.create('createSubjectRequest', facilityId, { kind, subject: { type, id } })
async function refusedRequest() {
  const refused = await request('ACCESS', 'INMATE', idOf(await make.inmate(facilityId)))
  await call('refuseSubjectRequest', on(refused), await make.body('refuseSubjectRequest', facilityId))
  return on(refused)
}
async function erasedBuyer(): Promise<Row> {
  const buyer = await make.buyer(facilityId, { type: 'INDIVIDUAL' })
  await make.erased(await request('ERASURE', 'BUYER', idOf(buyer)))
  return buyer
}
/** After another client has read it. */
async function shown(row: Row, collection: string): Promise<Params> {
  await api.as(await makeClient()).get(`/v1/${collection}/${idOf(row)}`)
  return on(row)
}
const nowhere = (): string => randomUUID()
const byNobody = (): Row => ({ reason: 'Tried', officerId: nowhere() })
const line = { grade: 'A', quantity: 1, unitPrice: 125 }
const twice = <T>(value: T): T[] => [value, value]
const rutan = async () => idOf(await make.facility())
const lineOf = async (more: Row = {}): Promise<Row> => ({ ...line, productId: idOf(await make.product(facilityId)), ...more })
/** Draws from a batch that is not completed. */
const draftLine = async (): Promise<Row> => {
  const { id = null, productId = null } = await make.startedBatch(facilityId)
  await make.output(String(id))
  return { ...line, productId, allocations: [{ batchId: id, quantity: 1 }] }
}
const prices = [
  { amount: 100, from: workday },
  { amount: 200, from: workday },
]

async function registration(): Promise<Params> {
  const id = idOf(await make.inmate(facilityId))
  const day = anotherDay()
  return { id, registrationId: idOf(await make.create('createInmateRegistration', facilityId, { from: day, to: day }, { id })) }
}

async function worker(): Promise<{ params: Params; body: Row }> {
  const operation = contract.operation('createBatchWorker')
  const { params, body = {} } = await sceneOf(operation)
  const whole = { ...body, to: workday }
  return { params: { ...params, workerId: idOf(await make.call(operation.id, params, whole)) }, body: whole }
}

/** After these steps. */
async function archivedBatch(...steps: readonly string[]): Promise<Row> {
  const batch = await make.batch(facilityId)
  for (const step of steps) await call(step, on(batch), step === 'completeBatch' ? { completedOn: workday } : undefined)
  await call('updateBatch', on(batch), { archived: true })
  return batch
}

async function rejected(): Promise<Row> {
  const enrollment = await make.enrollment(facilityId)
  return make.call('rejectEnrollment', on(enrollment), await make.body('rejectEnrollment', facilityId), Number(enrollment.version))
}

/** Approves or rejects by a decision that does not fit. */
async function decide(id: string, wrong: Row): Promise<Answer> {
  const decision = { number: 'TPP-1', date: workday, officerId: idOf(await make.officer(facilityId)), ...wrong }
  return call(id, on(await make.enrollment(facilityId)), { decision })
}

const damage = async (quantity: number, more: Row = {}): Promise<Row> =>
  make.body('createStockMovement', facilityId, { grade: 'A', quantity, type: 'DAMAGE', occurredOn: workday, ...more })

const measure = (more: Row = {}): Promise<Row> => make.body('createIncidentMeasure', facilityId, more)
async function closedIncident(): Promise<Row> {
  const incident = await make.incident(facilityId)
  return make.call('closeIncident', on(incident), { outcome: 'NO_BREACH', conclusion: 'Nothing was shown.' }, 1)
}

/** By operationId and code: the answer. */
const refusals: Record<string, Record<string, () => Promise<Answer>>> = {
  readProblem: { 'not-found': () => call('readProblem', { code: 'no-such-problem' }) },

  createFacility: {
    contradiction: async () => create('createFacility', { type: 'RUTAN', parentId: await rutan() }),
    'unknown-reference': () => create('createFacility', { type: 'RUTAN', parentId: nowhere() }),
    'idempotency-key-reused': async () => {
      const ask = async () => api.post('/v1/facilities', { body: await make.body('createFacility', facilityId), idempotencyKey: 'once' })
      await ask()
      return ask()
    },
  },
  updateFacility: {
    contradiction: async () => call('updateFacility', { id: await rutan() }, { parentId: await rutan() }),
    'unknown-reference': async () => call('updateFacility', { id: await rutan() }, { parentId: nowhere() }),
    'facility-not-allowed': async () =>
      api.as(await makeClient({ facilities: [facilityId] })).patch(`/v1/facilities/${facilityId}`, { body: { parentId: null }, ifMatch: '*' }),
  },
  deleteFacility: { 'still-referenced': () => call('deleteFacility', { id: facilityId }) },

  deleteOfficer: {
    'still-referenced': async () => call('deleteOfficer', { id: String((await make.program(facilityId)).supervisorId) }),
    'not-a-mistake': async () => call('deleteOfficer', await shown(await make.officer(facilityId), 'officers')),
  },

  createInmate: { contradiction: () => create('createInmate', { admittedOn: before, birthDate: workday }) },
  updateInmate: { contradiction: async () => call('updateInmate', on(await make.inmate(facilityId, { admittedOn: before })), { birthDate: workday }) },
  deleteInmate: { 'not-a-mistake': async () => call('deleteInmate', await shown(await make.inmate(facilityId), 'inmates')) },
  createInmateRegistration: {
    contradiction: async () =>
      call(
        'createInmateRegistration',
        on(await make.inmate(facilityId)),
        await make.body('createInmateRegistration', facilityId, { from: workday, to: before }),
      ),
  },
  updateInmateRegistration: {
    contradiction: async () => call('updateInmateRegistration', await registration(), { to: past }),
    'period-overlap': async () => {
      const first = await registration()
      const { id = '' } = first
      const day = anotherDay()
      await make.create('createInmateRegistration', facilityId, { from: day, to: day }, { id })
      return call('updateInmateRegistration', first, { from: past, to: workday })
    },
  },
  changeInmateCustody: {
    contradiction: async () =>
      call('changeInmateCustody', on(await make.inmate(facilityId)), { custodyStatus: 'TRANSFERRED', occurredOn: workday, toFacilityId: facilityId }),
  },

  createProgram: { contradiction: () => create('createProgram', { startsOn: workday, endsOn: before }) },
  updateProgram: {
    contradiction: async () => call('updateProgram', on(await make.program(facilityId)), { startsOn: workday, endsOn: before }),
    'unknown-reference': async () => call('updateProgram', on(await make.program(facilityId)), { supervisorId: nowhere() }),
    'invalid-transition': async () => {
      const program = await make.activeProgram(facilityId)
      await call('closeProgram', on(program))
      return call('updateProgram', on(program), { name: 'Other' })
    },
  },
  deleteProgram: {
    'still-referenced': async () => call('deleteProgram', { id: String((await make.batch(facilityId)).programId) }),
  },

  updateEnrollment: {
    contradiction: async () => call('updateEnrollment', on(await make.enrollment(facilityId)), { startsOn: past }),
    'invalid-transition': async () => call('updateEnrollment', on(await rejected()), { role: 'LEADER' }),
    'not-eligible': async () => {
      const programId = idOf(await make.activeProgram(facilityId))
      const enrollment = await make.enrollment(facilityId, { programId })
      await call('updateProgram', { id: programId }, { eligibility: { legalStatus: ['DETAINEE'] } })
      return call('updateEnrollment', on(enrollment), { startsOn: workday })
    },
  },
  deleteEnrollment: { 'invalid-transition': async () => call('deleteEnrollment', on(await make.approvedEnrollment(facilityId))) },
  approveEnrollment: { contradiction: () => decide('approveEnrollment', { date: tomorrow }) },
  rejectEnrollment: {
    contradiction: () => decide('rejectEnrollment', { date: tomorrow }),
    'unknown-reference': () => decide('rejectEnrollment', { officerId: nowhere() }),
  },
  activateEnrollment: {
    contradiction: async () => call('activateEnrollment', on(await make.approvedEnrollment(facilityId, { startsOn: tomorrow }))),
  },
  terminateEnrollment: {
    contradiction: async () =>
      call('terminateEnrollment', on(await make.activeEnrollment(facilityId)), await make.body('terminateEnrollment', facilityId, { endsOn: past })),
  },

  createProduct: {
    contradiction: () => create('createProduct', { grades: twice({ code: 'A', sellable: true }) }),
    'period-overlap': () => create('createProduct', { listPrices: prices }),
  },
  updateProduct: {
    contradiction: async () => call('updateProduct', on(await make.product(facilityId)), { grades: twice({ code: 'A', sellable: true }) }),
    'period-overlap': async () => call('updateProduct', on(await make.product(facilityId)), { listPrices: prices }),
    'still-referenced': async () =>
      call('updateProduct', { id: String((await make.completedBatch(facilityId)).productId) }, { grades: [{ code: 'B', sellable: true }] }),
  },
  deleteProduct: { 'still-referenced': async () => call('deleteProduct', { id: String((await make.batch(facilityId)).productId) }) },

  createBatch: { contradiction: () => create('createBatch', { startsOn: workday, targetOn: before }) },
  updateBatch: {
    'unknown-reference': async () => call('updateBatch', on(await make.batch(facilityId)), { supervisorId: nowhere() }),
    contradiction: async () => call('updateBatch', on(await make.batch(facilityId, { startsOn: workday })), { targetOn: past }),
    'invalid-transition': async () => {
      const batch = await make.batch(facilityId)
      await call('cancelBatch', on(batch))
      return call('updateBatch', on(batch), { plannedQuantity: 7 })
    },
    'batch-not-empty': async () => call('updateBatch', on(await make.completedBatch(facilityId)), { archived: true }),
  },
  quarantineBatch: { 'unknown-reference': async () => call('quarantineBatch', on(await make.batch(facilityId)), byNobody()) },
  recallBatch: { 'unknown-reference': async () => call('recallBatch', on(await make.batch(facilityId)), byNobody()) },
  releaseBatch: {
    'unknown-reference': async () => {
      const batch = on(await make.batch(facilityId))
      await call('recallBatch', batch, await make.body('recallBatch', facilityId))
      return call('releaseBatch', batch, byNobody())
    },
  },
  startBatch: { contradiction: async () => call('startBatch', on(await archivedBatch())) },
  inspectBatch: { contradiction: async () => call('inspectBatch', on(await archivedBatch('startBatch'))) },
  closeBatch: { contradiction: async () => call('closeBatch', on(await archivedBatch('startBatch', 'completeBatch'))) },
  cancelBatch: { contradiction: async () => call('cancelBatch', on(await archivedBatch())) },
  deleteBatch: { 'still-referenced': async () => call('deleteBatch', on(await make.completedBatch(facilityId))) },
  completeBatch: { contradiction: async () => call('completeBatch', on(await make.startedBatch(facilityId, { startsOn: workday })), { completedOn: before }) },
  createBatchWorker: {
    'unknown-reference': async () => call('createBatchWorker', on(await make.startedBatch(facilityId)), { inmateId: nowhere(), from: workday }),
    'period-overlap': async () => {
      const { params, body } = await worker()
      return call('createBatchWorker', params, body)
    },
  },
  updateBatchWorker: {
    'invalid-transition': async () => {
      const { params } = await worker()
      await call('startBatch', params)
      await call('cancelBatch', params)
      return call('updateBatchWorker', params, { to: null })
    },
    contradiction: async () => call('updateBatchWorker', (await worker()).params, { from: past }),
    'period-overlap': async () => {
      const { params, body } = await worker()
      const next = '2025-09-11'
      await make.call('createBatchWorker', params, { ...body, from: next, to: next })
      return call('updateBatchWorker', params, { to: next })
    },
  },
  createBatchOutput: {
    'invalid-transition': async () => call('createBatchOutput', on(await make.batch(facilityId)), { grade: 'A', quantity: 1, recordedOn: workday }),
    'unknown-reference': async () => call('createBatchOutput', on(await make.startedBatch(facilityId)), { grade: 'Z', quantity: 1, recordedOn: workday }),
  },

  createStockMovement: {
    contradiction: async () => call('createStockMovement', {}, await damage(1)),
    'insufficient-stock': async () => call('createStockMovement', {}, await damage(-101)),
  },
  reverseStockMovement: {
    contradiction: async () => call('reverseStockMovement', on(await make.call('createStockMovement', {}, await damage(-1))), { occurredOn: past }),
    'insufficient-stock': async () => {
      const counted = await make.call('createStockMovement', {}, await damage(1, { type: 'COUNT_ADJUSTMENT' }))
      await make.call('createStockMovement', {}, await damage(-101, { batchId: counted.batchId ?? null }))
      return call('reverseStockMovement', on(counted), { occurredOn: workday })
    },
    'not-reversible': async () => {
      const reversed = await make.call('createStockMovement', {}, await damage(-1))
      const reversal = await call('reverseStockMovement', on(reversed), { occurredOn: workday })
      return call('reverseStockMovement', on(reversal.body), { occurredOn: workday })
    },
  },

  createCost: {
    contradiction: () => create('createCost', { incurredOn: tomorrow }),
    'unknown-reference': () => create('createCost', { batchId: nowhere() }),
  },
  reverseCost: {
    contradiction: async () => call('reverseCost', on(await make.create('createCost', facilityId)), { incurredOn: past, description: 'Wrong' }),
    'not-reversible': async () => {
      const cost = on(await make.create('createCost', facilityId))
      const reversal = await call('reverseCost', cost, { incurredOn: workday, description: 'Wrong' })
      return call('reverseCost', on(reversal.body), { incurredOn: workday, description: 'Wrong' })
    },
  },

  updateBuyer: { contradiction: async () => call('updateBuyer', on(await erasedBuyer()), { name: 'Kembali' }) },
  deleteBuyer: {
    'still-referenced': async () => call('deleteBuyer', { id: String((await make.sale(facilityId)).buyerId) }),
    'not-a-mistake': async () => call('deleteBuyer', await shown(await make.buyer(facilityId), 'buyers')),
  },

  createSale: { contradiction: async () => create('createSale', { lines: [await lineOf()], discount: 1_000_000 }) },
  updateSale: {
    contradiction: async () => call('updateSale', on(await make.sale(facilityId)), { discount: 1_000_000 }),
    'unknown-reference': async () => call('updateSale', on(await make.sale(facilityId)), { buyerId: nowhere() }),
    'invalid-transition': async () => call('updateSale', on(await make.confirmedSale(facilityId)), { discount: 0 }),
  },
  deleteSale: { 'invalid-transition': async () => call('deleteSale', on(await make.confirmedSale(facilityId))) },
  confirmSale: {
    contradiction: async () => call('confirmSale', on(await make.sale(facilityId, { soldOn: workday, lines: [await draftLine()] }))),
    'insufficient-stock': async () => call('confirmSale', on(await make.sale(facilityId, {}, 101))),
  },
  completeSale: { 'not-paid': async () => call('completeSale', on(await make.confirmedSale(facilityId))) },
  cancelSale: {
    contradiction: async () => call('cancelSale', on(await make.confirmedSale(facilityId)), { occurredOn: past }),
    'sale-has-payments': async () => {
      const sale = await make.confirmedSale(facilityId)
      await make.create('createPayment', facilityId, { saleId: idOf(sale), amount: 1 })
      return call('cancelSale', on(sale), {})
    },
  },
  createApiClient: {
    contradiction: () => create('createApiClient', { allFacilities: true, facilityIds: [facilityId] }),
    'unknown-reference': () => create('createApiClient', { facilityIds: [nowhere()] }),
    'facility-not-allowed': async () =>
      api.as(await makeClient({ facilities: [facilityId] })).post('/v1/api-clients', { body: await make.body('createApiClient', facilityId) }),
    'second-person-needed': () => create('createApiClient', { roles: ['operator'] }),
  },
  updateApiClient: {
    contradiction: async () => call('updateApiClient', on(await make.client(facilityId)), { allFacilities: true }),
    'unknown-reference': async () => call('updateApiClient', on(await make.client(facilityId)), { facilityIds: [nowhere()] }),
    'facility-not-allowed': async () => {
      const { id } = await make.client(facilityId)
      const local = api.as(await makeClient({ facilities: [facilityId] }))
      return local.patch(`/v1/api-clients/${id}`, { body: { allFacilities: true, facilityIds: [] }, ifMatch: 1 })
    },
    'client-protected': async () => call('updateApiClient', await me(), { purpose: 'Other' }),
    'second-person-needed': async () => call('updateApiClient', on(await make.client(facilityId)), { roles: ['operator'] }),
  },
  prepareApiClient: {
    contradiction: async () => call('prepareApiClient', on(await make.client(facilityId)), { allFacilities: true }),
    'unknown-reference': async () => {
      const { id } = await make.client(facilityId)
      const local = api.as(await makeClient({ facilities: [facilityId] }))
      return local.post(`/v1/api-clients/${id}/preparation`, { body: { facilityIds: [facilityId, await rutan()] }, ifMatch: 1 })
    },
    'facility-not-allowed': async () => {
      const { id } = await make.client(facilityId)
      const local = api.as(await makeClient({ facilities: [facilityId] }))
      return local.post(`/v1/api-clients/${id}/preparation`, { body: { allFacilities: true, facilityIds: [] }, ifMatch: 1 })
    },
    'client-protected': async () => call('prepareApiClient', await me(), { suspended: true }),
  },
  approveApiClient: {
    'facility-not-allowed': async () => {
      const { id = null } = await make.client(facilityId)
      await make.call('prepareApiClient', { id: String(id) }, { allFacilities: true, facilityIds: [] }, 1)
      return api.as(await makeClient({ facilities: [facilityId] })).post(`/v1/api-clients/${id}/approval`, { ifMatch: 2 })
    },
    'unknown-reference': async () => {
      const { id = null } = await make.client(facilityId)
      await make.call('prepareApiClient', { id: String(id) }, { facilityIds: [facilityId, await rutan()] }, 1)
      return api.as(await makeClient({ facilities: [facilityId] })).post(`/v1/api-clients/${id}/approval`, { ifMatch: 2 })
    },
    'client-protected': async () => call('approveApiClient', await me()),
    'second-person-needed': async () => call('approveApiClient', on(await make.preparedClient(facilityId))),
  },
  rejectApiClient: { 'client-protected': async () => call('rejectApiClient', await me()) },
  deleteApiClient: {
    'still-referenced': async () => {
      const { id = null } = await make.client(facilityId)
      await call('createApiClientCredential', { id: String(id) }, { kind: 'API_KEY' })
      return call('deleteApiClient', { id: String(id) })
    },
    'client-protected': async () => call('deleteApiClient', await me()),
  },
  createApiClientCredential: {
    contradiction: async () => call('createApiClientCredential', on(await make.client(facilityId)), { kind: 'PUBLIC_KEY' }),
    'client-protected': async () => call('createApiClientCredential', await me(), { kind: 'API_KEY' }),
    'too-many-credentials': async () => {
      const client = on(await make.client(facilityId))
      for (const kind of twice('API_KEY')) await call('createApiClientCredential', client, { kind })
      return call('createApiClientCredential', client, { kind: 'API_KEY' })
    },
  },
  approveApiClientCredential: {
    'client-protected': async () => {
      const { id = '' } = await me()
      const { items } = await api.get(`/v1/api-clients/${id}/credentials`)
      return call('approveApiClientCredential', { id, credentialId: idOf(items[0] ?? {}) })
    },
    'second-person-needed': async () => call('approveApiClientCredential', (await make.credentialOfTwo(facilityId)).params),
  },
  deleteApiClientCredential: {
    'client-protected': async () => {
      const { id = '' } = await me()
      const { items } = await api.get(`/v1/api-clients/${id}/credentials`)
      return call('deleteApiClientCredential', { id, credentialId: idOf(items[0] ?? {}) })
    },
  },
  createBuyerConsent: {
    contradiction: async () =>
      call('createBuyerConsent', on(await make.buyer(facilityId)), await make.body('createBuyerConsent', facilityId, { decidedOn: tomorrow })),
  },
  createPayment: {
    contradiction: () => create('createPayment', { paidOn: tomorrow }),
    overpayment: () => create('createPayment', { amount: 1_000_000 }),
    'invalid-transition': async () => create('createPayment', { saleId: idOf(await make.sale(facilityId)) }),
  },

  createIncident: {
    contradiction: () => create('createIncident', { discoveredAt: `${tomorrow}T00:00:00Z` }),
    'unknown-reference': () => create('createIncident', { facilityId: nowhere() }),
  },
  updateIncident: {
    contradiction: async () => call('updateIncident', on(await make.incident(facilityId)), { endedAt: '2025-09-09T00:00:00Z' }),
    'invalid-transition': async () => call('updateIncident', on(await closedIncident()), { description: 'Later' }),
  },
  createIncidentMeasure: {
    contradiction: async () => call('createIncidentMeasure', on(await make.incident(facilityId)), await measure({ takenAt: `${tomorrow}T00:00:00Z` })),
    'invalid-transition': async () => call('createIncidentMeasure', on(await closedIncident()), await measure()),
  },
  notifyOfIncident: {
    contradiction: async () => call('notifyOfIncident', on(await make.incident(facilityId)), { recipient: 'PUBLIC', notifiedAt: `${tomorrow}T00:00:00Z` }),
  },
  createSubjectRequest: { contradiction: () => create('createSubjectRequest', { receivedAt: `${tomorrow}T00:00:00Z` }) },
  readSubjectRecord: { 'invalid-transition': async () => call('readSubjectRecord', await refusedRequest()) },
  readPortableRecord: { 'invalid-transition': async () => call('readPortableRecord', await refusedRequest()) },
  fulfilSubjectRequest: {
    'erasure-refused': async () => call('fulfilSubjectRequest', on(await request('ERASURE', 'INMATE', idOf(await make.inmate(facilityId))))),
    'second-person-needed': async () =>
      call('fulfilSubjectRequest', on(await request('ERASURE', 'BUYER', idOf(await make.buyer(facilityId, { type: 'INDIVIDUAL' }))))),
  },
}

for (const [id, ways] of Object.entries(refusals)) {
  t.test(id, async (t) => {
    for (const [code, refuse] of Object.entries(ways)) t.match((await refuse()).body, { code }, `${id} is refused: ${code}`)
  })
}
