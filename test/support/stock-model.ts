/** Goods on stock, for the tests that move stock. */
import type { Answer, Client } from './client.ts'
import type { Json, Row } from './contract.ts'
import type { TestDatabase } from './database.ts'
import { idOf, type Maker, versionOf } from './make.ts'
import { serial, workday } from './samples.ts'

/** A facility that makes and sells one product. */
export interface Workshop {
  facilityId: string
  programId: string
  productId: string
  buyerId: string
  supervisorId: string
}

/** The day of every sale here: days after `workday`, so that batches can be completed in between. */
export const saleDay = '2025-09-20'

/** `workday` and days after it. */
export const dayAfter = (days: number): string => new Date(Date.parse(workday) + days * 86_400_000).toISOString().slice(0, 10)

export class StockModel {
  constructor(
    private readonly api: Client,
    private readonly make: Maker,
    private readonly database: TestDatabase,
  ) {}

  /** Grades A and B are sold, REJECT is not. */
  async workshop(unit = 'BUAH'): Promise<Workshop> {
    const facilityId = idOf(await this.make.facility())
    const supervisorId = idOf(await this.make.officer(facilityId))
    const programId = idOf(await this.make.activeProgram(facilityId, { supervisorId, startsOn: workday }))
    const buyerId = idOf(await this.make.buyer(facilityId))
    return { facilityId, programId, buyerId, supervisorId, productId: await this.product(facilityId, unit) }
  }

  async product(facilityId: string, unit = 'BUAH'): Promise<string> {
    const grades = [...['A', 'B'].map((code) => ({ code, sellable: true })), { code: 'REJECT', sellable: false }]
    return idOf(await this.make.product(facilityId, { unit, grades }))
  }

  /** A batch in progress with these quantities by grade. */
  async begun({ facilityId, programId, productId, supervisorId }: Workshop, quantities: Record<string, number> = {}): Promise<string> {
    const batchId = idOf(await this.make.startedBatch(facilityId, { programId, productId, supervisorId, startsOn: workday }))
    for (const [grade, quantity] of Object.entries(quantities)) await this.make.output(batchId, { grade, quantity })
    return batchId
  }

  async complete(batchId: string, completedOn: string): Promise<Row> {
    const { body } = await this.api.get(`/v1/batches/${batchId}`)
    return this.make.call('completeBatch', { id: batchId }, { completedOn }, versionOf(body))
  }

  /** A completed batch with these quantities by grade. */
  async stocked(workshop: Workshop, quantities: Record<string, number>, completedOn = workday): Promise<string> {
    const batchId = await this.begun(workshop, quantities)
    await this.complete(batchId, completedOn)
    return batchId
  }

  /** Holds a batch, or releases it (NONE). */
  async hold(batchId: string, hold: string): Promise<Answer> {
    const step = { QUARANTINE: 'quarantine', RECALLED: 'recall' }[hold] ?? 'hold-release'
    const { supervisorId = null } = (await this.api.get(`/v1/batches/${batchId}`)).body
    return this.api.post(`/v1/batches/${batchId}/${step}`, { body: { reason: 'Tried', officerId: supervisorId }, ifMatch: '*' })
  }

  /** Lines of `[grade, quantity]`, or `[grade, quantity, batch]` to draw from that batch, or from several. */
  lines(productId: string, wanted: readonly (readonly [string, number, (string | Record<string, number> | undefined)?])[]): Json[] {
    return wanted.map(([grade, quantity, from]) => {
      const chosen = typeof from === 'string' ? { [from]: quantity } : from
      const allocations = chosen && { allocations: Object.entries(chosen).map(([batchId, part]) => ({ batchId, quantity: part })) }
      return { productId, grade, quantity, unitPrice: 125, ...allocations }
    })
  }

  draft = ({ facilityId, buyerId, productId }: Workshop, wanted: Parameters<StockModel['lines']>[1], given: Row = {}): Promise<Row> =>
    this.make.create('createSale', facilityId, { buyerId, soldOn: saleDay, number: `S-${serial()}`, lines: this.lines(productId, wanted), ...given })

  confirm = (sale: Row): Promise<Answer> => this.api.post(`/v1/sales/${idOf(sale)}/confirmation`, { ifMatch: versionOf(sale) })

  /** What is on hand, by batch and grade. */
  async onHand({ productId }: Pick<Workshop, 'productId'>): Promise<Record<string, number>> {
    const { items } = await this.api.get('/v1/stock-balances', { query: { productId, limit: 200 } })
    return Object.fromEntries(items.map(({ batchId, grade, onHand }) => [`${batchId} ${grade}`, Number(onHand)]))
  }

  /**
   * What does not fit between the balances of a product and its movements; empty when everything does: the balance is
   * the sum of the movements and was never below zero, neither in the order of the entries nor by day, each movement has the balance after it, and what was produced
   * and sold are the sums of the movements that did so, less those taken back.
   */
  contradictions({ productId }: Pick<Workshop, 'productId'>): Promise<unknown[]> {
    return this.database.query(
      `WITH movement AS (
         SELECT movement.*, coalesce(original.type, movement.type) AS kind,
                sum(movement.quantity) OVER (PARTITION BY movement.batch_id, movement.grade ORDER BY movement.id) AS running,
                sum(movement.quantity) OVER (PARTITION BY movement.batch_id, movement.grade ORDER BY movement.occurred_on) AS by_day
         FROM stock_movement movement LEFT JOIN stock_movement original ON original.id = movement.reverses_id WHERE movement.product_id = $1
       ), total AS (
         SELECT batch_id, grade, sum(quantity) AS on_hand, min(running) AS least, min(by_day) AS least_by_day, max(occurred_on) AS last_on, bool_and(running = balance_after) AS consistent,
                coalesce(sum(quantity) FILTER (WHERE kind = 'PRODUCTION'), 0) AS produced, -coalesce(sum(quantity) FILTER (WHERE kind IN ('SALE', 'SALE_RETURN')), 0) AS sold
         FROM movement GROUP BY batch_id, grade
       )
       SELECT balance.*, total.* FROM stock_balance balance LEFT JOIN total USING (batch_id, grade)
       WHERE balance.product_id = $1 AND ((balance.on_hand, balance.produced, balance.sold) IS DISTINCT FROM (total.on_hand, total.produced, total.sold)
         OR NOT total.consistent OR total.least < 0 OR total.least_by_day < 0 OR balance.last_moved_on IS DISTINCT FROM total.last_on)`,
      [productId],
    )
  }
}

/** How often each status, or problem code, was answered. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const outcome = status < 400 ? String(status) : `${status} ${body.code}`
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

/** The same call `times` times at once. */
export const atOnce = (times: number, call: (at: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: times }, (_, at) => call(at)))
