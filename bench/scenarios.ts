/** What is asked of both servers: the same requests, each with values of its own. */

export interface NewBatch {
  programId: string
  productId: string
  code: string
  supervisorId: string
  plannedQuantity: number
  startsOn: string
  targetOn?: string
  contributionMode?: string
}

export interface NewSale {
  number: string
  buyerId: string
  soldOn: string
  channel: string
  discount?: number
  lines: { productId: string; grade: string; quantity: number; unitPrice: number; allocations: { batchId: string; quantity: number }[] }[]
}

/** A batch with goods in stock, and what belongs to its facility. */
export interface Sample {
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
  /** Sets the codes of this run apart from those of earlier ones. */
  run: string
  /** The key that BinaKarya knows; the bare server reads over it. */
  apiKey: string
  /** Cursors of pages 100,000 rows deep; each server has its own. */
  deepCursors: readonly string[]
}

export interface Request {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string
}

export const scenarios = ['read one batch', 'read one inmate', 'list, first page', 'list, deep page', 'create batch', 'create sale', 'confirm sale'] as const
export type Scenario = (typeof scenarios)[number]

/** Makes the requests of all scenarios. */
export class Requests {
  #count = 0
  #confirmed = 0
  readonly #drafts: string[] = []

  /** Remembers the draft in the answer to `create sale`, to be confirmed. */
  keepDraft(answer: string): void {
    const id = /"id":"([^"]+)"/.exec(answer)?.[1]
    if (id !== undefined) this.#drafts.push(id)
  }

  /** @throws Error when more sales are to be confirmed than were drafted */
  next(scenario: Scenario, material: Material): Request {
    const count = this.#count++
    // A large stride, so that neighbouring requests do not meet in the same page of the table.
    const sample = material.samples[(count * 7919) % material.samples.length] as Sample
    const authorization = `Bearer ${material.apiKey}`
    const get = (path: string): Request => ({ method: 'GET', path, headers: { authorization } })
    const post = (path: string, body: object): Request => ({
      method: 'POST',
      path,
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    switch (scenario) {
      case 'read one batch':
        return get(`/v1/batches/${sample.batchId}`)
      case 'read one inmate':
        return get(`/v1/inmates/${sample.inmateId}`)
      case 'list, first page':
        return get('/v1/batches')
      case 'list, deep page':
        return get(`/v1/batches?cursor=${material.deepCursors[count % material.deepCursors.length]}`)
      case 'create batch':
        return post('/v1/batches', newBatch(sample, `${material.run}-${count}`, dayOf(count)))
      case 'create sale':
        return post('/v1/sales', newSale(sample, `${material.run}-${count}`, dayOf(count)))
      case 'confirm sale': {
        const draft = this.#drafts[this.#confirmed++]
        if (draft === undefined) throw new Error('No draft is left to confirm.')
        return { method: 'POST', path: `/v1/sales/${draft}/confirmation`, headers: { authorization, 'if-match': '"1"' } }
      }
    }
  }
}

/** A day of 2025, each as often as the others: what is written stays in the data set, and should look like the rest of it. */
const dayOf = (count: number): string => new Date(Date.UTC(2025, 0, 1 + (count % 365))).toISOString().slice(0, 10)

const newBatch = ({ programId, productId, supervisorId }: Sample, code: string, startsOn: string): NewBatch => ({
  programId,
  productId,
  code,
  supervisorId,
  plannedQuantity: 100,
  startsOn,
})

const newSale = ({ productId, buyerId, batchId }: Sample, number: string, soldOn: string): NewSale => ({
  number,
  buyerId,
  soldOn,
  channel: 'DIRECT',
  lines: [{ productId, grade: 'A', quantity: 1, unitPrice: 125, allocations: [{ batchId, quantity: 1 }] }],
})
