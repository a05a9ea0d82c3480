/**
 * How to bring about a success of every operation. Most follow from the contract: a collection is created in by its
 * POST, one of its rows is what that POST answered. The rest is written here, by operationId.
 */
import type { Contract, Operation, Row, Schema } from './contract.ts'
import { idOf, type Maker, type Params, versionOf } from './make.ts'
import { anotherDay, anotherMonth, sample, workday } from './samples.ts'

/** One call that would succeed now. */
export interface Scene {
  params: Params
  body?: Row
  /** The version of the row that the call changes. */
  version?: number
}

interface Asked {
  make: Maker
  facilityId: string
  /** Path parameters that are given already: the parent in which one more child is wanted. */
  within?: Params
}
export type Scenario = (asked: Asked) => Promise<Scene>

const longAgo = '2015-01-01'

/** A call on an existing row. */
const onRow = (row: Row, body?: Row, idName = 'id'): Scene => ({ params: { [idName]: idOf(row) }, version: versionOf(row), ...(body ? { body } : {}) })

/** Add to this table what does not follow from the contract, chiefly the steps of state machines. */
const scenarios: Record<string, Scenario> = {
  readMe: async () => ({ params: {} }),

  readFacilityMonth: async ({ facilityId }) => ({ params: { id: facilityId, month: anotherMonth() } }),
  lockFacilityMonth: async ({ make, facilityId }) => {
    const params = { id: facilityId, month: anotherMonth() }
    const locked = await make.call('lockFacilityMonth', params, undefined, 0)
    const reopened = await make.call('reopenFacilityMonth', params, { reason: 'A payment was forgotten' }, versionOf(locked))
    return { params, version: versionOf(reopened) }
  },
  reopenFacilityMonth: async ({ make, facilityId }) => {
    const params = { id: facilityId, month: anotherMonth() }
    return { params, version: versionOf(await make.call('lockFacilityMonth', params, undefined, 0)), body: { reason: 'A payment was forgotten' } }
  },

  createInmateRegistration: async ({ make, facilityId, within }) => {
    const day = anotherDay()
    const params = within ?? { id: idOf(await make.inmate(facilityId)) }
    return { params, body: await make.body('createInmateRegistration', facilityId, { from: day, to: day }) }
  },
  changeInmateCustody: async ({ make, facilityId }) => onRow(await make.inmate(facilityId), { custodyStatus: 'RELEASED', occurredOn: workday }),
  correctInmateCustody: async ({ make, facilityId }) => {
    const inmate = await make.inmate(facilityId)
    const id = idOf(inmate)
    const changed = await make.call('changeInmateCustody', { id }, { custodyStatus: 'DECEASED', occurredOn: workday }, versionOf(inmate))
    return onRow(changed, { changeId: await make.custodyChangeOf(id) })
  },

  activateProgram: async ({ make, facilityId }) => onRow(await make.program(facilityId)),
  suspendProgram: async ({ make, facilityId }) => onRow(await make.activeProgram(facilityId)),
  closeProgram: async ({ make, facilityId }) => onRow(await make.activeProgram(facilityId)),

  approveEnrollment: async ({ make, facilityId }) => onRow(await make.enrollment(facilityId), await make.body('approveEnrollment', facilityId)),
  rejectEnrollment: async ({ make, facilityId }) => onRow(await make.enrollment(facilityId), await make.body('rejectEnrollment', facilityId)),
  activateEnrollment: async ({ make, facilityId }) => onRow(await make.approvedEnrollment(facilityId)),
  suspendEnrollment: async ({ make, facilityId }) => onRow(await make.activeEnrollment(facilityId)),
  terminateEnrollment: async ({ make, facilityId }) =>
    onRow(await make.activeEnrollment(facilityId), await make.body('terminateEnrollment', facilityId, { endsOn: workday })),

  readWorkSheet: async ({ make, facilityId }) => ({ params: { id: idOf(await make.program(facilityId)), date: workday } }),
  writeWorkSheet: async ({ make, facilityId }) => {
    const { programId = null, inmateId = null } = await make.workLog(facilityId)
    const batchId = idOf(await make.startedBatch(facilityId, { programId }))
    const row = { inmateId, shift: 'NIGHT', attendance: 'LATE', minutes: 30, batchId, piecesGood: 2, piecesRejected: 1, ruleBreach: true }
    const judged = { workQuality: 'GOOD', conduct: 'FAIR', safetyOk: true, note: 'Sample' }
    return { params: { id: String(programId), date: workday }, version: 1, body: { rows: [{ ...row, ...judged }] } }
  },
  // There are many months to choose from.
  listWorkMonths: async ({ make, facilityId, within }) => ({ params: within ?? { id: idOf(await make.inmate(facilityId, { admittedOn: longAgo })) } }),
  readWorkLog: async ({ make, facilityId }) => ({ params: { id: idOf(await make.workLog(facilityId)) } }),

  startBatch: async ({ make, facilityId }) => onRow(await make.batch(facilityId)),
  inspectBatch: async ({ make, facilityId }) => onRow(await make.startedBatch(facilityId)),
  completeBatch: async ({ make, facilityId }) => onRow(await make.startedBatch(facilityId), { completedOn: workday }),
  closeBatch: async ({ make, facilityId }) => onRow(await make.completedBatch(facilityId)),
  cancelBatch: async ({ make, facilityId }) => onRow(await make.batch(facilityId)),
  quarantineBatch: async ({ make, facilityId }) => onRow(await make.batch(facilityId), await make.body('quarantineBatch', facilityId)),
  recallBatch: async ({ make, facilityId }) => onRow(await make.batch(facilityId), await make.body('recallBatch', facilityId)),
  releaseBatch: async ({ make, facilityId }) => {
    const { id = null, version } = await make.batch(facilityId)
    const order = await make.body('quarantineBatch', facilityId)
    return onRow(await make.call('quarantineBatch', { id: String(id) }, order, Number(version)), order)
  },
  createBatchWorker: async ({ make, facilityId, within }) => {
    const params = within ?? { id: idOf(await make.batch(facilityId)) }
    const { programId = null } = await make.call('readBatch', params)
    const { inmateId = null } = await make.activeEnrollment(facilityId, { programId })
    return { params, body: { inmateId, from: workday } }
  },
  createBatchOutput: async ({ make, facilityId, within }) => ({
    params: within ?? { id: idOf(await make.startedBatch(facilityId)) },
    body: { grade: 'A', quantity: 5, recordedOn: workday },
  }),

  createStockMovement: async ({ make, facilityId }) => ({
    params: {},
    body: { batchId: idOf(await make.completedBatch(facilityId)), grade: 'A', quantity: -1, type: 'DAMAGE', occurredOn: workday, reason: 'Broken' },
  }),
  reverseStockMovement: async ({ make, facilityId }) => {
    const movement = await make.create('createStockMovement', facilityId, { grade: 'A', quantity: -1, type: 'DAMAGE' })
    return onRow(movement, { occurredOn: workday })
  },

  reverseCost: async ({ make, facilityId }) => onRow(await make.create('createCost', facilityId), { incurredOn: workday, description: 'Entered twice' }),

  createSale: async ({ make, facilityId }) => {
    const productId = idOf(await make.product(facilityId))
    return { params: {}, body: await make.body('createSale', facilityId, { lines: [{ productId, grade: 'A', quantity: 2, unitPrice: 125 }] }) }
  },
  confirmSale: async ({ make, facilityId }) => onRow(await make.sale(facilityId)),
  completeSale: async ({ make, facilityId }) => {
    const { id = null, total = null } = await make.confirmedSale(facilityId)
    await make.create('createPayment', facilityId, { saleId: id, amount: total })
    return onRow(await make.call('readSale', { id: String(id) }))
  },
  listAuditEntries: async () => ({ params: {} }),
  readAuditEntry: async ({ make, facilityId }) => ({ params: { id: await make.entryOf(idOf(await make.officer(facilityId))) } }),
  readAuditChanges: async ({ make, facilityId }) => ({ params: { id: await make.entryOf(idOf(await make.inmate(facilityId))) } }),
  readAuditHead: async () => ({ params: {} }),
  listRecipients: async ({ make, facilityId }) => ({ params: { id: idOf(await make.completedBatch(facilityId)) } }),
  cancelSale: async ({ make, facilityId }) => onRow(await make.confirmedSale(facilityId), {}),

  createApiClient: async ({ make, facilityId }) => ({ params: {}, body: await make.body('createApiClient', facilityId, { facilityIds: [facilityId] }) }),
  createApiClientCredential: async ({ make, facilityId, within }) => ({
    params: within ?? { id: idOf(await make.client(facilityId)) },
    body: { kind: 'API_KEY' },
  }),
  prepareApiClient: async ({ make, facilityId }) => onRow(await make.client(facilityId), { suspended: true }),
  approveApiClient: async ({ make, facilityId }) => onRow(await make.preparedClient(facilityId)),
  rejectApiClient: async ({ make, facilityId }) => onRow(await make.preparedClient(facilityId)),
  approveApiClientCredential: async ({ make, facilityId }) => make.credentialOfTwo(facilityId),
  readDeletedPerson: async ({ make, facilityId }) => ({ params: { id: await make.deletedPerson(facilityId) } }),
  createIncident: async ({ make, facilityId }) => ({ params: {}, body: await make.body('createIncident', facilityId, { facilityId }) }),
  readIncidentNotices: async ({ make, facilityId }) => onRow(await make.incident(facilityId)),
  notifyOfIncident: async ({ make, facilityId }) => onRow(await make.incident(facilityId), { recipient: 'PERSONS' }),
  closeIncident: async ({ make, facilityId }) => onRow(await make.incident(facilityId), { outcome: 'NO_BREACH', conclusion: 'Nobody was shown anything.' }),
  readPrivacyReport: async () => ({ params: {} }),
  readSubjectRecord: async ({ make, facilityId }) => onRow(await make.create('createSubjectRequest', facilityId)),
  readPortableRecord: async ({ make, facilityId }) => onRow(await make.create('createSubjectRequest', facilityId)),
  prepareSubjectRequest: async ({ make, facilityId }) => onRow(await make.create('createSubjectRequest', facilityId, { kind: 'ERASURE' })),
  fulfilSubjectRequest: async ({ make, facilityId }) => onRow(await make.create('createSubjectRequest', facilityId)),
  liftSubjectRequest: async ({ make, facilityId }) => {
    const asked = await make.create('createSubjectRequest', facilityId, { kind: 'RESTRICTION', reason: 'Dipersengketakan' })
    const standing = await make.call('fulfilSubjectRequest', { id: idOf(asked) }, undefined, versionOf(asked))
    return onRow(standing, await make.body('liftSubjectRequest', facilityId))
  },
  refuseSubjectRequest: async ({ make, facilityId }) =>
    onRow(await make.create('createSubjectRequest', facilityId), await make.body('refuseSubjectRequest', facilityId)),
}

/** Lists whose rows come about otherwise than by a POST to the same path. Returns the id of the row that was added. */
const additions: Record<string, (asked: Asked) => Promise<string>> = {
  listStockBalances: async ({ make, facilityId }) => make.balanceOf(idOf(await make.completedBatch(facilityId))),
  listBatchHolds: async ({ make, facilityId, within = {} }) => {
    const { hold, version } = await make.call('readBatch', within)
    const step = hold === 'NONE' ? 'recallBatch' : 'releaseBatch'
    await make.call(step, within, await make.body(step, facilityId), Number(version))
    return make.lastOf(`/v1/batches/${within.id}/holds`)
  },
  listRecipients: async ({ make, facilityId, within = {} }) => {
    const { productId = null } = await make.call('readBatch', within)
    const line = { productId, grade: 'A', quantity: 1, unitPrice: 125, allocations: [{ batchId: within.id ?? null, quantity: 1 }] }
    await make.create('createSale', facilityId, { lines: [line], confirm: true })
    return make.lastOf(`/v1/batches/${within.id}/recipients`)
  },
  // Two may be valid at once, and the others be shown.
  listApiClientCredentials: async ({ make, within = {} }) => {
    const { id = null, version = null } = await make.call('createApiClientCredential', within, { kind: 'API_KEY' })
    await make.call('deleteApiClientCredential', { ...within, credentialId: String(id) }, undefined, Number(version))
    return String(id)
  },
  listCustodyChanges: async ({ make, within = {} }) => {
    const inmate = await make.call('readInmate', within)
    const custodyStatus = inmate.custodyStatus === 'ACTIVE' ? 'TEMPORARILY_ABSENT' : 'ACTIVE'
    await make.call('changeInmateCustody', { id: idOf(inmate) }, { custodyStatus, occurredOn: workday }, versionOf(inmate))
    return make.custodyChangeOf(idOf(inmate))
  },
  listWorkLogs: async ({ make, facilityId }) => idOf(await make.workLog(facilityId)),
  // The next month of the inmate.
  listWorkMonths: async ({ make, facilityId, within: { id: inmateId = '' } = {} }) => {
    const { items } = await make.list(`/v1/inmates/${inmateId}/work-months`)
    const programId = idOf(await make.activeProgram(facilityId, { startsOn: longAgo }))
    const day = new Date(Date.UTC(2015, items.length, 10)).toISOString().slice(0, 10)
    await make.workLog(facilityId, { inmateId, programId, startsOn: longAgo }, day)
    return idOf((await make.list(`/v1/inmates/${inmateId}/work-months`, { sort: '-startsOn' })).items[0] ?? {})
  },
  listAffectedPersons: async ({ make, facilityId }) => idOf(await make.inmate(facilityId)),
  listDeletedPersons: async ({ make, facilityId }) => make.deletedPerson(facilityId),
  listAuditEntries: async ({ make, facilityId }) => make.entryOf(idOf(await make.officer(facilityId))),
}

/** What a search must say to find the rows that were made. */
export const searches: Record<string, Row> = {
  searchInmates: { name: 'Kenari' },
  searchBuyers: { name: 'Kenari' },
}

/** A merge patch of one member, with another value than a new row has. */
export function patchOf(contract: Contract, schema: Schema): Row {
  const simple = ([, member]: [string, Schema]) =>
    [member.type].flat().includes('string') && !['uuid', 'date'].includes(member.format ?? '') && !member.enum && !member['x-extensible-enum']
  const properties = Object.entries(schema.properties ?? {})
  const found =
    properties.find(([name, member]) => name === 'name' && simple([name, member])) ??
    properties.find(simple) ??
    properties.find(([, { format }]) => format !== 'date')
  if (found === undefined) throw new Error('There is nothing to patch.')
  const [name, member] = found
  return { [name]: contract.resolve(member).enum?.at(-1) ?? sample(contract, member, name) }
}

/** The scenario of an operation; undefined when neither the contract nor this file has it. */
export function scenarioOf(contract: Contract, operation: Operation): Scenario | undefined {
  const known = scenarios[operation.id]
  if (known !== undefined) return known
  const { path, method } = operation
  const parent = path.slice(0, path.lastIndexOf('/'))
  const last = path.slice(path.lastIndexOf('/') + 1)
  const post = (of: string) => contract.operations.find((other) => other.path === of && other.method === 'POST' && other.success === 201 && !other.ifMatch)
  const parentScene = parent.endsWith('}') ? scenarioOf(contract, { ...operation, id: '', method: 'GET', path: parent }) : async () => ({ params: {} })
  if (!last.startsWith('{')) {
    // A collection: it is listed, searched or created in, beside the other rows of its parent.
    const known = operation.lists || (method === 'POST' && operation.success === 201 && !operation.ifMatch)
    if (!known || parentScene === undefined) return undefined
    const parentOf = scenarios[post(path)?.id ?? ''] ?? parentScene
    return async ({ make, facilityId, within }) => {
      const params = within ?? (path.includes('{') ? (await parentOf({ make, facilityId })).params : {})
      return { params, ...(method === 'POST' && operation.body ? { body: await make.body(operation.id, facilityId, searches[operation.id]) } : {}) }
    }
  }
  const creation = post(parent)
  const creating = creation && scenarioOf(contract, creation)
  if (creation === undefined || creating === undefined || !['GET', 'PATCH', 'DELETE'].includes(method)) return undefined
  return async (asked) => {
    const { params, body } = await creating(asked)
    const row = await asked.make.call(creation.id, params, body)
    const patch = method === 'PATCH' && operation.body ? { body: patchOf(contract, operation.body) } : {}
    return { params: { ...params, [last.slice(1, -1)]: idOf(row) }, version: versionOf(row), ...patch }
  }
}

/** Brings about what one call of the operation needs. @throws Error that says where to add the scenario */
export async function prepare(contract: Contract, operation: Operation, asked: Asked): Promise<Scene> {
  const scenario = scenarioOf(contract, operation)
  if (scenario === undefined) throw new Error(`The tests do not know how ${operation.id} succeeds: add it to "scenarios" in test/support/scenarios.ts.`)
  return scenario(asked)
}

/** Adds a row to a list and returns its id; undefined when neither the contract nor this file says how. */
export function additionTo(contract: Contract, list: Operation): ((asked: Asked) => Promise<string>) | undefined {
  const known = additions[list.id]
  if (known !== undefined) return known
  const creation = contract.operations.find(
    ({ path, method, success, lists }) => method === 'POST' && success === 201 && !lists && path === list.path.replace(/\/_search$/, ''),
  )
  const creating = creation && scenarioOf(contract, creation)
  if (creation === undefined || creating === undefined) return undefined
  return async (asked) => {
    const { params, body } = await creating(asked)
    return idOf(await asked.make.call(creation.id, params, body))
  }
}
