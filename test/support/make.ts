/** Builds rows through the API. What a test does not name gets a value that fits the contract. */
import { randomUUID } from 'node:crypto'
import type { Answer, Client } from './client.ts'
import type { Contract, Json, Row, Schema } from './contract.ts'
import { sample, valued, workday } from './samples.ts'

export type Params = Record<string, string>

export const idOf = (row: Row): string => String(row.id)
export const versionOf = (row: Row): number => Number(row.version)

/** The path with its parameters filled in. */
export const at = (path: string, params: Params = {}): string =>
  path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? `{${name}}`))

/** The same path to rows that are not there: other ids, on the same day or in the same month. */
export const toNothing = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value.length === 36 ? randomUUID() : value]))

/** The members of an object that get a value. */
type Wanted = (schema: Schema) => readonly string[]

export class Maker {
  /** How to make the row that a member refers to, in the facility of the row that refers to it. */
  readonly references: Record<string, (facilityId: string) => Promise<string>> = {
    facilityId: async (facilityId) => facilityId,
    parentId: async () => idOf(await this.facility({ type: 'KANWIL' })),
    toFacilityId: async () => idOf(await this.facility()),
    supervisorId: async (facilityId) => idOf(await this.officer(facilityId)),
    officerId: async (facilityId) => idOf(await this.officer(facilityId)),
    inspectedBy: async (facilityId) => idOf(await this.officer(facilityId)),
    inmateId: async (facilityId) => idOf(await this.inmate(facilityId)),
    programId: async (facilityId) => idOf(await this.activeProgram(facilityId)),
    productId: async (facilityId) => idOf(await this.product(facilityId)),
    batchId: async (facilityId) => idOf(await this.completedBatch(facilityId)),
    buyerId: async (facilityId) => idOf(await this.buyer(facilityId)),
    clientId: async (facilityId) => idOf(await this.client(facilityId)),
    credentialId: async (facilityId) => {
      const client = { id: idOf(await this.client(facilityId)) }
      return idOf(await this.call('createApiClientCredential', client, { kind: 'API_KEY' }))
    },
    saleId: async (facilityId) => idOf(await this.confirmedSale(facilityId)),
    changeId: async (facilityId) => {
      const inmate = await this.inmate(facilityId)
      await this.call('changeInmateCustody', { id: idOf(inmate) }, { custodyStatus: 'DECEASED', occurredOn: workday }, versionOf(inmate))
      return this.custodyChangeOf(idOf(inmate))
    },
    // The subject of a request, whose first type is an inmate.
    id: async (facilityId) => idOf(await this.inmate(facilityId)),
  }

  constructor(
    private readonly api: Client,
    private readonly contract: Contract,
  ) {}

  /** A body that an operation accepts: `given`, and a sample for each required member that it leaves out. */
  async body(operationId: string, facilityId: string, given: Row = {}): Promise<Row> {
    const { body } = this.contract.operation(operationId)
    return body === undefined ? {} : this.#object(body, facilityId, given, ({ required = [] }) => required)
  }

  /** A body with every member there is: `given`, and samples. */
  async wholeBody(operationId: string, facilityId: string, given: Row = {}): Promise<Row> {
    const { body } = this.contract.operation(operationId)
    return body === undefined ? {} : this.#object(body, facilityId, given, ({ properties = {} }) => Object.keys(properties))
  }

  async #object(schema: Schema, facilityId: string, given: Row, wanted: Wanted): Promise<Row> {
    const body: Row = { ...given }
    for (const member of wanted(schema)) {
      if (body[member] === undefined) body[member] = await this.#member(schema.properties?.[member] ?? {}, member, facilityId, wanted)
    }
    return body
  }

  async #member(schema: Schema, name: string, facilityId: string, wanted: Wanted): Promise<Json> {
    const plain = valued(this.contract, schema)
    if (plain.format === 'uuid') {
      const make = this.references[name]
      if (make === undefined) throw new Error(`${name} refers to another row: add how to make one to "references" in test/support/make.ts.`)
      return make(facilityId)
    }
    if (plain.type === 'array' && name === 'facilityIds') return [facilityId]
    if (plain.type === 'object') return this.#object(plain, facilityId, {}, wanted)
    if (plain.type === 'array' && this.contract.resolve(plain.items ?? {}).type === 'object') {
      return [await this.#member(plain.items ?? {}, name, facilityId, wanted)]
    }
    return sample(this.contract, plain, name)
  }

  /** Calls an operation that must succeed, for a `person` where it takes two. */
  async call(operationId: string, params: Params, body?: Row, version?: number, person?: string): Promise<Row> {
    const { method, path, success } = this.contract.operation(operationId)
    const answer: Answer = await this.api.send(method, at(path, params), {
      ...(body === undefined ? {} : { body }),
      ...(version === undefined ? {} : { ifMatch: version }),
      ...(person === undefined ? {} : { headers: { 'on-behalf-of': person } }),
    })
    if (answer.status !== success)
      throw new Error(`${operationId} was to succeed and answered ${answer.status}: ${answer.text}\n  sent: ${JSON.stringify(body)}`)
    return answer.body
  }

  /** Creates a row with a creating operation; `given` goes into the body. */
  async create(operationId: string, facilityId: string, given: Row = {}, params: Params = {}): Promise<Row> {
    return this.call(operationId, params, await this.body(operationId, facilityId, given))
  }

  facility = (given: Row = {}): Promise<Row> => this.create('createFacility', '', { timeZone: 'Asia/Jakarta', type: 'RUTAN', ...given })

  officer = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createOfficer', facilityId, given)

  inmate = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createInmate', facilityId, { legalStatus: 'CONVICT', ...given })

  program = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createProgram', facilityId, given)

  async activeProgram(facilityId: string, given: Row = {}): Promise<Row> {
    const program = await this.program(facilityId, given)
    return this.call('activateProgram', { id: idOf(program) }, undefined, versionOf(program))
  }

  enrollment = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createEnrollment', facilityId, given)

  async approvedEnrollment(facilityId: string, given: Row = {}): Promise<Row> {
    const enrollment = await this.enrollment(facilityId, given)
    return this.call('approveEnrollment', { id: idOf(enrollment) }, await this.body('approveEnrollment', facilityId), versionOf(enrollment))
  }

  async activeEnrollment(facilityId: string, given: Row = {}): Promise<Row> {
    const enrollment = await this.approvedEnrollment(facilityId, given)
    return this.call('activateEnrollment', { id: idOf(enrollment) }, undefined, versionOf(enrollment))
  }

  list = (path: string, query: Record<string, string> = {}): Promise<Answer> => this.api.get(path, { query: { limit: 200, ...query } })

  /** A row of a day-sheet, in a program of its own. */
  async workLog(facilityId: string, given: Row = {}, workedOn = workday): Promise<Row> {
    const { programId = null, inmateId = null } = await this.activeEnrollment(facilityId, given)
    await this.call('writeWorkSheet', { id: String(programId), date: workedOn }, { rows: [{ inmateId, attendance: 'PRESENT', minutes: 10 }] }, 0)
    const { items } = await this.api.get('/v1/work-logs', { query: { programId: String(programId) } })
    return items[0] ?? {}
  }

  product = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createProduct', facilityId, { unit: 'BUAH', ...given })

  batch = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createBatch', facilityId, { plannedQuantity: 1600, ...given })

  async startedBatch(facilityId: string, given: Row = {}): Promise<Row> {
    const batch = await this.batch(facilityId, given)
    return this.call('startBatch', { id: idOf(batch) }, undefined, versionOf(batch))
  }

  output = (batchId: string, given: Row = {}): Promise<Row> =>
    this.create('createBatchOutput', '', { grade: 'A', quantity: 100, recordedOn: workday, ...given }, { id: batchId })

  /** A batch with `quantity` of grade A on the held, ready to be sold. */
  async completedBatch(facilityId: string, given: Row = {}, quantity = 100): Promise<Row> {
    const { id } = await this.startedBatch(facilityId, given)
    await this.output(String(id), { quantity })
    const { body } = await this.api.get(`/v1/batches/${id}`)
    return this.call('completeBatch', { id: String(id) }, { completedOn: workday }, versionOf(body))
  }

  /** The id of the balance of grade A. */
  async balanceOf(batchId: string): Promise<string> {
    const { items } = await this.api.get('/v1/stock-balances', { query: { batchId, grade: 'A' } })
    return idOf(items[0] ?? {})
  }

  /** An officer who was entered by mistake, and is deleted. */
  async deletedPerson(facilityId: string): Promise<string> {
    const officer = await this.officer(facilityId)
    await this.call('deleteOfficer', { id: idOf(officer) }, undefined, versionOf(officer))
    return idOf(officer)
  }

  /** The id of what happened last to the custody of an inmate. */
  custodyChangeOf = (inmateId: string): Promise<string> => this.lastOf(`/v1/inmates/${inmateId}/custody-changes`)

  /** The id of the last row of a list. */
  async lastOf(path: string): Promise<string> {
    const { items } = await this.api.get(path, { query: { limit: 200 } })
    return idOf(items.at(-1) ?? {})
  }

  /** Carries out a request for erasure: one person prepares it, another one fulfils it. */
  async erased(request: Row): Promise<Row> {
    const prepared = await this.call('prepareSubjectRequest', { id: idOf(request) }, undefined, versionOf(request), 'penyiap-1')
    return this.call('fulfilSubjectRequest', { id: idOf(request) }, undefined, versionOf(prepared), 'penyetuju-2')
  }

  /** A client for which one person has prepared something. */
  async preparedClient(facilityId: string): Promise<Row> {
    const client = await this.client(facilityId)
    return this.call('prepareApiClient', { id: idOf(client) }, { roles: ['regional-auditor'] }, versionOf(client), 'penyiap-1')
  }

  /** A credential that waits for a second person. */
  async credentialOfTwo(facilityId: string): Promise<{ params: Params; version: number }> {
    const { id = null } = await this.client(facilityId, { roles: ['regional-auditor'], suspended: true })
    const credential = await this.call('createApiClientCredential', { id: String(id) }, { kind: 'API_KEY' }, undefined, 'penyiap-1')
    return { params: { id: String(id), credentialId: idOf(credential) }, version: versionOf(credential) }
  }

  client = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createApiClient', facilityId, { facilityIds: [facilityId], ...given })
  /** The id of the entry in the trail that speaks of a record. */
  async entryOf(resourceId: string): Promise<string> {
    const { items } = await this.api.get('/v1/audit-entries', { query: { resourceId } })
    return idOf(items[0] ?? {})
  }

  /** A failure of data protection at a facility; it goes on. */
  incident = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createIncident', facilityId, { facilityId, ...given })

  buyer = (facilityId: string, given: Row = {}): Promise<Row> => this.create('createBuyer', facilityId, given)

  /** A draft that sells `quantity` of a batch that has 100. */
  async sale(facilityId: string, given: Row = {}, quantity = 1): Promise<Row> {
    if (given.lines !== undefined) return this.create('createSale', facilityId, given)
    const batch = await this.completedBatch(facilityId)
    const line = { productId: batch.productId ?? null, grade: 'A', quantity, unitPrice: 125 }
    return this.create('createSale', facilityId, { lines: [line], ...given })
  }

  async confirmedSale(facilityId: string, given: Row = {}, quantity = 1): Promise<Row> {
    const sale = await this.sale(facilityId, given, quantity)
    return this.call('confirmSale', { id: idOf(sale) }, undefined, versionOf(sale))
  }
}
