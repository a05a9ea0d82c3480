/**
 * The story of Rutan Banjarnegara, October 2025, told through the API: six inmates weave 1,600 besek (bamboo boxes)
 * and the whole lot is sold at Rp 125 apiece. Persons and registrations are made up; the figures are the reported ones.
 */

import { type Send, StoryClient, type StoryStep } from './story-client.ts'

/** The steps, and the ids of its rows. */
export interface Story {
  steps: StoryStep[]
  facilityId: string
  officerId: string
  programId: string
  inmateIds: string[]
  registrationIds: string[]
  enrollmentIds: string[]
  productId: string
  batchId: string
  workerIds: string[]
  outputId: string
  buyerId: string
  saleId: string
  paymentId: string
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
export async function tellStory(send: Send, suffix = '', onStep: (step: StoryStep) => void = () => {}): Promise<Story> {
  const demo = new StoryClient(send, suffix || 'demo', onStep)
  const coded = (code: string) => (suffix === '' ? code : `${code}-${suffix}`)

  const facility = await demo.create('The detention centre', '/v1/facilities', {
    code: coded('RUTAN-BANJARNEGARA'),
    name: 'Rutan Kelas IIB Banjarnegara',
    type: 'RUTAN',
    level: 'IIB',
    regionCode: '33.04',
    timeZone: 'Asia/Jakarta',
  })
  const facilityId = facility.id
  const officer = await demo.create('The officer who supervises', '/v1/officers', {
    facilityId,
    name: 'Sri Wahyuni',
    position: 'Petugas pembinaan kemandirian',
  })
  const program = await demo.create('The program', '/v1/programs', {
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
  await demo.move('The program opens', `/v1/programs/${program.id}/activation`, program.version)

  const inmateIds: string[] = []
  const registrationIds: string[] = []
  const enrollmentIds: string[] = []
  for (const [at, [name, book]] of workers.entries()) {
    const inmate = await demo.create(`Inmate ${at + 1} of 6`, '/v1/inmates', {
      facilityId,
      name,
      sex: 'MALE',
      legalStatus: book === 'A_III' ? 'DETAINEE' : 'CONVICT',
      admittedOn: '2025-03-03',
      ...(book === 'A_III' ? {} : { expectedReleaseOn: '2026-08-17' }),
      skills: ['anyaman bambu'],
    })
    inmateIds.push(inmate.id)
    const registration = await demo.create('… in the register', `/v1/inmates/${inmate.id}/registrations`, {
      book,
      number: `${coded('BJN')}/${100 + at}/2025`,
      from: '2025-03-03',
    })
    registrationIds.push(registration.id)
    const enrollment = await demo.create('… is proposed', '/v1/enrollments', {
      programId: program.id,
      inmateId: inmate.id,
      role: at === 0 ? 'LEADER' : 'WORKER',
      proposedOn: '2025-09-02',
      startsOn: '2025-09-08',
    })
    enrollmentIds.push(enrollment.id)
    const approved = await demo.move('… is approved', `/v1/enrollments/${enrollment.id}/approval`, enrollment.version, {
      decision: { number: 'TPP-09/2025', date: '2025-09-04', officerId: officer.id },
    })
    await demo.move('… takes part', `/v1/enrollments/${enrollment.id}/activation`, approved.version)
  }

  const product = await demo.create('The product', '/v1/products', {
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
  const batch = await demo.create('The batch is planned', '/v1/batches', {
    programId: program.id,
    productId: product.id,
    code: 'BJN-BSK-2509-01',
    supervisorId: officer.id,
    plannedQuantity: 1600,
    startsOn: '2025-09-10',
    targetOn: '2025-10-10',
  })
  const batchPath = `/v1/batches/${batch.id}`
  await demo.move('… begins', `${batchPath}/start`, batch.version)
  const workerIds: string[] = []
  for (const inmateId of inmateIds) {
    const worker = await demo.create('… a worker joins', `${batchPath}/workers`, { inmateId, from: '2025-09-10', to: '2025-10-09' })
    workerIds.push(worker.id)
  }
  const output = await demo.create('1,600 besek come out', `${batchPath}/outputs`, {
    grade: 'A',
    quantity: 1600,
    recordedOn: '2025-10-09',
    inspectedBy: officer.id,
  })
  const produced = await demo.ask('The batch so far', 200, { method: 'GET', path: batchPath })
  await demo.move('The batch is completed', `${batchPath}/completion`, produced.version, { completedOn: '2025-10-09' })

  const buyer = await demo.create('The buyer', '/v1/buyers', {
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
  const sale = await demo.create('The sale: 1,600 besek at Rp 125', '/v1/sales', sell('BJN-2510-001', 1600))
  await demo.move('… is confirmed', `/v1/sales/${sale.id}/confirmation`, sale.version)
  const payment = await demo.create('… is paid in cash', '/v1/payments', { saleId: sale.id, amount: 200_000, paidOn: '2025-10-10', method: 'CASH' })
  const paid = await demo.ask('The sale so far', 200, { method: 'GET', path: `/v1/sales/${sale.id}` })
  await demo.move('… is handed over', `/v1/sales/${sale.id}/completion`, paid.version)
  await demo.ask('What is left of the batch', 200, { method: 'GET', path: batchPath })

  const oneMore = await demo.create('One more besek is asked for', '/v1/sales', sell('BJN-2510-002', 1))
  await demo.ask('… and there is none', 409, { method: 'POST', path: `/v1/sales/${oneMore.id}/confirmation` }, oneMore.version)
  await demo.move('… so that sale is cancelled', `/v1/sales/${oneMore.id}/cancellation`, oneMore.version, {})
  return {
    steps: demo.steps,
    facilityId,
    officerId: officer.id,
    programId: program.id,
    inmateIds,
    registrationIds,
    enrollmentIds,
    productId: product.id,
    batchId: batch.id,
    workerIds,
    outputId: output.id,
    buyerId: buyer.id,
    saleId: sale.id,
    paymentId: payment.id,
  }
}
