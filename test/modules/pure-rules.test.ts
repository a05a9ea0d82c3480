/** What is refused by rules.ts of a module: each rule is broken once, explained, and nothing is written. */
import t, { type Test } from 'tap'
import * as enrollmentRules from '../../src/production/enrollments/rules.ts'
import * as productRules from '../../src/production/products/rules.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { writtenIn } from '../support/figures.ts'
import { idOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { workday } from '../support/samples.ts'
import type { Scene } from '../support/scenarios.ts'
import { dayAfter } from '../support/stock-model.ts'

const { api, contract, make, database } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const tomorrow = '2099-12-31'

const written = () => writtenIn(database)

/** A call that breaks a rule of rules.ts, which has several cases where a rule is broken in several ways. */
interface Case {
  rule: string
  id: string
  scene: () => Promise<Scene>
  code: string
  /** Of the answer's first error. */
  pointer?: string
  /** What the answer says beside. */
  facts?: Row
}

async function refusesEach(t: Test, rules: readonly string[], cases: readonly Case[]): Promise<void> {
  t.same(rules.toSorted(), [...new Set(cases.map(({ rule }) => rule))].sort(), 'every rule has a case')
  for (const { rule, id, scene, code, pointer, facts } of cases) {
    const given = await scene()
    const before = await written()
    const { body } = await perform(api, contract.operation(id), given, { ifMatch: '*' })
    t.match(body, { code, ...(pointer === undefined ? {} : { errors: [{ pointer }] }), ...(facts ? { facts } : {}) }, `${rule}: ${id}`)
    t.same(await written(), before, `${rule}: nothing is written`)
  }
}
const required = (rules: object): string[] => Object.keys(rules).filter((name) => name.startsWith('require'))
/** A call on a row that is being made. */
const on = async (row: Promise<Row>, body?: Row): Promise<Scene> => ({ params: { id: idOf(await row) }, ...(body ? { body } : {}) })

t.test('rules of enrollments', async (t) => {
  const proposal = async (given: Row): Promise<Scene> => ({ params: {}, body: await make.body('createEnrollment', facilityId, given) })
  const inmate = async (given: Row): Promise<Row> => ({ inmateId: idOf(await make.inmate(facilityId, given)) })
  const program = async (given: Row): Promise<Row> => ({ programId: idOf(await make.activeProgram(facilityId, given)) })
  const [first, dayBefore, dayAfterwards] = [workday, dayAfter(-1), dayAfter(1)]
  const full = async (): Promise<Row> => {
    const having = await program({ capacity: 1 })
    await make.enrollment(facilityId, having)
    return having
  }
  const eligibility = { legalStatus: ['CONVICT'], minDaysToRelease: 30 }
  const enrollment = (given: Row = {}) => make.enrollment(facilityId, given)
  const approved = (given: Row = {}) => make.approvedEnrollment(facilityId, given)
  const inDraft = async (): Promise<Row> => approved({ programId: idOf(await make.program(facilityId)) })
  const noLongerEligible = async (): Promise<Row> => {
    const enrollment = await approved(await program({ eligibility: { legalStatus: ['CONVICT'] } }))
    await api.patch(`/v1/inmates/${enrollment.inmateId}`, { body: { legalStatus: 'DETAINEE' }, ifMatch: '*' })
    return enrollment
  }
  /** For somebody who took part until the first day. */
  const again = async (): Promise<Scene> => {
    const { id, programId = null, inmateId = null } = await approved({ startsOn: first })
    await make.call('terminateEnrollment', { id: String(id) }, { outcome: 'WITHDRAWN', endsOn: first, endReason: 'OWN_REQUEST' }, 2)
    return proposal({ programId, inmateId, startsOn: first })
  }
  const firstDay = { rule: 'requireFirstDay', code: 'contradiction', pointer: '/startsOn' }
  await refusesEach(t, required(enrollmentRules), [
    { ...firstDay, id: 'createEnrollment', scene: async () => proposal({ ...(await program({ startsOn: first })), startsOn: dayBefore }) },
    { ...firstDay, id: 'createEnrollment', scene: async () => proposal({ ...(await program({ endsOn: first })), startsOn: dayAfterwards }) },
    { ...firstDay, id: 'createEnrollment', scene: async () => proposal({ ...(await inmate({ admittedOn: dayAfterwards })), startsOn: first }) },
    { ...firstDay, id: 'updateEnrollment', scene: async () => on(enrollment(await program({ startsOn: first })), { startsOn: dayBefore }) },
    {
      rule: 'requireFirstDay',
      id: 'createEnrollment',
      scene: async () => proposal({ ...(await program({ eligibility })), ...(await inmate({ legalStatus: 'DETAINEE', expectedReleaseOn: tomorrow })) }),
      code: 'not-eligible',
      facts: { rules: ['LEGAL_STATUS'] },
    },
    {
      rule: 'requireFirstDay',
      id: 'createEnrollment',
      scene: async () => proposal({ ...(await program({ eligibility })), ...(await inmate({ expectedReleaseOn: dayAfter(29) })), startsOn: first }),
      code: 'not-eligible',
      facts: { rules: ['MIN_DAYS_TO_RELEASE'] },
    },
    { rule: 'requireFreePeriod', id: 'createEnrollment', scene: again, code: 'period-overlap', pointer: '/startsOn', facts: { earliest: dayAfterwards } },
    { rule: 'requireActiveProgram', id: 'activateEnrollment', scene: () => on(inDraft()), code: 'invalid-transition', facts: { state: 'DRAFT' } },
    { rule: 'requireEligible', id: 'activateEnrollment', scene: () => on(noLongerEligible()), code: 'not-eligible', facts: { rules: ['LEGAL_STATUS'] } },
    { rule: 'requirePlace', id: 'createEnrollment', scene: async () => proposal(await full()), code: 'program-full' },
    { rule: 'requireStep', id: 'activateEnrollment', scene: () => on(enrollment()), code: 'invalid-transition' },
    { rule: 'requireStarted', id: 'activateEnrollment', scene: () => on(approved({ startsOn: tomorrow })), code: 'contradiction', pointer: '/startsOn' },
    {
      rule: 'requireFittingEnd',
      id: 'terminateEnrollment',
      scene: () => on(approved(), { outcome: 'COMPLETED', endsOn: first, endReason: 'PROGRAM_FINISHED' }),
      code: 'contradiction',
      pointer: '/outcome',
    },
    {
      rule: 'requireFittingEnd',
      id: 'terminateEnrollment',
      scene: () => on(approved({ startsOn: first }), { outcome: 'WITHDRAWN', endsOn: dayBefore, endReason: 'OWN_REQUEST' }),
      code: 'contradiction',
      pointer: '/endsOn',
    },
  ])
})

t.test('rules of products', async (t) => {
  const ofBatch = async (given: Row): Promise<Scene> => ({ params: { id: String((await make.completedBatch(facilityId)).productId) }, body: given })
  const grades = ['A', 'B', 'A'].map((code) => ({ code, sellable: true }))
  await refusesEach(t, required(productRules), [
    {
      rule: 'requireUnit',
      id: 'createBatchOutput',
      scene: () => on(make.startedBatch(facilityId), { grade: 'A', quantity: 1.5, recordedOn: workday }),
      code: 'contradiction',
      pointer: '/quantity',
    },
    {
      rule: 'requireDistinctGrades',
      id: 'updateProduct',
      scene: () => on(make.product(facilityId), { grades }),
      code: 'contradiction',
      pointer: '/grades/2/code',
    },
    {
      rule: 'requireChecked',
      id: 'updateProduct',
      scene: () => on(make.product(facilityId), { barcode: '8991234567894' }),
      code: 'contradiction',
      pointer: '/barcode',
    },
    { rule: 'requireKindChangeable', id: 'updateProduct', scene: () => ofBatch({ unit: 'KG' }), code: 'contradiction', pointer: '/unit' },
    { rule: 'requireKindChangeable', id: 'updateProduct', scene: () => ofBatch({ isService: true }), code: 'contradiction', pointer: '/isService' },
    {
      rule: 'requireSameSale',
      id: 'updateProduct',
      scene: () => ofBatch({ grades: [{ code: 'A', sellable: false }] }),
      code: 'contradiction',
      pointer: '/grades/0/sellable',
    },
    {
      rule: 'requireUnused',
      id: 'updateProduct',
      scene: () => ofBatch({ grades: [{ code: 'B', sellable: true }] }),
      code: 'still-referenced',
      facts: { heldBy: ['stock_balance'] },
    },
  ])
})
