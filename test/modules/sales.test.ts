/** A draft may be old when it is confirmed, and access may have ended when a request is repeated. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import { idOf, versionOf } from '../support/make.ts'

const { api, make, makeClient, database } = await buildTestApp(t)
const facility = idOf(await make.facility())

t.test('a draft whose', async (t) => {
  const confirm = (sale: Parameters<typeof idOf>[0]) => api.post(`/v1/sales/${idOf(sale)}/confirmation`, { ifMatch: versionOf(sale) })
  const productOf = async (sale: Parameters<typeof idOf>[0]) => (await api.get(`/v1/products/${(sale.lines as { productId: string }[])[0]?.productId}`)).body

  await t.test('grade is no longer sold is not confirmed: contradiction', async (t) => {
    const sale = await make.sale(facility)
    const product = await productOf(sale)
    const grades = (product.grades as { code: string }[]).map(({ code }) => ({ code, sellable: false }))
    await make.call('updateProduct', { id: idOf(product) }, { grades }, versionOf(product))
    t.match(await confirm(sale), { status: 422, body: { errors: [{ pointer: '/lines/0/grade' }] } })
  })

  await t.test('product is archived is not confirmed: contradiction', async (t) => {
    const sale = await make.sale(facility)
    const product = await productOf(sale)
    await make.call('updateProduct', { id: idOf(product) }, { archived: true }, versionOf(product))
    t.match(await confirm(sale), { status: 422, body: { errors: [{ pointer: '/lines/0/productId' }] } })
  })

  await t.test('buyer is no longer active is not confirmed: contradiction', async (t) => {
    const sale = await make.sale(facility)
    const { body: buyer } = await api.get(`/v1/buyers/${sale.buyerId}`)
    await make.call('updateBuyer', { id: idOf(buyer) }, { active: false }, versionOf(buyer))
    t.match(await confirm(sale), { status: 422, body: { errors: [{ pointer: '/buyerId' }] } })
  })

  await t.test('quantity is a fraction keeps the unit of its product: contradiction', async (t) => {
    const productId = idOf(await make.product(facility, { unit: 'KG' }))
    await make.sale(facility, { lines: [{ productId, grade: 'A', quantity: 0.5, unitPrice: 125 }] })
    const { body: product } = await api.get(`/v1/products/${productId}`)
    const changed = await api.patch(`/v1/products/${productId}`, { body: { unit: 'BUAH' }, ifMatch: versionOf(product) })
    t.match(changed, { status: 422, body: { errors: [{ pointer: '/unit' }] } })
  })

  await t.test('lines ask together for more than there is says how much that is: insufficient-stock', async (t) => {
    const batch = await make.completedBatch(facility, {}, 5)
    const line = { productId: batch.productId ?? null, grade: 'A', quantity: 4, unitPrice: 125 }
    const sale = await make.sale(facility, { lines: [line, line] })
    t.match(await confirm(sale), { status: 409, body: { code: 'insufficient-stock', facts: { shortages: [{ onHand: 5, requested: 8 }] } } })
  })
})

t.test('a repeated request shows nothing to a client that has lost the facility: unknown-reference', async (t) => {
  const other = idOf(await make.facility())
  const key = await makeClient({ facilities: [other] })
  const call = { key, body: await make.body('createBuyer', other), idempotencyKey: 'once' }
  t.equal((await api.post('/v1/buyers', call)).status, 201)
  t.equal((await api.post('/v1/buyers', call)).status, 201, 'while it sees the facility, it is answered as before')
  await database.prisma.apiClientFacility.deleteMany({ where: { facilityId: other } })
  const deadline = Date.now() + 2_000
  let answer = await api.post('/v1/buyers', call)
  // The announcement of the change travels beside the requests.
  while (answer.status === 201 && Date.now() < deadline) answer = await api.post('/v1/buyers', call)
  t.match(answer, { status: 422, body: { code: 'unknown-reference' } })
})
