import type { DemoClient, Row } from '../client.ts'
import type { CustodyRows } from './custody.ts'

export async function writeProduction(demo: DemoClient, { facilityId, officerId, inmates }: CustodyRows) {
  const program = {
    facilityId,
    category: 'HANDICRAFT',
    kind: 'PRODUCTION',
    place: 'INSIDE',
    supervisorId: officerId,
    startsOn: '2025-09-01',
    contributionMode: 'EQUAL',
  }
  const activate = async (name: string, { id, version }: Row): Promise<Row> =>
    demo.change(`Activate the ${name} program`, `/v1/programs/${id}/activation`, version)
  const besek = await demo.create('Create the besek program', '/v1/programs', { ...program, code: 'BESEK', name: 'Kerajinan bambu: besek' })
  const active = await activate('besek', besek)
  const sablon = await demo.create('Create the screen printing program', '/v1/programs', { ...program, code: 'SABLON', name: 'Sablon kaus' })
  const ending = await activate('screen printing', sablon)
  const draft = await demo.create('Draft the winnowing tray program', '/v1/programs', { ...program, code: 'TAMPAH', name: 'Kerajinan bambu: tampah' })
  const mistakenProgram = await demo.create('Create a program by mistake', '/v1/programs', { ...program, code: 'KELIRU', name: 'Salah catat' })

  const enroll = { role: 'WORKER', proposedOn: '2025-10-13', startsOn: '2025-10-20' }
  const propose = (name: string, inmate: Row): Promise<Row> =>
    demo.create(`Propose the enrollment of the ${name}`, '/v1/enrollments', { ...enroll, programId: active.id, inmateId: inmate.id })
  const approve = async (name: string, inmate: Row): Promise<Row> => {
    const { id, version } = await propose(name, inmate)
    const decision = { number: 'TPP-10/2025', date: '2025-10-16', officerId }
    return demo.change(`Approve the enrollment of the ${name}`, `/v1/enrollments/${id}/approval`, version, { decision })
  }
  const proposed = await propose('candidate', inmates.candidate)
  const approved = await approve('learner', inmates.learner)
  const agreed = await approve('worker', inmates.worker)
  const enrolled = await demo.change('Activate the enrollment of the worker', `/v1/enrollments/${agreed.id}/activation`, agreed.version)
  const mistakenEnrollment = await demo.create('Propose an enrollment by mistake', '/v1/enrollments', {
    ...enroll,
    programId: ending.id,
    inmateId: inmates.candidate.id,
  })

  const goods = {
    facilityId,
    name: 'Besek',
    category: 'HANDICRAFT',
    unit: 'BUAH',
    grades: [
      { code: 'A', sellable: true },
      { code: 'REJECT', sellable: false },
    ],
    listPrices: [{ amount: 125, from: '2025-10-01' }],
  }
  const product = await demo.create('Create the product', '/v1/products', { ...goods, sku: 'BSK', published: true })
  const laundry = await demo.create('Create the laundry service', '/v1/products', {
    ...goods,
    sku: 'CUCI',
    name: 'Cuci pakaian',
    category: 'SERVICE',
    unit: 'KG',
    isService: true,
    listPrices: [],
  })
  const mistakenProduct = await demo.create('Create a product by mistake', '/v1/products', { ...goods, sku: 'BSK-KELIRU' })

  const plan = (name: string, code: string): Promise<Row> =>
    demo.create(`Plan ${name}`, '/v1/batches', {
      programId: active.id,
      productId: product.id,
      code,
      supervisorId: officerId,
      plannedQuantity: 400,
      startsOn: '2025-10-20',
    })
  const start = async (name: string, code: string): Promise<Row> => {
    const { id, version } = await plan(name, code)
    return demo.change(`Start ${name}`, `/v1/batches/${id}/start`, version)
  }
  const planned = await plan('the third batch', 'CTH-BSK-2510-03')
  const mistakenBatch = await plan('a batch by mistake', 'CTH-BSK-KELIRU')
  const fourth = await plan('the fourth batch', 'CTH-BSK-2510-04')
  const order = { reason: 'Bambu berjamur', officerId }
  const quarantined = await demo.change('Put the fourth batch in quarantine', `/v1/batches/${fourth.id}/quarantine`, fourth.version, order)
  const held = await demo.change('Recall the fourth batch', `/v1/batches/${fourth.id}/recall`, quarantined.version, order)
  const second = await start('the second batch', 'CTH-BSK-2510-02')
  const assign = (step: string, from: string, to: string): Promise<Row> =>
    demo.create(step, `/v1/batches/${second.id}/workers`, { inmateId: inmates.worker.id, from, to })
  const batchWorker = await assign('Assign the worker to the second batch', '2025-10-20', '2025-10-25')
  const sheet = `/v1/programs/${active.id}/work-logs`
  await demo.put('Write a day-sheet of the besek program', `${sheet}/2025-10-20`, 0, {
    rows: [
      {
        inmateId: inmates.worker.id,
        attendance: 'PRESENT',
        minutes: 400,
        batchId: second.id,
        piecesGood: 16,
        workQuality: 'GOOD',
        conduct: 'GOOD',
        safetyOk: true,
      },
    ],
  })
  const logs = await demo.read('Read the rows of the day-sheet', `/v1/work-logs?programId=${active.id}`)
  const mistakenWorker = await assign('Assign the worker to the second batch by mistake', '2025-10-27', '2025-10-28')
  const started = await demo.read('Read the second batch', `/v1/batches/${second.id}`)

  const first = await start('the first batch', 'CTH-BSK-2510-01')
  const outputs = `/v1/batches/${first.id}/outputs`
  const inspected = { recordedOn: '2025-10-31', inspectedBy: officerId }
  const output = await demo.create('Record the output of the first batch', outputs, { ...inspected, grade: 'A', quantity: 390 })
  await demo.create('Record the rejects of the first batch', outputs, { ...inspected, grade: 'REJECT', quantity: 10, rejectReason: 'Anyaman renggang' })
  const counted = await demo.read('Read the first batch before its completion', `/v1/batches/${first.id}`)
  await demo.change('Complete the first batch', `/v1/batches/${first.id}/completion`, counted.version, { completedOn: '2025-10-31' })
  const movement = await demo.create('Record damage to the first batch', '/v1/stock-movements', {
    batchId: first.id,
    grade: 'A',
    quantity: -2,
    type: 'DAMAGE',
    occurredOn: '2025-11-03',
    reason: 'Terinjak di gudang',
  })
  const bamboo = { batchId: first.id, kind: 'MATERIAL', borneBy: 'CAPITAL', incurredOn: '2025-10-17', description: 'Bambu apus, 20 batang' }
  const cost = await demo.create('Enter the bamboo of the first batch', '/v1/costs', {
    ...bamboo,
    incurredOn: '2025-10-06',
    amount: 15_000,
    receiptRef: 'NOTA-1006',
  })
  const doubled = await demo.create('Enter the bamboo of the first batch twice', '/v1/costs', { ...bamboo, amount: 15_000 })
  await demo.create('Take the second entry of the bamboo back', `/v1/costs/${doubled.id}/reversal`, {
    incurredOn: '2025-10-17',
    description: 'Tercatat dua kali',
  })
  const completed = await demo.read('Read the first batch', `/v1/batches/${first.id}`)

  return {
    /** The active one makes besek; the ending one has nothing open. */
    programs: { active, draft, ending },
    /** In the active program. */
    enrollments: { proposed, approved, active: enrolled },
    productId: product.id,
    serviceId: laundry.id,
    batches: { planned, started, completed, held },
    /** Works on the started batch. */
    batchWorker,
    workLogId: (logs.items as Row[])[0]?.id ?? '',
    /** Of the completed batch, as are the movement and the costs, of which one is taken back. */
    outputId: output.id,
    movementId: movement.id,
    costs: { standing: cost, reversed: doubled },
    mistakes: { program: mistakenProgram, enrollment: mistakenEnrollment, product: mistakenProduct, batch: mistakenBatch, batchWorker: mistakenWorker },
  }
}
export type ProductionRows = Awaited<ReturnType<typeof writeProduction>>
