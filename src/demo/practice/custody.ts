import type { DemoClient, Row } from '../client.ts'

export async function writeCustody(demo: DemoClient) {
  const region = { regionCode: '33.04', timeZone: 'Asia/Jakarta' }
  const kanwil = await demo.create('Register the regional office', '/v1/facilities', {
    ...region,
    code: 'KANWIL-CONTOH',
    name: 'Kantor Wilayah Contoh',
    type: 'KANWIL',
  })
  const lapas = { ...region, type: 'LAPAS', parentId: kanwil.id }
  const facility = await demo.create('Register the facility', '/v1/facilities', {
    ...lapas,
    code: 'LAPAS-CONTOH',
    name: 'Lapas Contoh (data latihan)',
    level: 'IIB',
  })
  const facilityId = facility.id
  const mistakenFacility = await demo.create('Register a facility by mistake', '/v1/facilities', { ...lapas, code: 'LAPAS-KELIRU', name: 'Lapas Keliru' })

  const officer = await demo.create('Register the officer', '/v1/officers', { facilityId, name: 'Rahmat Hadi', position: 'Kasubsi Kegiatan Kerja' })
  const mistakenOfficer = await demo.create('Register an officer by mistake', '/v1/officers', { facilityId, name: 'Salah Catat', position: 'Staf' })

  const register = (step: string, name: string): Promise<Row> =>
    demo.create(step, '/v1/inmates', { facilityId, name, sex: 'MALE', legalStatus: 'CONVICT', admittedOn: '2025-06-02', skills: ['anyaman bambu'] })
  const worker = await register('Register the worker', 'Bambang Sutejo')
  const learner = await register('Register the learner', 'Dedi Kurniawan')
  const candidate = await register('Register the candidate', 'Hendra Wijaya')
  const newcomer = await register('Register the newcomer', 'Rudi Hartono')
  const mistakenInmate = await register('Register an inmate by mistake', 'Salah Catat')
  const former = await demo.create('Register the former inmate', '/v1/inmates', {
    facilityId,
    name: 'Sumarno',
    sex: 'MALE',
    legalStatus: 'CONVICT',
    admittedOn: '2015-02-02',
  })
  await demo.change('Release the former inmate', `/v1/inmates/${former.id}/custody-changes`, former.version, {
    custodyStatus: 'RELEASED',
    occurredOn: '2018-08-17',
  })

  const patient = await register('Register the patient', 'Agus Salim')
  const ofPatient = `/v1/inmates/${patient.id}/custody-changes`
  await demo.change('Note that the patient is in hospital', ofPatient, 1, { custodyStatus: 'TEMPORARILY_ABSENT', occurredOn: '2025-07-01' })
  await demo.change('Note that the patient has escaped, by mistake', ofPatient, 2, { custodyStatus: 'ESCAPED', occurredOn: '2025-07-08' })
  const { items } = await demo.read('Read what happened last to the custody of the patient', `${ofPatient}?sort=-occurredOn`)

  const registrations = `/v1/inmates/${newcomer.id}/registrations`
  const registration = await demo.create('Enter the newcomer in a register', registrations, {
    book: 'A_III',
    number: 'CTH/201/2025',
    from: '2025-06-02',
    to: '2025-08-31',
  })
  const mistakenRegistration = await demo.create('Enter the newcomer in a register by mistake', registrations, {
    book: 'B_I',
    number: 'CTH/202/2025',
    from: '2025-09-01',
  })

  await demo.change('Lock a month', `/v1/facilities/${facilityId}/months/2025-06/lock`, 0)

  return {
    kanwilId: kanwil.id,
    facilityId,
    officerId: officer.id,
    /** The worker takes part in the besek program, the learner is approved, the candidate proposed; the newcomer is in none, the former one was released, the patient is noted as escaped by mistake. */
    inmates: { worker, learner, candidate, newcomer, former, patient },
    /** Of the newcomer. */
    registrationId: registration.id,
    mistakes: {
      facility: mistakenFacility,
      officer: mistakenOfficer,
      inmate: mistakenInmate,
      registration: mistakenRegistration,
      escapeId: (items as Row[])[0]?.id ?? '',
    },
  }
}
export type CustodyRows = Awaited<ReturnType<typeof writeCustody>>
