/**
 * The story of Rutan Banjarnegara, October 2025, written through the API: six inmates weave 1,600 besek (bamboo boxes)
 * and the whole lot is sold at Rp 125 apiece. Persons and registrations are made up; the figures are the reported ones.
 */

import { DemoClient, type Send, type Step } from './client.ts'

/** Name, register book, expected release. */
const workers = [
  ['Budi Santoso', 'B_IIA', '2026-08-17'],
  ['Slamet Riyadi', 'B_IIA', '2026-08-17'],
  ['Agus Prasetyo', 'B_IIA', '2026-03-02'],
  ['Wahyu Hidayat', 'B_I', '2027-08-17'],
  ['Joko Susilo', 'B_I', '2027-03-02'],
  ['Eko Purnomo', 'A_III', undefined],
] as const

/**
 * Writes the story; yields its steps and the ids of its rows. `suffix` keeps the codes of a second one apart from the first.
 * @throws Error when a call is not answered as the story needs
 */
export async function writeStory(send: Send, suffix = '', onStep: (step: Step) => void = () => {}) {
  const demo = new DemoClient(send, suffix === '' ? 'story' : `story-${suffix}`, onStep)
  const coded = (code: string) => (suffix === '' ? code : `${code}-${suffix}`)

  const facility = await demo.create('Register the detention centre', '/v1/facilities', {
    code: coded('RUTAN-BANJARNEGARA'),
    name: 'Rutan Kelas IIB Banjarnegara',
    type: 'RUTAN',
    level: 'IIB',
    regionCode: '33.04',
    timeZone: 'Asia/Jakarta',
  })
  const facilityId = facility.id
  const officer = await demo.create('Register the supervising officer', '/v1/officers', {
    facilityId,
    name: 'Sri Wahyuni',
    position: 'Petugas pembinaan kemandirian',
  })
  const program = await demo.create('Create the program', '/v1/programs', {
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
  await demo.change('Activate the program', `/v1/programs/${program.id}/activation`, program.version)

  const inmateIds: string[] = []
  const registrationIds: string[] = []
  const enrollmentIds: string[] = []
  for (const [at, [name, book, expectedReleaseOn]] of workers.entries()) {
    const inmate = await demo.create(`Register inmate ${at + 1}`, '/v1/inmates', {
      facilityId,
      name,
      sex: 'MALE',
      legalStatus: book === 'A_III' ? 'DETAINEE' : 'CONVICT',
      admittedOn: '2025-03-03',
      ...(expectedReleaseOn === undefined ? {} : { expectedReleaseOn }),
      skills: ['anyaman bambu'],
    })
    inmateIds.push(inmate.id)
    const registration = await demo.create(`Enter inmate ${at + 1} in a register`, `/v1/inmates/${inmate.id}/registrations`, {
      book,
      number: `${coded('BJN')}/${100 + at}/2025`,
      from: '2025-03-03',
    })
    registrationIds.push(registration.id)
    const enrollment = await demo.create(`Propose the enrollment of inmate ${at + 1}`, '/v1/enrollments', {
      programId: program.id,
      inmateId: inmate.id,
      role: at === 0 ? 'LEADER' : 'WORKER',
      proposedOn: '2025-09-02',
      startsOn: '2025-09-08',
    })
    enrollmentIds.push(enrollment.id)
    const approved = await demo.change(`Approve the enrollment of inmate ${at + 1}`, `/v1/enrollments/${enrollment.id}/approval`, enrollment.version, {
      decision: { number: 'TPP-09/2025', date: '2025-09-04', officerId: officer.id },
    })
    await demo.change(`Activate the enrollment of inmate ${at + 1}`, `/v1/enrollments/${enrollment.id}/activation`, approved.version)
  }

  const product = await demo.create('Create the product', '/v1/products', {
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
  const batch = await demo.create('Plan the batch', '/v1/batches', {
    programId: program.id,
    productId: product.id,
    code: 'BJN-BSK-2509-01',
    supervisorId: officer.id,
    plannedQuantity: 1600,
    startsOn: '2025-09-10',
    targetOn: '2025-10-10',
  })
  const batchPath = `/v1/batches/${batch.id}`
  await demo.change('Start the batch', `${batchPath}/start`, batch.version)
  const workerIds: string[] = []
  for (const [at, inmateId] of inmateIds.entries()) {
    const worker = await demo.create(`Assign inmate ${at + 1} to the batch`, `${batchPath}/workers`, { inmateId, from: '2025-09-10', to: '2025-10-09' })
    workerIds.push(worker.id)
  }
  for (const day of ['2025-09-10', '2025-10-09']) {
    const rows = inmateIds.map((inmateId) => ({
      inmateId,
      attendance: 'PRESENT',
      minutes: 420,
      batchId: batch.id,
      workQuality: 'GOOD',
      conduct: 'GOOD',
      safetyOk: true,
    }))
    await demo.put(`Write the day-sheet of ${day}`, `/v1/programs/${program.id}/work-logs/${day}`, 0, { rows })
  }
  const output = await demo.create('Record the output of 1,600 besek', `${batchPath}/outputs`, {
    grade: 'A',
    quantity: 1600,
    recordedOn: '2025-10-09',
    inspectedBy: officer.id,
  })
  const produced = await demo.read('Read the batch before its completion', batchPath)
  await demo.change('Complete the batch', `${batchPath}/completion`, produced.version, { completedOn: '2025-10-09' })

  const buyer = await demo.create('Register the buyer', '/v1/buyers', {
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
  const sale = await demo.create('Draft the sale of 1,600 besek at Rp 125', '/v1/sales', sell('BJN-2510-001', 1600))
  await demo.change('Confirm the sale', `/v1/sales/${sale.id}/confirmation`, sale.version)
  const payment = await demo.create('Record the payment in cash', '/v1/payments', { saleId: sale.id, amount: 200_000, paidOn: '2025-10-10', method: 'CASH' })
  const paid = await demo.read('Read the sale before its completion', `/v1/sales/${sale.id}`)
  await demo.change('Complete the sale', `/v1/sales/${sale.id}/completion`, paid.version)
  await demo.read('Read what is left of the batch', batchPath)

  const oneMore = await demo.create('Draft a sale of one more besek', '/v1/sales', sell('BJN-2510-002', 1))
  // A refusal is not remembered as a success is: whoever completes the story may find the sale cancelled.
  const drafted = await demo.read('Read the sale of one more besek', `/v1/sales/${oneMore.id}`)
  if (drafted.status === 'DRAFT')
    await demo.call('Confirm the sale of one more besek', 409, { method: 'POST', path: `/v1/sales/${oneMore.id}/confirmation` }, oneMore.version)
  await demo.change('Cancel the sale of one more besek', `/v1/sales/${oneMore.id}/cancellation`, oneMore.version, {})
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
