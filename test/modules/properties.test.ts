/** Pure rules that hold for everything, tried with what nobody thought of. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { allocate, lineTotal, saleTotal } from '../../src/commerce/sales/rules.ts'
import { localDay } from '../../src/platform/contract/local-day.ts'
import { Problem } from '../../src/platform/contract/problems.ts'
import { initialsOf } from '../../src/platform/security/data-classes.ts'
import { fitsUnit } from '../../src/production/products/index.ts'
import type { DatedBalance } from '../../src/production/stock/index.ts'
import { workday } from '../support/samples.ts'
import { dayAfter, saleDay } from '../support/stock-model.ts'

/** Repeats a failure: `seed` and `path` of the report go into the parameters. */
const holds = async <T>(t: Test, property: fc.IRawProperty<T>, parameters: fc.Parameters<T> = {}): Promise<void> => {
  await fc.assert(property, parameters)
  t.pass()
}

/** What the call throws as a problem; anything else that is thrown is a fault. */
function refusal(call: () => unknown): string | undefined {
  try {
    call()
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

const largest = BigInt(Number.MAX_SAFE_INTEGER)
/** Thousandths of a unit, as wide as the contract allows. */
const thousandths = fc.oneof(fc.bigInt(1n, 99_999_999_999_999n), fc.bigInt(1n, 100_000n))
const rupiah = fc.oneof(fc.bigInt(0n, largest), fc.bigInt(0n, 1_000_000n))

t.test('a line costs quantity times price, rounded half up, to the last rupiah', async (t) => {
  await holds(
    t,
    fc.property(thousandths, rupiah, (quantity, price) => {
      const exact = quantity * price
      const [whole, rest] = [exact / 1000n, exact % 1000n]
      const expected = rest >= 500n ? whole + 1n : whole
      const call = () => lineTotal(Number(quantity) / 1000, Number(price))
      if (expected > largest) return refusal(call) === 'contradiction'
      return Number.isSafeInteger(call()) && BigInt(call()) === expected
    }),
    { numRuns: 5_000 },
  )
})

t.test('a sale costs its lines less the discount, and never less than nothing', async (t) => {
  await holds(
    t,
    fc.property(fc.array(rupiah, { maxLength: 20 }), rupiah, (lines, discount) => {
      const sum = lines.reduce((total, line) => total + line, 0n)
      const call = () => saleTotal(lines.map(Number), Number(discount))
      if (sum > largest || sum < discount) return refusal(call) === 'contradiction'
      return BigInt(call()) === sum - discount
    }),
    { numRuns: 3_000 },
  )
})

const productIds = ['p1', 'p2']
const grades = ['A', 'B']
const soldOn = saleDay
const amounts = fc.integer({ min: 1, max: 6_000 })
const balances = fc
  .uniqueArray(
    fc.record({
      batch: fc.integer({ min: 0, max: 4 }),
      grade: fc.constantFrom(...grades),
      onHand: fc.integer({ min: 0, max: 20_000 }),
      completed: fc.option(fc.integer({ min: 0, max: 11 }), { freq: 8 }),
      hold: fc.constantFrom('NONE', 'NONE', 'NONE', 'NONE', 'NONE', 'QUARANTINE'),
      before: fc.oneof(
        { weight: 4, arbitrary: fc.constant<number[]>([]) },
        { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 3 }) },
      ),
    }),
    { selector: ({ batch, grade }) => `${batch} ${grade}`, minLength: 3, maxLength: 10, size: 'max' },
  )
  .map((found) =>
    found.map(({ batch, grade, onHand, before }): DatedBalance => {
      // What is true of a batch is true of it in every grade.
      const { completed, hold } = found.find((other) => other.batch === batch) ?? { completed: null, hold: 'NONE' }
      return {
        batchId: `batch-${batch}`,
        batchCode: `B${batch}`,
        grade,
        facilityId: 'f',
        productId: productIds[batch % 2] as string,
        unit: 'KG',
        onHand: onHand / 1000,
        startsOn: workday,
        completedOn: completed === null ? null : dayAfter(completed),
        hold,
        lastMovedOn: null,
        day: soldOn,
        before: before.map((held, at) => ({ until: dayAfter(20 + at), onHand: held / 1000 })),
        unusable: null,
        unsellable: hold !== 'NONE' ? 'on-hold' : completed === null ? 'not-completed' : dayAfter(completed) > soldOn ? 'completed-later' : null,
        timeZone: 'Asia/Jakarta',
      }
    }),
  )
const wantedLines = fc.array(
  fc.record({
    product: fc.constantFrom(0, 1),
    grade: fc.constantFrom(...grades),
    amount: amounts,
    chosen: fc.option(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 2 }), { freq: 2 }),
  }),
  { minLength: 1, maxLength: 6 },
)

t.test('goods are allocated so that every line is filled, no batch gives more than it has, and the oldest go first', async (t) => {
  let divided = 0
  await holds(
    t,
    fc.property(balances, wantedLines, (held, wanted) => {
      const milli = (quantity: number) => Math.round(quantity * 1000)
      const lines = wanted.map(({ product, grade, amount, chosen }, at) => {
        const batches = [...new Set(chosen ?? [])].map((nth) => `batch-${nth * 2 + product}`)
        const share = Math.floor(amount / Math.max(batches.length, 1))
        const parts =
          share === 0 ? [] : batches.map((batchId, nth) => ({ batchId, quantity: (nth === 0 ? amount - share * (batches.length - 1) : share) / 1000 }))
        return { id: `line-${at}`, productId: productIds[product] as string, grade, quantity: amount / 1000, allocations: parts }
      })
      const sellable = ({ unsellable }: DatedBalance) => unsellable === null
      const find = (batchId: string, grade: string) => held.find((balance) => balance.batchId === batchId && balance.grade === grade)
      const free = ({ onHand, before }: DatedBalance) => milli([onHand, ...before.map((then) => then.onHand)].reduce((a, b) => Math.min(a, b)))
      const left = new Map(held.map((balance) => [balance, free(balance)]))

      // Whether it can be done at all: what is chosen is there, and the rest suffices for the rest.
      let possible = true
      for (const { grade, allocations } of lines) {
        for (const { batchId, quantity } of allocations) {
          const balance = find(batchId, grade)
          if (balance === undefined || !sellable(balance)) possible = false
          else left.set(balance, (left.get(balance) ?? 0) - milli(quantity))
        }
      }
      if ([...left.values()].some((amount) => amount < 0)) possible = false
      for (const productId of productIds) {
        for (const grade of grades) {
          const free = lines.filter((line) => line.productId === productId && line.grade === grade && line.allocations.length === 0)
          const asked = free.reduce((sum, { quantity }) => sum + milli(quantity), 0)
          const there = held.filter((balance) => balance.productId === productId && balance.grade === grade && sellable(balance))
          if (asked > there.reduce((sum, balance) => sum + (left.get(balance) ?? 0), 0)) possible = false
        }
      }
      const call = () => allocate(lines, held)
      if (!possible) return ['insufficient-stock', 'contradiction'].includes(refusal(call) ?? '')
      divided++

      const allocated = call()
      const given = new Map(held.map((balance) => [balance, 0]))
      for (const [at, { allocations, ...rest }] of allocated.entries()) {
        const line = lines[at]
        if (line === undefined || !isDeepStrictEqual({ ...rest, allocations: line.allocations }, line)) return false
        if (line.allocations.length > 0 && allocations !== line.allocations) return false
        if (allocations.reduce((sum, { quantity }) => sum + milli(quantity), 0) !== milli(line.quantity)) return false
        for (const { batchId, quantity } of allocations) {
          const balance = find(batchId, line.grade)
          if (balance === undefined || quantity <= 0 || balance.productId !== line.productId) return false
          given.set(balance, (given.get(balance) ?? 0) + milli(quantity))
        }
      }
      if ([...given].some(([balance, amount]) => amount > free(balance))) return false
      const age = ({ completedOn, batchId }: DatedBalance) => `${completedOn} ${batchId}`
      return allocated.every(({ allocations }, at) => {
        const line = lines[at]
        if (line === undefined || line.allocations.length > 0) return true
        const youngest = allocations.map(({ batchId }) => find(batchId, line.grade)).reduce((a, b) => (a && b && age(a) > age(b) ? a : b))
        const older = held.filter(
          (balance) => balance.productId === line.productId && balance.grade === line.grade && sellable(balance) && youngest && age(balance) < age(youngest),
        )
        return older.every((balance) => given.get(balance) === free(balance))
      })
    }),
    { numRuns: 5_000 },
  )
  t.ok(divided > 200, `${divided} of them could be divided`)
})

t.test('the day at a facility is the day in its time zone', async (t) => {
  const zones = { 'Asia/Jakarta': 7, 'Asia/Makassar': 8, 'Asia/Jayapura': 9 }
  await holds(
    t,
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.constantFrom(...Object.entries(zones)),
      (instant, [zone, hours]) => localDay(instant, zone) === new Date(instant.getTime() + hours * 3_600_000).toISOString().slice(0, 10),
    ),
    { numRuns: 2_000 },
  )
})

t.test('counts of pieces are whole, and weights have three decimals at most', async (t) => {
  await holds(
    t,
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), (amount) => {
      for (const unit of ['BUAH', 'IKAT', 'PASANG'] as const) if (fitsUnit(amount / 1000, unit) !== (amount % 1000 === 0)) return false
      for (const unit of ['KG', 'LITER', 'METER'] as const) if (!fitsUnit(amount / 1000, unit) || fitsUnit(amount / 1000 + 0.0001, unit)) return false
      return true
    }),
    { numRuns: 2_000 },
  )
})

t.test('initials are the first letters of the first ten words, and nothing else', async (t) => {
  const letters = fc.constantFrom(...'abcxyzABCXYZéÉñşŞ')
  const word = fc.record({ before: fc.constantFrom('', '1', "'", '(', '3-'), first: letters, rest: fc.string({ unit: letters, maxLength: 8 }) })
  await holds(
    t,
    fc.property(fc.array(word, { maxLength: 14 }), fc.constantFrom(' ', '  ', '\t'), (words, gap) => {
      const expected = words.slice(0, 10).map(({ first }) => `${first.toUpperCase()}.`)
      return initialsOf(words.map(({ before, first, rest }) => before + first + rest).join(gap)) === (expected.join('') || 'N.N.')
    }),
  )
})
