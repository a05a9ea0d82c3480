/**
 * The story of Rutan Banjarnegara told by an integrator's program: openapi-fetch with the types generated from the
 * document, and no cast. What the document leaves vague would not compile here.
 */
import createClient from 'openapi-fetch'
import type { components, paths } from '../client.d.ts'

type Schemas = components['schemas']

export interface TypedStory {
  batch: Schemas['Batch']
  sale: Schemas['Sale']
  payment: Schemas['Payment']
  refusal: Schemas['Problem']
  refusalStatus: number
  codes: string[]
  workers: number
}

interface Answered<T> {
  data?: T | undefined
  error?: Schemas['Problem'] | undefined
  response: Response
}

/** @throws Error with what the server said instead */
async function done<T>(asked: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await asked
  if (data === undefined) throw new Error(`${response.status} ${error?.code}: ${error?.detail}`)
  return data
}

/** Path and headers of a step on a row that was read. */
const on = ({ id, version }: { id: string; version: number }) => ({ path: { id }, header: { 'If-Match': `"${version}"` } })

export async function tellTypedStory(baseUrl: string, key: string): Promise<TypedStory> {
  const api = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } })

  const { id: facilityId } = await done(
    api.POST('/v1/facilities', {
      body: { code: 'RUTAN-BANJARNEGARA', name: 'Rutan Kelas IIB Banjarnegara', type: 'RUTAN', level: 'IIB', regionCode: '33.04', timeZone: 'Asia/Jakarta' },
    }),
  )
  const officer = await done(api.POST('/v1/officers', { body: { facilityId, name: 'Sri Wahyuni', position: 'Petugas pembinaan kemandirian' } }))
  const program = await done(
    api.POST('/v1/programs', {
      params: { header: { 'Idempotency-Key': 'besek' } },
      body: {
        facilityId,
        code: 'BESEK',
        name: 'Kerajinan bambu: besek',
        category: 'HANDICRAFT',
        kind: 'PRODUCTION',
        place: 'INSIDE',
        supervisorId: officer.id,
        startsOn: '2025-09-01',
        accelerationPoint: 3,
        contributionMode: 'EQUAL',
      },
    }),
  )
  await done(api.POST('/v1/programs/{id}/activation', { params: on(program) }))

  const inmateIds: string[] = []
  for (const name of ['Budi Santoso', 'Slamet Riyadi', 'Agus Prasetyo', 'Wahyu Hidayat', 'Joko Susilo', 'Eko Purnomo']) {
    const inmate = await done(
      api.POST('/v1/inmates', { body: { facilityId, name, sex: 'MALE', legalStatus: 'CONVICT', admittedOn: '2025-03-03', skills: ['anyaman bambu'] } }),
    )
    await done(
      api.POST('/v1/inmates/{id}/registrations', {
        params: { path: { id: inmate.id } },
        body: { book: 'B_I', number: `BJN/${100 + inmateIds.length}/2025`, from: '2025-03-03' },
      }),
    )
    const enrollment = await done(
      api.POST('/v1/enrollments', {
        body: {
          programId: program.id,
          inmateId: inmate.id,
          role: inmateIds.length === 0 ? 'LEADER' : 'WORKER',
          proposedOn: '2025-09-02',
          startsOn: '2025-09-08',
        },
      }),
    )
    const decision = { number: 'TPP-09/2025', date: '2025-09-04', officerId: officer.id }
    const approved = await done(api.POST('/v1/enrollments/{id}/approval', { params: on(enrollment), body: { decision } }))
    await done(api.POST('/v1/enrollments/{id}/activation', { params: on(approved) }))
    inmateIds.push(inmate.id)
  }

  const product = await done(
    api.POST('/v1/products', {
      body: {
        facilityId,
        sku: 'BSK',
        name: 'Besek',
        description: 'Wadah tradisional berbahan bambu',
        category: 'HANDICRAFT',
        unit: 'BUAH',
        grades: [
          { code: 'A', sellable: true },
          { code: 'REJECT', sellable: false },
        ],
        listPrices: [{ amount: 125, from: '2025-09-01' }],
        published: true,
      },
    }),
  )
  const planned = await done(
    api.POST('/v1/batches', {
      body: {
        programId: program.id,
        productId: product.id,
        code: 'BJN-BSK-2509-01',
        supervisorId: officer.id,
        plannedQuantity: 1600,
        startsOn: '2025-09-10',
        targetOn: '2025-10-10',
      },
    }),
  )
  const path = { id: planned.id }
  await done(api.POST('/v1/batches/{id}/start', { params: on(planned) }))
  for (const inmateId of inmateIds)
    await done(api.POST('/v1/batches/{id}/workers', { params: { path }, body: { inmateId, from: '2025-09-10', to: '2025-10-09' } }))
  await done(
    api.POST('/v1/batches/{id}/outputs', { params: { path }, body: { grade: 'A', quantity: 1600, recordedOn: '2025-10-09', inspectedBy: officer.id } }),
  )
  const produced = await done(api.GET('/v1/batches/{id}', { params: { path } }))
  await done(api.POST('/v1/batches/{id}/completion', { params: on(produced), body: { completedOn: '2025-10-09' } }))

  const buyer = await done(
    api.POST('/v1/buyers', { body: { facilityId, type: 'INDIVIDUAL', name: 'Pak Harjo', businessField: 'penjual ikan asin', regionCode: '33.04.06' } }),
  )
  const draft = (number: string, quantity: number): Schemas['NewSale'] => ({
    number,
    buyerId: buyer.id,
    soldOn: '2025-10-10',
    channel: 'DIRECT',
    lines: [{ productId: product.id, grade: 'A', quantity, unitPrice: 125 }],
  })
  const drafted = await done(api.POST('/v1/sales', { body: draft('BJN-2510-001', 1600) }))
  const confirmed = await done(api.POST('/v1/sales/{id}/confirmation', { params: on(drafted) }))
  const payment = await done(api.POST('/v1/payments', { body: { saleId: confirmed.id, amount: 200_000, paidOn: '2025-10-10', method: 'CASH' } }))
  const paid = await done(api.GET('/v1/sales/{id}', { params: { path: { id: confirmed.id } } }))
  const sale = await done(api.POST('/v1/sales/{id}/completion', { params: on(paid) }))
  const batch = await done(api.GET('/v1/batches/{id}', { params: { path } }))

  const oneMore = await done(api.POST('/v1/sales', { body: draft('BJN-2510-002', 1) }))
  const { error: refusal, response } = await api.POST('/v1/sales/{id}/confirmation', { params: on(oneMore) })
  if (refusal === undefined) throw new Error('One more besek was sold than there were.')

  const page = await done(api.GET('/v1/batches', { params: { query: { facilityId: [facilityId], status: ['COMPLETED'] } } }))
  const workers = await done(api.GET('/v1/batches/{id}/workers', { params: { path, query: { limit: 200 } } }))
  return {
    batch,
    sale,
    payment,
    refusal,
    refusalStatus: response.status,
    codes: page.items.flatMap(({ code }) => code ?? []),
    workers: workers.items.length,
  }
}
