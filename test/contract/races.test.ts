/** Two honest requests at the same time: one names a row, the other takes it away. One of them is refused with a reason, and nothing dangles. */
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { referencesIn, withValue } from '../support/references.ts'
import { prepare } from '../support/scenarios.ts'

const { api, contract, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())

/** A row that can be deleted as long as nobody names it, and where. */
const made: Record<string, () => Promise<string>> = {
  facility: async () => `/v1/facilities/${idOf(await make.facility())}`,
  unit: async () => `/v1/facilities/${idOf(await make.facility())}`,
  kanwil: async () => `/v1/facilities/${idOf(await make.facility({ type: 'KANWIL' }))}`,
  officer: async () => `/v1/officers/${idOf(await make.officer(facilityId))}`,
  inmate: async () => `/v1/inmates/${idOf(await make.inmate(facilityId))}`,
  program: async () => `/v1/programs/${idOf(await make.activeProgram(facilityId))}`,
  product: async () => `/v1/products/${idOf(await make.product(facilityId))}`,
  batch: async () => `/v1/batches/${idOf(await make.batch(facilityId))}`,
  buyer: async () => `/v1/buyers/${idOf(await make.buyer(facilityId))}`,
  sale: async () => `/v1/sales/${idOf(await make.sale(facilityId))}`,
}
const rounds = 4
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Both are answered, and not both are done. */
function oneIsRefused(t: Test, naming: Answer, taking: Answer): void {
  t.ok([200, 201, 204, 400, 409, 422].includes(naming.status), `naming it answers ${naming.status} ${naming.body.code ?? ''}`)
  t.ok([200, 204, 409].includes(taking.status), `taking it away answers ${taking.status} ${taking.body.code ?? ''}`)
  t.notOk(naming.status < 300 && taking.status < 300, 'not both are done')
}

for (const { operation, key, pointer, references } of referencesIn(contract)) {
  const name = references ?? /([A-Za-z]+)Id$/.exec(pointer)?.[1] ?? ''
  const make1 = made[name]
  if (make1 === undefined) continue
  t.test(`${key} against the deletion of the ${name}`, async (t) => {
    for (let round = 0; round < rounds; round++) {
      const path = await make1()
      const { params, version, body = {} } = await prepare(contract, operation, { make, facilityId })
      const whole = operation.method === 'PATCH' ? {} : { ...(await make.wholeBody(operation.id, facilityId, body)) }
      const sent = withValue(
        pointer.split('/').length > 2 ? { ...(await make.wholeBody(operation.id, facilityId, body)), ...whole } : whole,
        pointer,
        path.split('/')[3] as string,
      ) as Row
      const [naming, taking] = await Promise.all([
        perform(api, operation, { params, body: sent, ...(version === undefined ? {} : { version }) }),
        // A deletion is quick: now it is first, now the other.
        later(round * 5).then(() => api.delete(path, { ifMatch: '*' })),
      ])
      oneIsRefused(t, naming, taking)
    }
  })
}

t.test('a grade is dropped while an output of it is recorded', async (t) => {
  for (let round = 0; round < rounds; round++) {
    const grades = ['A', 'B'].map((code) => ({ code, sellable: true }))
    const product = await make.product(facilityId, { grades })
    const batch = await make.startedBatch(facilityId, { productId: idOf(product) })
    const [recording, dropping] = await Promise.all([
      api.post(`/v1/batches/${idOf(batch)}/outputs`, { body: { grade: 'B', quantity: 1, recordedOn: String(batch.startsOn) } }),
      api.patch(`/v1/products/${idOf(product)}`, { body: { grades: grades.slice(0, 1) }, ifMatch: '*' }),
    ])
    oneIsRefused(t, recording, dropping)
  }
})
