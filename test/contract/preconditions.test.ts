/** RFC 9110, 13.2: a tag that is stale is answered before what is wrong with the change itself. Operations and their members are found in the contract. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Json, Operation, Row, Schema } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { scenarioOf } from '../support/scenarios.ts'

const { contract, api, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())

/** What fits the schema of a member, and hardly ever the row: unknown rows, days out of reach, the largest number, every other word. */
function unfitting(schema: Schema): Json[] {
  const plain = contract.resolve(schema)
  if (plain.anyOf !== undefined) return plain.anyOf.flatMap(unfitting)
  if (plain.enum !== undefined) return plain.enum
  if (plain.format === 'uuid') return [randomUUID()]
  if (plain.format === 'date') return ['1950-01-01', '2090-12-31']
  const types = [plain.type ?? []].flat()
  return [
    ...(types.includes('null') ? [null] : []),
    ...(types.includes('boolean') ? [true, false] : []),
    ...(types.some((type) => type === 'integer' || type === 'number') ? [plain.maximum ?? 1] : []),
  ]
}

const bodiesOf = ({ body }: Operation, given: Row = {}): Row[] =>
  Object.entries(contract.resolve(body ?? {}).properties ?? {}).flatMap(([member, schema]) => unfitting(schema).map((value) => ({ ...given, [member]: value })))

const guarded = contract.operations.filter(({ ifMatch }) => ifMatch)
t.ok(guarded.length > 30, 'the contract names them')

for (const operation of guarded) {
  t.test(`${operation.method} ${operation.path} (${operation.id})`, async (t) => {
    const scene = await scenarioOf(contract, operation)?.({ make, facilityId })
    if (scene?.version === undefined) return t.fail('the scenario names no version')
    const stale = { ifMatch: scene.version + 1 }
    for (const body of bodiesOf(operation, scene.body)) {
      const answer = await perform(api, operation, { ...scene, body }, stale)
      t.match(answer, { status: 412, body: { code: 'stale-version' } }, `a stale tag is answered before ${JSON.stringify(body)}`)
    }
    t.equal((await perform(api, operation, scene)).status, operation.success)
    if (operation.method === 'DELETE') return
    // What a PUT asks for is there already (RFC 9110, 13.1.1).
    if (operation.method === 'PUT') return void t.equal((await perform(api, operation, scene)).status, operation.success)
    // What was done cannot be done again, most often; the tag is stale in any case.
    t.match(await perform(api, operation, scene), { status: 412, body: { code: 'stale-version' } }, 'and before a state that does not allow it')
  })
}
