/** What is asked of every server: the same requests, each with values of its own. */

export interface NewBatch {
  programId: string
  productId: string
  code: string
  supervisorId: string
  plannedQuantity: number
  startsOn: string
  targetOn?: string
}

export interface BatchPatch {
  plannedQuantity?: number
  targetOn?: string
}

type One<Item> = [Item]

/** A sale of one line, from one batch. What BinaKarya is to confirm at once, the others do so anyway. */
export interface NewSale {
  number: string
  buyerId: string
  soldOn: string
  channel: string
  confirm: boolean
  lines: One<{ productId: string; grade: string; quantity: number; unitPrice: number; allocations: One<{ batchId: string; quantity: number }> }>
}

/** A batch with goods in stock, and what belongs to its facility. */
export interface Sample {
  facilityId: string
  batchId: string
  programId: string
  productId: string
  supervisorId: string
  buyerId: string
  inmateId: string
}

/** What requests are made from. */
export interface Material {
  samples: readonly Sample[]
  /** Batches in progress, which are patched, and nothing else is done with them; with their versions. */
  inProgress: [id: string, version: number][]
  /** Sets the codes of this run apart from those of earlier ones. */
  run: string
  /** The key that BinaKarya knows; the others read over it. */
  apiKey: string
  /** The same for a caller of the first 40 facilities. */
  apiKeyOfForty: string
  forty: readonly string[]
  /** Cursors of pages 100,000 rows deep, or half of all; each server has its own. */
  deepCursors: readonly string[]
}

export interface Request {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  headers: Record<string, string>
  body?: string
}

export const scenarios = [
  'read one batch',
  'read one inmate',
  'list of a facility',
  'list of 40 facilities',
  'list, deep page',
  'create a batch',
  'patch a batch',
  'sell in one request',
  'sell by draft and confirmation',
] as const
export type Scenario = (typeof scenarios)[number]

/** Makes the requests of all scenarios for one server. */
export class Requests {
  #count = 0
  readonly #versions: Map<string, number>

  constructor(
    private readonly material: Material,
    /** Whether the server is BinaKarya: it has callers. */
    private readonly isWhole: boolean,
  ) {
    this.#versions = new Map(material.inProgress)
  }

  /** What to ask first, and after each answer what to ask next, if a second request belongs to the same work. */
  next(scenario: Scenario): { request: Request; after?: (answer: string) => Request } {
    const { material } = this
    const count = this.#count++
    // A large stride, so that neighbouring requests do not meet in the same page of the table.
    const sample = material.samples[(count * 7919) % material.samples.length] as Sample
    const authorization = `Bearer ${scenario === 'list of 40 facilities' ? material.apiKeyOfForty : material.apiKey}`
    const get = (path: string): Request => ({ method: 'GET', path, headers: { authorization } })
    const send = (method: 'POST' | 'PATCH', path: string, body: object, more: Record<string, string> = {}): Request => ({
      method,
      path,
      headers: { authorization, 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
    })
    switch (scenario) {
      case 'read one batch':
        return { request: get(`/v1/batches/${sample.batchId}`) }
      case 'read one inmate':
        return { request: get(`/v1/inmates/${sample.inmateId}`) }
      case 'list of a facility':
        return { request: get(`/v1/batches?facilityId=${sample.facilityId}&status=CLOSED`) }
      case 'list of 40 facilities':
        return { request: get(`/v1/batches?status=CLOSED${this.isWhole ? '' : `&facilityId=${material.forty.join(',')}`}`) }
      case 'list, deep page':
        return { request: get(`/v1/batches?status=CLOSED&cursor=${material.deepCursors[count % material.deepCursors.length]}`) }
      case 'create a batch':
        return { request: send('POST', '/v1/batches', newBatch(sample, `${material.run}-${count}`, dayOf(count))) }
      case 'patch a batch': {
        const [id] = material.inProgress[count % material.inProgress.length] as [string, number]
        const version = this.#versions.get(id) as number
        this.#versions.set(id, version + 1)
        return { request: send('PATCH', `/v1/batches/${id}`, { plannedQuantity: 100 + (version % 900) }, { 'if-match': `"${version}"` }) }
      }
      case 'sell in one request':
        return { request: send('POST', '/v1/sales', newSale(sample, `${material.run}-${count}`, today(), true)) }
      case 'sell by draft and confirmation': {
        const request = send('POST', '/v1/sales', newSale(sample, `${material.run}-${count}`, today(), false))
        const confirm = (answer: string): Request => ({
          method: 'POST',
          path: `/v1/sales/${/"id":"([^"]+)"/.exec(answer)?.[1]}/confirmation`,
          headers: { authorization, 'if-match': '"1"' },
        })
        return { request, after: confirm }
      }
    }
  }
}

/** A day of 2025, each as often as the others: what is written stays in the data set, and should look like the rest of it. */
const dayOf = (count: number): string => new Date(Date.UTC(2025, 0, 1 + (count % 365))).toISOString().slice(0, 10)

/** Goods of the data set have moved since: a sale of an earlier day would be held against every day between. */
const today = (): string => new Date().toISOString().slice(0, 10)

const newBatch = ({ programId, productId, supervisorId }: Sample, code: string, startsOn: string): NewBatch => ({
  programId,
  productId,
  code,
  supervisorId,
  plannedQuantity: 100,
  startsOn,
})

const newSale = ({ productId, buyerId, batchId }: Sample, number: string, soldOn: string, confirm: boolean): NewSale => ({
  number,
  buyerId,
  soldOn,
  channel: 'DIRECT',
  confirm,
  lines: [{ productId, grade: 'A', quantity: 1, unitPrice: 125, allocations: [{ batchId, quantity: 1 }] }],
})
