/** What holds after any sequence of calls, also of those that nobody thought of. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { dayAfter, StockModel, type Workshop } from '../support/stock-model.ts'

const { api, make, database } = await buildTestApp(t)
const stock = new StockModel(api, make, database)

/** Repeats a failure: `seed` and `path` of the report go into the parameters. */
const holds = async <T>(t: Test, property: fc.IRawProperty<T>, parameters: fc.Parameters<T> = {}): Promise<void> => {
  await fc.assert(property, parameters)
  t.pass()
}

type Step =
  | { kind: 'output'; batch: number; grade: string; amount: number; days: number }
  | { kind: 'complete'; batch: number; days: number }
  | { kind: 'hold'; batch: number; hold: string }
  | { kind: 'sell'; days: number; lines: { grade: string; amount: number; batch: number | null }[] }
  | { kind: 'cancel'; nth: number; days: number }
  | { kind: 'adjust'; batch: number; grade: string; amount: number; days: number }
  | { kind: 'reverse'; nth: number; days: number }

const batch = fc.integer({ min: 0, max: 1 })
const grade = fc.constantFrom('A', 'A', 'B', 'REJECT')
const few = fc.integer({ min: 1, max: 8 })
/** Days after `workday`. What is entered is often older than what was entered before. */
const days = fc.integer({ min: 0, max: 9 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('output' as const), batch, grade, amount: fc.integer({ min: 3, max: 40 }), days: fc.integer({ min: 0, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('complete' as const), batch, days: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hold' as const), batch, hold: fc.constantFrom('NONE', 'NONE', 'RECALLED') }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('sell' as const),
      days: fc.integer({ min: 2, max: 9 }),
      lines: fc.array(fc.record({ grade: fc.constantFrom('A', 'A', 'B'), amount: few, batch: fc.option(batch) }), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), nth: fc.nat(3), days }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('adjust' as const),
      batch,
      grade,
      days,
      amount: fc.oneof(
        few,
        few.map((amount) => -amount),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reverse' as const), nth: fc.nat(6), days }) },
)

interface HeldStock {
  onHand: number
  produced: number
  sold: number
  /** Every movement: days after `workday`, and how much. */
  moves: [days: number, amount: number][]
}

/** What can leave on a day: the least that is held at the end of that day and of all later ones. */
function freeOn({ moves }: HeldStock, days: number): number {
  const heldAt = (day: number) => moves.reduce((sum, [moved, amount]) => (moved <= day ? sum + amount : sum), 0)
  return Math.min(...[days, ...moves.map(([moved]) => moved)].filter((day) => day >= days).map(heldAt))
}

/** What the stock should hold, kept in the smallest amount that the unit allows. */
class Model {
  readonly stock = new Map<string, HeldStock>()
  readonly batches: { id: string; completed: number | null; hold: string }[]
  readonly sales: { row: Row; taken: { held: HeldStock; amount: number }[]; days: number; open: boolean }[] = []
  readonly movements: { id: string; held: HeldStock; amount: number; days: number; isOutput: boolean; open: boolean }[] = []

  constructor(
    ids: readonly string[],
    private readonly workshop: Workshop,
    /** Smallest amounts in a unit. */
    private readonly scale: number,
  ) {
    this.batches = ids.map((id) => ({ id, completed: null, hold: 'NONE' }))
  }

  #batch = (at: number) => this.batches[at] as Model['batches'][number]
  #held = (at: number, grade: string) => this.stock.get(`${this.#batch(at).id} ${grade}`)

  /** Takes a step on the server and on the model. Returns what the server answered and whether the model expected it to succeed. */
  async take(step: Step): Promise<{ answer: Answer; expected: boolean } | undefined> {
    switch (step.kind) {
      case 'output':
        return this.#output(step)
      case 'complete':
        return this.#complete(step)
      case 'hold': {
        const batch = this.#batch(step.batch)
        const isOther = batch.hold !== step.hold
        batch.hold = step.hold
        return { answer: await stock.hold(batch.id, step.hold), expected: isOther }
      }
      case 'sell':
        return this.#sell(step)
      case 'cancel': {
        const sale = this.sales[step.nth]
        if (sale === undefined) return undefined
        const { taken, days } = sale
        const answer = await api.post(`/v1/sales/${idOf(sale.row)}/cancellation`, { body: { occurredOn: dayAfter(step.days) }, ifMatch: '*' })
        const expected = sale.open && step.days >= days
        if (expected) for (const { held, amount } of taken) add(held, amount, step.days, { sold: -amount })
        sale.open &&= !expected
        return { answer, expected }
      }
      case 'adjust':
        return this.#adjust(step)
      case 'reverse': {
        const movement = this.movements[step.nth]
        if (movement === undefined) return undefined
        const { held, amount, days, isOutput } = movement
        const answer = await api.post(`/v1/stock-movements/${movement.id}/reversal`, { body: { occurredOn: dayAfter(step.days) } })
        const expected = movement.open && step.days >= days && (amount < 0 || freeOn(held, step.days) >= amount)
        if (expected) {
          add(held, -amount, step.days, { produced: isOutput ? -amount : 0 })
          movement.open = false
        }
        return { answer, expected }
      }
    }
  }

  /** Not before an output that stands. */
  async #complete(step: Step & { kind: 'complete' }) {
    const batch = this.#batch(step.batch)
    const answer = await api.post(`/v1/batches/${batch.id}/completion`, { body: { completedOn: dayAfter(step.days) }, ifMatch: '*' })
    const outputs = this.movements.filter(({ held, isOutput, open }) => isOutput && open && this.#isOf(step.batch, held))
    const expected = batch.completed === null && outputs.every(({ days }) => days <= step.days)
    if (expected) batch.completed = step.days
    return { answer, expected }
  }

  #isOf = (at: number, held: HeldStock): boolean => ['A', 'B', 'REJECT'].some((grade) => this.#held(at, grade) === held)

  async #output({ batch: at, grade, amount, days }: Step & { kind: 'output' }) {
    const batch = this.#batch(at)
    const answer = await api.post(`/v1/batches/${batch.id}/outputs`, { body: { grade, quantity: amount / this.scale, recordedOn: dayAfter(days) } })
    const expected = batch.completed === null
    if (expected) {
      const held = this.#held(at, grade) ?? { onHand: 0, produced: 0, sold: 0, moves: [] }
      this.stock.set(`${batch.id} ${grade}`, held)
      add(held, amount, days, { produced: amount })
      const [movement] = await database.query<{ id: string }>('SELECT id FROM stock_movement WHERE output_id = $1', [answer.body.id])
      if (movement) this.movements.push({ id: movement.id, held, amount, days, isOutput: true, open: true })
    }
    return { answer, expected }
  }

  async #adjust({ batch: at, grade, amount, days }: Step & { kind: 'adjust' }) {
    const held = this.#held(at, grade)
    const body = { batchId: this.#batch(at).id, grade, quantity: amount / this.scale, type: 'COUNT_ADJUSTMENT', occurredOn: dayAfter(days), reason: 'Counted' }
    const answer = await api.post('/v1/stock-movements', { body })
    const expected = held !== undefined && (amount > 0 || freeOn(held, days) >= -amount)
    if (expected) {
      add(held, amount, days, {})
      this.movements.push({ id: idOf(answer.body), held, amount, days, isOutput: false, open: true })
    }
    return { answer, expected }
  }

  async #sell({ lines, days }: Step & { kind: 'sell' }) {
    const wanted = lines.map(({ grade, amount, batch }): readonly [string, number, string?] =>
      batch === null ? [grade, amount / this.scale] : [grade, amount / this.scale, this.#batch(batch).id],
    )
    const sale = await stock.draft(this.workshop, wanted, { soldOn: dayAfter(days) })
    const answer = await stock.confirm(sale)
    const taken = this.#divide(lines, days)
    if (taken !== undefined) {
      for (const { held, amount } of taken) add(held, -amount, days, { sold: amount })
      this.sales.push({ row: sale, taken, days, open: true })
    }
    return { answer, expected: taken !== undefined }
  }

  /** What each line takes: chosen batches first, then the oldest. Undefined when it does not suffice. */
  #divide(lines: (Step & { kind: 'sell' })['lines'], days: number): { held: HeldStock; amount: number }[] | undefined {
    const left = new Map([...this.stock.values()].map((held) => [held, freeOn(held, days)]))
    const taken: { held: HeldStock; amount: number }[] = []
    const take = (held: HeldStock, amount: number) => {
      left.set(held, (left.get(held) ?? 0) - amount)
      taken.push({ held, amount })
    }
    const isSellable = (at: number) => (this.#batch(at).completed ?? days + 1) <= days && this.#batch(at).hold === 'NONE'
    for (const { grade, amount, batch } of lines) {
      if (batch === null) continue
      const held = this.#held(batch, grade)
      if (held === undefined || !isSellable(batch)) return undefined
      take(held, amount)
    }
    const age = (at: number) => `${this.#batch(at).completed} ${this.#batch(at).id}`
    const queue = [0, 1].filter(isSellable).sort((a, b) => (age(a) < age(b) ? -1 : 1))
    for (const { grade, amount, batch } of lines) {
      if (batch !== null) continue
      let open = amount
      for (const at of queue) {
        const held = this.#held(at, grade)
        const part = held === undefined ? 0 : Math.min(Math.max(left.get(held) ?? 0, 0), open)
        if (held === undefined || part === 0) continue
        take(held, part)
        open -= part
      }
      if (open > 0) return undefined
    }
    return [...left.values()].some((amount) => amount < 0) ? undefined : taken
  }
}

function add(held: HeldStock, amount: number, days: number, { produced = 0, sold = 0 }: { produced?: number; sold?: number }): void {
  held.onHand += amount
  held.moves.push([days, amount])
  held.produced += produced
  held.sold += sold
}

/** StoryStep first, so that every kind of step is known to have succeeded once. */
const everyKind: Step[] = [
  { kind: 'output', batch: 0, grade: 'A', amount: 30, days: 0 },
  { kind: 'complete', batch: 0, days: 0 },
  { kind: 'sell', days: 5, lines: [{ grade: 'A', amount: 5, batch: null }] },
  { kind: 'cancel', nth: 0, days: 6 },
  { kind: 'adjust', batch: 0, grade: 'A', amount: -3, days: 5 },
  { kind: 'reverse', nth: 0, days: 9 },
]

/** What a count has found is on the held, but was not produced. */
const reversedTwice: Step[] = [
  { kind: 'output', batch: 0, grade: 'A', amount: 10, days: 0 },
  { kind: 'adjust', batch: 0, grade: 'A', amount: 10, days: 0 },
  { kind: 'reverse', nth: 0, days: 5 },
  { kind: 'reverse', nth: 0, days: 5 },
]

/** The shelf is empty in between: what is there today was not there then. */
const emptyInBetween: Step[] = [
  { kind: 'output', batch: 0, grade: 'A', amount: 10, days: 2 },
  { kind: 'complete', batch: 0, days: 2 },
  { kind: 'sell', days: 5, lines: [{ grade: 'A', amount: 8, batch: null }] },
  { kind: 'adjust', batch: 0, grade: 'A', amount: 5, days: 8 },
  { kind: 'adjust', batch: 0, grade: 'A', amount: -5, days: 1 },
  { kind: 'sell', days: 6, lines: [{ grade: 'A', amount: 3, batch: null }] },
  { kind: 'sell', days: 4, lines: [{ grade: 'A', amount: 2, batch: 0 }] },
  { kind: 'sell', days: 9, lines: [{ grade: 'A', amount: 5, batch: null }] },
]

t.test('C: stock balances are right on every day, after any sequence of operations of any day', async (t) => {
  const workshops = { BUAH: await stock.workshop('BUAH'), KG: await stock.workshop('KG') }
  const met = new Set<string>()
  await holds(
    t,
    fc.asyncProperty(fc.constantFrom('BUAH' as const, 'KG' as const), fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), async (unit, steps) => {
      const scale = unit === 'KG' ? 1000 : 1
      const home = workshops[unit]
      const workshop = { ...home, productId: await stock.product(home.facilityId, unit) }
      const ids = [await stock.begun(workshop), await stock.begun(workshop)]
      const model = new Model(ids, workshop, scale)
      for (const step of steps) {
        const outcome = await model.take(step)
        if (outcome === undefined) continue
        const { answer, expected } = outcome
        met.add(`${step.kind} ${expected}`)
        if (expected !== answer.status < 300) throw new Error(`${step.kind} was answered ${answer.status} ${answer.text}`)
        if (!expected && ![409, 422].includes(answer.status)) throw new Error(`${step.kind} was refused with ${answer.status}`)
        const found = await database.query<{ key: string; onHand: string; produced: string; sold: string }>(
          `SELECT batch_id || ' ' || grade AS key, on_hand AS "onHand", produced, sold FROM stock_balance WHERE product_id = $1`,
          [workshop.productId],
        )
        const inModel = Object.fromEntries([...model.stock].map(([key, { moves: _, ...held }]) => [key, held]))
        const amount = (text: string) => Math.round(Number(text) * scale)
        const inDatabase = Object.fromEntries(
          found.map(({ key, ...row }) => [key, { onHand: amount(row.onHand), produced: amount(row.produced), sold: amount(row.sold) }]),
        )
        const differs = Object.keys({ ...inModel, ...inDatabase }).find((key) => JSON.stringify(inModel[key]) !== JSON.stringify(inDatabase[key]))
        if (differs)
          throw new Error(`After ${step.kind} ${differs} is ${JSON.stringify(inDatabase[differs])} and should be ${JSON.stringify(inModel[differs])}`)
      }
      const wrong = await stock.contradictions(workshop)
      if (wrong.length > 0) throw new Error(`Balances and movements do not agree: ${JSON.stringify(wrong)}`)
      for (const id of ids) {
        const { body } = await api.get(`/v1/batches/${id}`)
        const sum = (member: 'onHand' | 'produced' | 'sold', of: readonly string[]) =>
          of.reduce((total, grade) => total + (model.stock.get(`${id} ${grade}`)?.[member] ?? 0), 0) / scale
        const all = ['A', 'B', 'REJECT']
        const expected = { produced: sum('produced', ['A', 'B']), rejected: sum('produced', ['REJECT']), sold: sum('sold', all), onHand: sum('onHand', all) }
        for (const [member, value] of Object.entries(expected))
          if (body[member] !== value) throw new Error(`${member} is ${body[member]} and should be ${value}`)
      }
    }),
    {
      numRuns: 25,
      endOnFailure: true,
      examples: [
        ['BUAH', everyKind],
        ['BUAH', reversedTwice],
        ['KG', emptyInBetween],
      ],
    },
  )
  const kinds = ['output', 'complete', 'sell', 'cancel', 'adjust', 'reverse']
  t.strictSame(
    kinds.filter((kind) => !met.has(`${kind} true`)),
    [],
    'each has succeeded',
  )
})

/** Rows with few different values, so that sorts have ties. The ids are in no order. */
const saleRow = fc.record({ soldOn: fc.integer({ min: 0, max: 3 }), total: fc.integer({ min: 0, max: 2 }), updated: fc.integer({ min: 0, max: 3 }) })
const sortable = ['soldOn', 'number', 'total', 'updatedAt', 'id']
const sorts = fc
  .uniqueArray(fc.constantFrom(...sortable), { maxLength: 3 })
  .chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(name, `-${name}`))))
  .map((words) => words.join(','))

t.test('pages visit every row once, forwards and back, whatever the sort, while rows are added', async (t) => {
  const facilityId = idOf(await make.facility())
  const add = (buyerId: string, rows: readonly { soldOn: number; total: number; updated: number }[]) =>
    database.query(
      `INSERT INTO sale (id, facility_id, number, buyer_id, sold_on, channel, total, created_by, updated_by, updated_at)
       SELECT gen_random_uuid(), $1, upper(substr(md5(random()::text), 1, 2) || '-' || row.number), $2, DATE '2025-09-10' + row."soldOn", 'DIRECT', row.total, $1, $1,
              TIMESTAMPTZ '2025-10-10 00:00:00.120Z' + row.updated * INTERVAL '1 millisecond'
       FROM jsonb_to_recordset($3::jsonb) AS row("soldOn" int, total bigint, updated int, number text)`,
      [facilityId, buyerId, JSON.stringify(rows.map((row) => ({ ...row, number: randomUUID() })))],
    )
  const linkOf = (answer: Answer, rel: string) => new RegExp(`<([^>]*)>; rel="${rel}"`).exec(String(answer.headers.link))?.[1]
  const walk = async (from: Answer, rel: 'next' | 'prev', between: () => Promise<unknown>): Promise<Answer[]> => {
    const pages = [from]
    for (let url = linkOf(from, rel); url !== undefined; ) {
      await between()
      const page = await api.get(url)
      pages.push(page)
      if (pages.length > 200) throw new Error('The pages do not end.')
      url = linkOf(page, rel)
    }
    return pages
  }
  await holds(
    t,
    fc.asyncProperty(
      fc.array(saleRow, { maxLength: 24, size: 'max' }),
      fc.array(saleRow, { maxLength: 12 }),
      sorts,
      fc.integer({ min: 1, max: 9 }),
      async (rows, late, sort, limit) => {
        const buyerId = idOf(await make.buyer(facilityId))
        await add(buyerId, rows)
        const query = { buyerId, ...(sort === '' ? {} : { sort }) }
        const all = (await api.get('/v1/sales', { query: { ...query, limit: 200 } })).items.map(idOf)
        if (new Set(all).size !== rows.length) throw new Error(`${all.length} of ${rows.length} rows are listed`)
        const waiting = late.map((row) => [row])
        const between = async () => {
          const next = waiting.pop()
          if (next) await add(buyerId, next)
        }
        const first = await api.get('/v1/sales', { query: { ...query, limit } })
        const forwards = await walk(first, 'next', between)
        const back = await walk(forwards.at(-1) ?? first, 'prev', between)
        for (const [way, pages] of Object.entries({ forwards, back: back.toReversed() })) {
          const visited = pages.flatMap(({ items }) => items.map(idOf))
          if (new Set(visited).size !== visited.length) throw new Error(`${way}: a row was visited twice`)
          const known = new Set(all)
          const kept = visited.filter((id) => known.has(id))
          if (JSON.stringify(kept) !== JSON.stringify(all)) throw new Error(`${way}: the rows that were there are not visited once each, in order`)
          if (pages.some(({ items }) => items.length > limit)) throw new Error(`${way}: a page is too long`)
        }
      },
    ),
    { numRuns: 60, endOnFailure: true },
  )
})
