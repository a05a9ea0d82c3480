/**
 * A made-up unit beside Rutan Banjarnegara that learns the craft from it, with a row in every state from which a step is
 * possible: what the examples of the contract change. The real story stays as it was reported.
 */
import { type Row, type Send, StoryClient } from './story-client.ts'

export interface Practice {
  kanwilId: string
  facilityId: string
  officerId: string
  /** In custody, enrolled: WORKER of the besek program. */
  workerId: string
  /** In custody, in no program. */
  newcomerId: string
  registrationId: string
  programs: { active: Row; draft: Row; ending: Row }
  enrollments: { proposed: Row; approved: Row; active: Row }
  productId: string
  batches: { planned: Row; started: Row; completed: Row }
  batchWorker: Row
  outputId: string
  movementId: string
  buyerId: string
  sales: { draft: Row; confirmed: Row; paid: Row }
  /** Who left in 2018, asks to be erased. */
  formerInmateId: string
  /** A person who never bought anything, asks the same. */
  idleBuyerId: string
  requests: Record<'access' | 'erasure' | 'buyerErasure', Row>
  /** A client of the unit, with an API key and a client secret that nobody knows. */
  clientId: string
  credentials: { apiKey: Row; clientSecret: Row }
  /** Entered by mistake, referred to by nothing: what can be deleted. */
  mistakes: Record<
    'facility' | 'officer' | 'inmate' | 'registration' | 'program' | 'enrollment' | 'product' | 'batch' | 'batchWorker' | 'buyer' | 'sale' | 'client',
    Row
  >
}

/** Tells what the practice unit has. @throws Error when a call is not answered as it needs */
export async function tellPractice(send: Send): Promise<Practice> {
  const demo = new StoryClient(send, 'practice')
  const region = { regionCode: '33.04', timeZone: 'Asia/Jakarta' }
  const kanwil = await demo.create('A regional office', '/v1/facilities', { ...region, code: 'KANWIL-CONTOH', name: 'Kantor Wilayah Contoh', type: 'KANWIL' })
  const facility = await demo.create('A unit to practise in', '/v1/facilities', {
    ...region,
    code: 'LAPAS-CONTOH',
    name: 'Lapas Contoh (data latihan)',
    type: 'LAPAS',
    level: 'IIB',
    parentId: kanwil.id,
  })
  const facilityId = facility.id
  const mistakenFacility = await demo.create('… and one by mistake', '/v1/facilities', {
    ...region,
    code: 'LAPAS-KELIRU',
    name: 'Lapas Keliru',
    type: 'LAPAS',
  })
  const officer = await demo.create('Its officer', '/v1/officers', { facilityId, name: 'Rahmat Hadi', position: 'Kasubsi Kegiatan Kerja' })
  const mistakenOfficer = await demo.create('… and one by mistake', '/v1/officers', { facilityId, name: 'Salah Catat', position: 'Staf' })

  const people: Row[] = []
  for (const name of ['Bambang Sutejo', 'Dedi Kurniawan', 'Hendra Wijaya', 'Rudi Hartono', 'Salah Catat']) {
    const inmate = { facilityId, name, sex: 'MALE', legalStatus: 'CONVICT', admittedOn: '2025-06-02', skills: ['anyaman bambu'] }
    people.push(await demo.create('An inmate', '/v1/inmates', inmate))
  }
  const [worker, learner, candidate, newcomer, mistakenInmate] = people as [Row, Row, Row, Row, Row]
  const registers = `/v1/inmates/${newcomer.id}/registrations`
  const registration = await demo.create('… in a register', registers, { book: 'A_III', number: 'CTH/201/2025', from: '2025-06-02', to: '2025-08-31' })
  const mistakenRegistration = await demo.create('… and by mistake in another', registers, { book: 'B_I', number: 'CTH/202/2025', from: '2025-09-01' })

  const program = {
    facilityId,
    category: 'HANDICRAFT',
    kind: 'PRODUCTION',
    place: 'INSIDE',
    supervisorId: officer.id,
    startsOn: '2025-09-01',
    contributionMode: 'EQUAL',
  }
  const start = async (code: string, name: string): Promise<Row> => {
    const { id, version } = await demo.create('A program', '/v1/programs', { ...program, code, name })
    return demo.move('… opens', `/v1/programs/${id}/activation`, version)
  }
  const active = await start('BESEK', 'Kerajinan bambu: besek')
  const ending = await start('SABLON', 'Sablon kaus')
  const draft = await demo.create('A program in draft', '/v1/programs', { ...program, code: 'TAMPAH', name: 'Kerajinan bambu: tampah' })
  const mistakenProgram = await demo.create('… and one by mistake', '/v1/programs', { ...program, code: 'KELIRU', name: 'Salah catat' })

  const propose = (programId: string, inmateId: string): Promise<Row> =>
    demo.create('Somebody is proposed', '/v1/enrollments', { programId, inmateId, role: 'WORKER', proposedOn: '2025-10-13', startsOn: '2025-10-20' })
  const approve = async (inmateId: string): Promise<Row> => {
    const { id, version } = await propose(active.id, inmateId)
    const decision = { number: 'TPP-10/2025', date: '2025-10-16', officerId: officer.id }
    return demo.move('… and approved', `/v1/enrollments/${id}/approval`, version, { decision })
  }
  const proposed = await propose(active.id, candidate.id)
  const approved = await approve(learner.id)
  const agreed = await approve(worker.id)
  const enrolled = await demo.move('… and takes part', `/v1/enrollments/${agreed.id}/activation`, agreed.version)
  const mistakenEnrollment = await propose(ending.id, candidate.id)

  const besek = { facilityId, name: 'Besek', category: 'HANDICRAFT', unit: 'BUAH', listPrices: [{ amount: 125, from: '2025-10-01' }] }
  const grades = [
    { code: 'A', sellable: true },
    { code: 'REJECT', sellable: false },
  ]
  const product = await demo.create('What it makes', '/v1/products', { ...besek, sku: 'BSK', grades })
  const mistakenProduct = await demo.create('… and one by mistake', '/v1/products', { ...besek, sku: 'BSK-KELIRU' })

  const plan = (code: string): Promise<Row> =>
    demo.create('A batch is planned', '/v1/batches', {
      programId: active.id,
      productId: product.id,
      code,
      supervisorId: officer.id,
      plannedQuantity: 400,
      startsOn: '2025-10-20',
    })
  const begin = async (code: string): Promise<Row> => {
    const { id, version } = await plan(code)
    return demo.move('… begins', `/v1/batches/${id}/start`, version)
  }
  const planned = await plan('CTH-BSK-2510-03')
  const mistakenBatch = await plan('CTH-BSK-KELIRU')
  const begun = await begin('CTH-BSK-2510-02')
  const joins = (from: string, to: string): Promise<Row> =>
    demo.create('… somebody works on it', `/v1/batches/${begun.id}/workers`, { inmateId: worker.id, from, to })
  const batchWorker = await joins('2025-10-20', '2025-10-25')
  const mistakenWorker = await joins('2025-10-27', '2025-10-28')
  const done = await begin('CTH-BSK-2510-01')
  const output = { recordedOn: '2025-10-31', inspectedBy: officer.id }
  const { id: outputId } = await demo.create('… comes out', `/v1/batches/${done.id}/outputs`, { ...output, grade: 'A', quantity: 390 })
  await demo.create('… some of it spoiled', `/v1/batches/${done.id}/outputs`, { ...output, grade: 'REJECT', quantity: 10, rejectReason: 'Anyaman renggang' })
  const counted = await demo.ask('… is looked at', 200, { method: 'GET', path: `/v1/batches/${done.id}` })
  await demo.move('… and completed', `/v1/batches/${done.id}/completion`, counted.version, { completedOn: '2025-10-31' })
  const movement = await demo.create('Two are trodden on', '/v1/stock-movements', {
    batchId: done.id,
    grade: 'A',
    quantity: -2,
    type: 'DAMAGE',
    occurredOn: '2025-11-03',
    reason: 'Terinjak di gudang',
  })

  const buyer = await demo.create('A buyer', '/v1/buyers', {
    facilityId,
    type: 'COOPERATIVE',
    name: 'Koperasi Contoh Sejahtera',
    businessField: 'pengolahan ikan asin',
    regionCode: '33.04.06',
  })
  const mistakenBuyer = await demo.create('… and one by mistake', '/v1/buyers', { facilityId, type: 'BUSINESS', name: 'UD Keliru' })
  const sell = (number: string, quantity: number): Promise<Row> =>
    demo.create('A sale', '/v1/sales', {
      number,
      buyerId: buyer.id,
      soldOn: '2025-11-07',
      channel: 'DIRECT',
      lines: [{ productId: product.id, grade: 'A', quantity, unitPrice: 125 }],
    })
  const confirm = async (number: string, quantity: number): Promise<Row> => {
    const { id, version } = await sell(number, quantity)
    return demo.move('… is confirmed', `/v1/sales/${id}/confirmation`, version)
  }
  const drafted = await sell('CTH-2511-003', 40)
  const mistakenSale = await sell('CTH-2511-KELIRU', 1)
  const confirmed = await confirm('CTH-2511-002', 80)
  const sold = await confirm('CTH-2511-001', 100)
  await demo.create('… is paid', '/v1/payments', { saleId: sold.id, amount: 12_500, paidOn: '2025-11-07', method: 'QRIS', reference: 'QR-0711-01' })

  const former = await demo.create('Somebody of long ago', '/v1/inmates', {
    facilityId,
    name: 'Sumarno',
    sex: 'MALE',
    legalStatus: 'CONVICT',
    admittedOn: '2015-02-02',
  })
  const left = { custodyStatus: 'RELEASED', occurredOn: '2018-08-17' }
  await demo.move('… who was released', `/v1/inmates/${former.id}/custody-changes`, former.version, left)
  const idleBuyer = await demo.create('Somebody who only asked', '/v1/buyers', {
    facilityId,
    type: 'INDIVIDUAL',
    name: 'Bu Warsini',
    phone: '+62 286 000 002',
  })
  const ask = (kind: string, type: string, id: string): Promise<Row> =>
    demo.create('A person asks', '/v1/subject-requests', {
      kind,
      subject: { type, id },
      requestedBy: 'SELF',
      receivedAt: '2025-11-10T02:00:00.000Z',
    })
  const access = await ask('ACCESS', 'INMATE', worker.id)
  const erasure = await ask('ERASURE', 'INMATE', former.id)
  const buyerErasure = await ask('ERASURE', 'BUYER', idleBuyer.id)

  const client = await demo.create('A system of theirs is let in', '/v1/clients', {
    name: 'toko-lapas-contoh',
    organisation: 'Koperasi Contoh Sejahtera',
    contactName: 'Wahyu Nugroho',
    contactEmail: 'wahyu@koperasi-contoh.example',
    purpose: 'Menampilkan stok besek di toko koperasi',
    roles: ['small-business-platform'],
    facilityIds: [facilityId],
  })
  const issue = (kind: string): Promise<Row> => demo.create('… with a credential', `/v1/clients/${client.id}/credentials`, { kind })
  const apiKey = await issue('API_KEY')
  const clientSecret = await issue('CLIENT_SECRET')
  const mistakenClient = await demo.create('… and one by mistake', '/v1/clients', {
    name: 'keliru',
    organisation: 'Koperasi Keliru',
    contactName: 'Salah Catat',
    contactEmail: 'keliru@koperasi-contoh.example',
    purpose: 'Salah catat',
    facilityIds: [facilityId],
  })

  const now = (path: string): Promise<Row> => demo.ask('How it stands', 200, { method: 'GET', path })
  return {
    kanwilId: kanwil.id,
    facilityId,
    officerId: officer.id,
    workerId: worker.id,
    newcomerId: newcomer.id,
    registrationId: registration.id,
    programs: { active, draft, ending },
    enrollments: { proposed, approved, active: enrolled },
    productId: product.id,
    batches: { planned, started: await now(`/v1/batches/${begun.id}`), completed: await now(`/v1/batches/${done.id}`) },
    batchWorker,
    outputId,
    movementId: movement.id,
    buyerId: buyer.id,
    sales: { draft: drafted, confirmed, paid: await now(`/v1/sales/${sold.id}`) },
    formerInmateId: former.id,
    idleBuyerId: idleBuyer.id,
    requests: { access, erasure, buyerErasure },
    clientId: client.id,
    credentials: { apiKey, clientSecret },
    mistakes: {
      facility: mistakenFacility,
      officer: mistakenOfficer,
      inmate: mistakenInmate,
      registration: mistakenRegistration,
      program: mistakenProgram,
      enrollment: mistakenEnrollment,
      product: mistakenProduct,
      batch: mistakenBatch,
      batchWorker: mistakenWorker,
      buyer: mistakenBuyer,
      sale: mistakenSale,
      client: mistakenClient,
    },
  }
}
