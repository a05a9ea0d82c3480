/**
 * The story of Rutan Banjarnegara, October 2025, told through the API: six inmates weave 1,600 besek (bamboo boxes)
 * and the whole lot is sold at Rp 125 apiece. Persons and registrations are made up; the figures are the reported ones.
 */

/** One call of the story with what came of it. */
export interface Told {
  step: string
  method: string
  path: string
  body?: unknown
  status: number
  answer: Record<string, unknown>
}

export interface Call {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  headers: Record<string, string>
  body?: unknown
}

/** Sends a call to the API, over the network or in the same process. */
export type Send = (call: Call) => Promise<{ status: number; body: unknown }>

type Row = Record<string, unknown> & { id: string; version: number }

export interface Story {
  told: Told[]
  facilityId: string
  programId: string
  inmateIds: string[]
  productId: string
  batchId: string
  saleId: string
}

const workers = [
  ['Budi Santoso', 'B_IIA'],
  ['Slamet Riyadi', 'B_IIA'],
  ['Agus Prasetyo', 'B_IIA'],
  ['Wahyu Hidayat', 'B_I'],
  ['Joko Susilo', 'B_I'],
  ['Eko Purnomo', 'A_III'],
] as const

/**
 * Tells the story. `suffix` keeps the codes of a second telling apart from the first.
 * @throws Error when a call is not answered as the story needs
 */
export async function tellStory(send: Send, suffix = '', onTold: (told: Told) => void = () => {}): Promise<Story> {
  const told: Told[] = []
  const ask = async (step: string, expected: number, call: Omit<Call, 'headers'>, version?: number): Promise<Row> => {
    const headers: Record<string, string> = call.method === 'POST' ? { 'idempotency-key': `story-${suffix || 'demo'}-${told.length}` } : {}
    if (version !== undefined) headers['if-match'] = `"${version}"`
    const { status, body } = await send({ ...call, headers })
    const entry = { step, method: call.method, path: call.path, ...(call.body === undefined ? {} : { body: call.body }), status, answer: body as Row }
    told.push(entry)
    onTold(entry)
    if (status !== expected) throw new Error(`"${step}" was answered ${status} instead of ${expected}: ${JSON.stringify(body)}`)
    return body as Row
  }
  const create = (step: string, path: string, body: unknown) => ask(step, 201, { method: 'POST', path, body })
  const move = (step: string, path: string, version: number, body?: unknown) =>
    ask(step, 200, { method: 'POST', path, ...(body === undefined ? {} : { body }) }, version)
  const coded = (code: string) => (suffix === '' ? code : `${code}-${suffix}`)

  const facility = await create('The detention centre', '/v1/facilities', {
    code: coded('RUTAN-BANJARNEGARA'),
    name: 'Rutan Kelas IIB Banjarnegara',
    type: 'RUTAN',
    class: 'IIB',
    regionCode: '33.04',
    timeZone: 'Asia/Jakarta',
  })
  const facilityId = facility.id
  const officer = await create('The officer who supervises', '/v1/officers', { facilityId, name: 'Sri Wahyuni', position: 'Petugas pembinaan kemandirian' })
  const program = await create('The program', '/v1/programs', {
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
  })
  await move('The program opens', `/v1/programs/${program.id}/activation`, program.version)

  const inmateIds: string[] = []
  for (const [at, [name, book]] of workers.entries()) {
    const inmate = await create(`Inmate ${at + 1} of 6`, '/v1/inmates', {
      facilityId,
      name,
      sex: 'MALE',
      legalStatus: book === 'A_III' ? 'DETAINEE' : 'CONVICT',
      admittedOn: '2025-03-03',
      skills: ['anyaman bambu'],
    })
    inmateIds.push(inmate.id)
    await create('… in the register', `/v1/inmates/${inmate.id}/registrations`, { book, number: `${coded('BJN')}/${100 + at}/2025`, from: '2025-03-03' })
    const enrollment = await create('… is proposed', '/v1/enrollments', {
      programId: program.id,
      inmateId: inmate.id,
      role: at === 0 ? 'LEADER' : 'WORKER',
      proposedOn: '2025-09-02',
      startsOn: '2025-09-08',
    })
    const approved = await move('… is approved', `/v1/enrollments/${enrollment.id}/approval`, enrollment.version, {
      decision: { number: 'TPP-09/2025', date: '2025-09-04', officerId: officer.id },
    })
    await move('… takes part', `/v1/enrollments/${enrollment.id}/activation`, approved.version)
  }

  const product = await create('The product', '/v1/products', {
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
  })
  const batch = await create('The batch is planned', '/v1/batches', {
    programId: program.id,
    productId: product.id,
    code: 'BJN-BSK-2509-01',
    supervisorId: officer.id,
    plannedQuantity: 1600,
    startsOn: '2025-09-10',
    targetOn: '2025-10-10',
  })
  const batchPath = `/v1/batches/${batch.id}`
  await move('… begins', `${batchPath}/start`, batch.version)
  for (const inmateId of inmateIds) await create('… a worker joins', `${batchPath}/workers`, { inmateId, from: '2025-09-10', to: '2025-10-09' })
  await create('1,600 besek come out', `${batchPath}/outputs`, { grade: 'A', quantity: 1600, recordedOn: '2025-10-09', inspectedBy: officer.id })
  const produced = await ask('The batch so far', 200, { method: 'GET', path: batchPath })
  await move('The batch is completed', `${batchPath}/completion`, produced.version, { completedOn: '2025-10-09' })

  const buyer = await create('The buyer', '/v1/buyers', {
    facilityId,
    type: 'INDIVIDUAL',
    name: 'Pak Harjo',
    businessField: 'penjual ikan asin',
    regionCode: '33.04.06',
    address: 'Kelurahan Semarang, Kabupaten Banjarnegara',
  })
  const sell = (number: string, quantity: number) => ({
    number,
    buyerId: buyer.id,
    soldOn: '2025-10-10',
    channel: 'DIRECT',
    lines: [{ productId: product.id, grade: 'A', quantity, unitPrice: 125 }],
  })
  const sale = await create('The sale: 1,600 besek at Rp 125', '/v1/sales', sell('BJN-2510-001', 1600))
  await move('… is confirmed', `/v1/sales/${sale.id}/confirmation`, sale.version)
  await create('… is paid in cash', '/v1/payments', { saleId: sale.id, amount: 200_000, paidOn: '2025-10-10', method: 'CASH' })
  const paid = await ask('The sale so far', 200, { method: 'GET', path: `/v1/sales/${sale.id}` })
  await move('… is handed over', `/v1/sales/${sale.id}/completion`, paid.version)
  await ask('What is left of the batch', 200, { method: 'GET', path: batchPath })

  const oneMore = await create('One more besek is asked for', '/v1/sales', sell('BJN-2510-002', 1))
  await ask('… and there is none', 409, { method: 'POST', path: `/v1/sales/${oneMore.id}/confirmation` }, oneMore.version)
  await move('… so that sale is cancelled', `/v1/sales/${oneMore.id}/cancellation`, oneMore.version, {})
  return { told, facilityId, programId: program.id, inmateIds, productId: product.id, batchId: batch.id, saleId: sale.id }
}
