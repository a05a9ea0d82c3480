import type { DemoClient, Row } from '../client.ts'
import type { CommerceRows } from './commerce.ts'
import type { CustodyRows } from './custody.ts'

/**
 * Requests of the worker, the former inmate and the person who never bought anything; two incidents; a client of the facility, whose key
 * and secret nobody knows; and what waits for a second person.
 */
export async function writeAdministration(demo: DemoClient, { facilityId, inmates }: CustodyRows, { idleBuyerId }: CommerceRows) {
  const request = (step: string, kind: string, type: string, id: string): Promise<Row> =>
    demo.create(step, '/v1/subject-requests', { kind, subject: { type, id }, requestedBy: 'SELF', receivedAt: '2025-11-10T02:00:00.000Z' })
  const access = await request('Request the data of the worker', 'ACCESS', 'INMATE', inmates.worker.id)
  const erasure = await request('Request the erasure of the former inmate', 'ERASURE', 'INMATE', inmates.former.id)
  const disputed = await demo.create('Register a buyer who disputes her address', '/v1/buyers', { facilityId, type: 'INDIVIDUAL', name: 'Ibu Sumarni' })
  const asked = await demo.create('Request the restriction of the buyer', '/v1/subject-requests', {
    kind: 'RESTRICTION',
    subject: { type: 'BUYER', id: disputed.id },
    requestedBy: 'SELF',
    reason: 'Alamat yang tercatat dipersengketakan.',
    receivedAt: '2025-11-10T02:00:00.000Z',
  })
  const restriction = await demo.change('Restrict the record of the buyer', `/v1/subject-requests/${asked.id}/fulfilment`, asked.version)
  const buyerErasure = await request('Request the erasure of the person who only asks', 'ERASURE', 'BUYER', idleBuyerId)

  const preparer = 'petugas-04'
  await demo.change(
    'Prepare the erasure of the person who only asks',
    `/v1/subject-requests/${buyerErasure.id}/preparation`,
    buyerErasure.version,
    undefined,
    preparer,
  )

  const twice = await demo.create('Register a buyer twice', '/v1/buyers', { facilityId, type: 'INDIVIDUAL', name: 'Ibu Warsini' })
  await demo.remove('Delete the buyer that was registered twice', `/v1/buyers/${twice.id}`, twice.version)
  const wrong = await demo.create('Register an officer at the wrong facility', '/v1/officers', { facilityId, name: 'Salah UPT', position: 'Staf' })
  await demo.remove('Delete the officer of the wrong facility', `/v1/officers/${wrong.id}`, wrong.version)

  const client = await demo.create('Register a client', '/v1/api-clients', {
    name: 'toko-lapas-contoh',
    organisation: 'Koperasi Contoh Sejahtera',
    contactName: 'Wahyu Nugroho',
    contactEmail: 'wahyu@koperasi-contoh.example',
    purpose: 'Menampilkan stok besek di toko koperasi',
    roles: ['small-business-platform'],
    facilityIds: [facilityId],
  })
  const credentials = `/v1/api-clients/${client.id}/credentials`
  const apiKey = await demo.create('Make an API key of the client', credentials, { kind: 'API_KEY' })
  const clientSecret = await demo.create('Make a secret of the client', credentials, { kind: 'CLIENT_SECRET' })
  const open = (step: string, incident: object): Promise<Row> => demo.create(step, '/v1/incidents', { facilityId, ...incident })
  const leak = await open('Open an incident', {
    dataClasses: ['identity', 'custody'],
    beganAt: '2025-10-10T03:00:00.000Z',
    endedAt: '2025-10-10T06:00:00.000Z',
    discoveredAt: '2025-10-12T02:00:00.000Z',
    description: 'Daftar warga binaan terbuka di layar yang terlihat dari ruang tunggu.',
  })
  const suspicion = await open('Open an incident on a suspicion', {
    clientId: client.id,
    credentialId: apiKey.id,
    dataClasses: ['contact'],
    beganAt: '2025-10-20T01:00:00.000Z',
    endedAt: '2025-10-21T01:00:00.000Z',
    discoveredAt: '2025-10-21T01:00:00.000Z',
    description: 'Kunci API toko terkirim lewat surel.',
  })
  const measures = `/v1/incidents/${leak.id}/measures`
  const measure = await demo.create('Record what ended the incident', measures, {
    kind: 'CONTAINMENT',
    description: 'Layar dipindahkan ke ruang petugas.',
    takenAt: '2025-10-12T02:30:00.000Z',
  })
  await demo.create('Record what was found out', measures, {
    kind: 'INVESTIGATION',
    description: 'Rekam jejak hari itu diperiksa.',
    takenAt: '2025-10-12T04:00:00.000Z',
  })
  const mistakenClient = await demo.create('Register a client by mistake', '/v1/api-clients', {
    name: 'keliru',
    organisation: 'Koperasi Keliru',
    contactName: 'Salah Catat',
    contactEmail: 'keliru@koperasi-contoh.example',
    purpose: 'Salah catat',
    roles: ['small-business-platform'],
    facilityIds: [facilityId],
  })

  const auditors = await demo.create('Register the client of the auditors', '/v1/api-clients', {
    name: 'auditor-wilayah-contoh',
    organisation: 'Kantor Wilayah Contoh',
    contactName: 'Dewi Lestari',
    contactEmail: 'dewi@kanwil-contoh.example',
    purpose: 'Memeriksa kegiatan kerja',
    roles: ['regional-auditor'],
    facilityIds: [facilityId],
    suspended: true,
  })
  const path = `/v1/api-clients/${auditors.id}`
  await demo.change('Prepare to let the client of the auditors in', `${path}/preparation`, auditors.version, { suspended: false }, preparer)
  const waitingKey = await demo.create('Make an API key of the client of the auditors', `${path}/credentials`, { kind: 'API_KEY' }, preparer)

  return {
    requests: { access, erasure, buyerErasure, restriction },
    deletedId: twice.id,
    incidents: { leak, suspicion, measureId: measure.id },
    clientId: client.id,
    credentials: { apiKey, clientSecret },
    waiting: { clientId: auditors.id, credentialId: waitingKey.id },
    mistakes: { client: mistakenClient },
  }
}
