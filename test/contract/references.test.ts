/** Whatever the contract lets a caller name in a new row, or anew in an old one: every state that makes a row unusable is refused there, with its reason. */
import t from 'tap'
import { say } from '../../src/platform/contract/language.ts'
import { allReferables } from '../../src/platform/database/references.ts'
import { buildTestApp } from '../support/app.ts'
import type { Operation, Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { referencesIn, withValue } from '../support/references.ts'
import { prepare } from '../support/scenarios.ts'
import { unusable } from '../support/unusable.ts'

const { api, contract, make, database } = await buildTestApp(t)
const facilityId = idOf(await make.facility())

/** Members that name rows in whatever state, and why: by operation and member. */
const free: Record<string, string> = {
  'correctInmateCustody /changeId': 'it is a change of the inmate in the path, and its state is judged there: test/modules/timelines.test.ts',
  'createSubjectRequest /subject/id': 'a person has the right to ask whatever became of the row',
  'createIncident /clientId': 'the audit trail names clients that are no more',
  'createIncident /credentialId': 'and credentials of theirs',
  'updateIncident /clientId': 'the audit trail names clients that are no more',
  'updateIncident /credentialId': 'and credentials of theirs',
  'createIncident /facilityId': 'a facility out of service has still shown data',
  'createApiClient /facilityIds/0': 'what is already at a facility out of service can still be read',
  'prepareApiClient /facilityIds/0': 'what is already at a facility out of service can still be read',
  'updateApiClient /facilityIds/0': 'what is already at a facility out of service can still be read',
  'writeWorkSheet /rows/0/inmateId': 'whoever was enrolled on that day worked then, wherever the inmate is by now: test/modules/work-logs.test.ts',
  'writeWorkSheet /rows/0/batchId': 'it is a batch of the program in the path, and its state on that day is judged there: test/modules/work-logs.test.ts',
  'createSale /lines/0/service/programId': 'a service is billed after it was done, whatever became of its program',
  'updateSale /lines/0/service/programId': 'a service is billed after it was done, whatever became of its program',
  'createPayment /saleId': 'money comes for a sale, and which state takes it is a step of the sale: 409 invalid-transition, test/modules/rules.test.ts',
}

/** What a body needs beside the member that is tried. */
const beside: Record<string, Row> = {
  createFacility: { type: 'RUTAN' },
  changeInmateCustody: { custodyStatus: 'TRANSFERRED' },
}

/** A body that would be accepted, with every member that holds an identifier. */
async function bodyOf({ id, method }: Operation, body: Row, pointer: string): Promise<Row> {
  const [, first = ''] = pointer.split('/')
  const { [first]: _, ...others } = body
  const whole = await make.wholeBody(id, facilityId, { ...(method === 'POST' ? others : {}), ...beside[id] })
  return method === 'PATCH' ? { [first]: whole[first] ?? null } : whole
}

const named = referencesIn(contract)

t.test('every member that names a row says of which kind, or why any will do', async (t) => {
  t.ok(named.length > 15, 'the contract was read')
  for (const { key, references } of named) t.ok((references !== undefined) !== key in free, `${key}: give idOf() what it references`)
  const keys = named.map(({ key }) => key)
  t.strictSame(
    Object.keys(free).filter((key) => !keys.includes(key)),
    [],
    'what is excepted is there',
  )
})

t.test('every state that is declared can be brought about', async (t) => {
  for (const [name, { states }] of allReferables())
    t.strictSame(Object.keys(unusable[name] ?? {}).sort(), Object.keys(states).sort(), `${name}: add its states to test/support/unusable.ts`)
})

for (const { operation, key, pointer, references } of named.filter((one) => one.references !== undefined)) {
  t.test(key, async (t) => {
    const said = allReferables().get(references ?? '')
    if (said === undefined) return t.fail(`no module says which rows ${references} are: referable()`)
    for (const [state, { because }] of Object.entries(said.states)) {
      const row = await unusable[said.name]?.[state]?.(make, facilityId, database)
      const { params, version, body = {} } = await prepare(contract, operation, { make, facilityId })
      const sent = withValue(await bodyOf(operation, body, pointer), pointer, idOf(row ?? {})) as Row
      const answer = await perform(api, operation, { params, body: sent, ...(version === undefined ? {} : { version }) })
      const message = say(because, 'en')
      t.match(answer, { status: 422, body: { code: 'contradiction', detail: message, errors: [{ pointer, message }] } }, `${state}: contradiction`)
    }
  })
}
