/** Persons with everything that can be held of one, and their requests. */
import type { Row } from './contract.ts'
import type { TestDatabase } from './database.ts'
import { idOf, type Maker, versionOf } from './make.ts'
import { workday } from './samples.ts'

export type Kind = 'INMATE' | 'BUYER' | 'OFFICER'
export interface Whole {
  id: string
  /** A request for access. */
  request: Row
  /** What is in no record of this person: other persons. */
  others: string[]
}

/** A value that is found again, for every personal column of a table; what must be one of a list keeps its value. */
export const planted = {
  inmate: {
    name: 'Kenari Nama',
    alias: 'Kenari Alias',
    nik: '3304010203040506',
    birthDate: '1981-02-03',
    publicAlias: 'Kenari Publik',
    sex: 'FEMALE',
    nationality: 'TL',
    education: 'D2',
    skills: ['Kenari Keterampilan'],
    legalStatus: 'CONVICT',
    admittedOn: '2011-11-12',
    expectedReleaseOn: '2029-08-09',
  },
  registration: { book: 'B_IIA', number: 'Kenari Nomor' },
  override: { reason: 'Kenari Pengecualian', decisionNumber: 'TPP-77' },
  workLog: { workQuality: 'GOOD', conduct: 'FAIR', safetyOk: true, note: 'Kenari Catatan' },
  buyer: { name: 'Kenari Pembeli', npwp: '331234567890123', phone: '+62 286 765 432', address: 'Kenari Alamat', nib: '9120000000777' },
  consent: { purpose: 'PUBLIC_NAME', given: false, decidedBy: 'SELF', evidence: 'Kenari Bukti', decidedOn: '2025-10-01' },
  payment: { reference: 'Kenari Rujukan' },
  refusal: { ground: 'UNFOUNDED', reason: 'Kenari Penolakan' },
  restriction: { reason: 'Kenari Alasan' },
  lifting: { reason: 'Kenari Pencabutan' },
}

/** An inmate with a row in every table that holds something of one, everything filled and once corrected. */
export async function wholeInmate(make: Maker, facilityId: string): Promise<Whole> {
  const inmate = await make.inmate(facilityId, { ...planted.inmate, name: 'Kenari Dahulu', nik: '3304999999999999' })
  const id = idOf(inmate)
  await make.call('updateInmate', { id }, { name: planted.inmate.name, nik: planted.inmate.nik }, versionOf(inmate))
  await make.create('createInmateRegistration', facilityId, { ...planted.registration, from: '2011-11-12', to: '2011-12-24' }, { id })
  const officer = await make.officer(facilityId, { name: 'Petugas Lain' })
  const coworker = await make.inmate(facilityId, { name: 'Rekan Kerja', legalStatus: 'CONVICT' })
  const programId = idOf(await make.activeProgram(facilityId))
  const decision = { number: 'TPP-78', date: workday, officerId: idOf(officer) }
  const enrollments: Row[] = []
  for (const inmateId of [id, idOf(coworker)]) {
    const proposed = await make.enrollment(facilityId, { programId, inmateId, override: planted.override })
    const approved = await make.call('approveEnrollment', { id: idOf(proposed) }, { decision }, versionOf(proposed))
    enrollments.push(await make.call('activateEnrollment', { id: idOf(approved) }, undefined, versionOf(approved)))
  }
  const batchId = idOf(await make.batch(facilityId, { programId, startsOn: workday }))
  for (const inmateId of [id, idOf(coworker)]) await make.create('createBatchWorker', facilityId, { inmateId, from: workday }, { id: batchId })
  const rows = [id, idOf(coworker)].map((inmateId) => ({ inmateId, attendance: 'PRESENT', minutes: 60, ...(inmateId === id ? planted.workLog : {}) }))
  await make.call('writeWorkSheet', { id: programId, date: workday }, { rows }, 0)
  const [mine] = enrollments
  await make.call('terminateEnrollment', { id: idOf(mine ?? {}) }, { outcome: 'DISMISSED', endsOn: workday, endReason: 'RULE_BREACH' }, versionOf(mine ?? {}))
  const now = await make.call('readInmate', { id })
  await make.call('changeInmateCustody', { id }, { custodyStatus: 'TEMPORARILY_ABSENT', occurredOn: workday }, versionOf(now))
  await requests(make, facilityId, 'INMATE', id)
  return { id, request: await ask(make, facilityId, 'INMATE', id), others: ['Petugas Lain', 'Rekan Kerja', idOf(officer), idOf(coworker)] }
}

/** The same for a buyer. */
export async function wholeBuyer(make: Maker, facilityId: string): Promise<Whole> {
  const given = { ...planted.buyer, type: 'INDIVIDUAL', regionCode: '33.04', businessField: 'warung' }
  const buyer = await make.buyer(facilityId, { ...given, name: 'Kenari Dahulu', npwp: '999234567890123', phone: '0812 000 111', address: 'Jalan Dahulu' })
  const { name, npwp, phone, address } = planted.buyer
  await make.call('updateBuyer', { id: idOf(buyer) }, { name, npwp, phone, address }, versionOf(buyer))
  await make.create('createBuyerConsent', facilityId, planted.consent, { id: idOf(buyer) })
  const sale = await make.confirmedSale(facilityId, { buyerId: idOf(buyer) })
  await make.create('createPayment', facilityId, { saleId: idOf(sale), amount: 1, ...planted.payment })
  await requests(make, facilityId, 'BUYER', idOf(buyer))
  return { id: idOf(buyer), request: await ask(make, facilityId, 'BUYER', idOf(buyer)), others: [] }
}

/** Requests of a person that were answered: one is refused, one was a restriction that is lifted again. */
async function requests(make: Maker, facilityId: string, type: Kind, id: string): Promise<void> {
  const refused = await ask(make, facilityId, type, id, 'CORRECTION')
  await make.call('refuseSubjectRequest', { id: idOf(refused) }, planted.refusal, versionOf(refused))
  const asked = await ask(make, facilityId, type, id, 'RESTRICTION', planted.restriction)
  const standing = await make.call('fulfilSubjectRequest', { id: idOf(asked) }, undefined, versionOf(asked))
  await make.call('liftSubjectRequest', { id: idOf(asked) }, planted.lifting, versionOf(standing))
}

/** Takes in a request about a person. */
export const ask = (make: Maker, facilityId: string, type: Kind, id: string, kind = 'ACCESS', more: Row = {}): Promise<Row> =>
  make.create('createSubjectRequest', facilityId, { kind, subject: { type, id }, requestedBy: 'SELF', ...more })

/** Somebody who left custody in 2014, which was entered then. */
export async function formerInmate(make: Maker, { query }: Pick<TestDatabase, 'query'>, facilityId: string, given: Row = {}): Promise<Row> {
  const inmate = await make.inmate(facilityId, { admittedOn: '2012-01-02', ...given })
  const former = await make.call('changeInmateCustody', { id: idOf(inmate) }, { custodyStatus: 'RELEASED', occurredOn: '2014-03-04' }, versionOf(inmate))
  await enteredOn({ query }, idOf(inmate), '2014-03-05')
  return former
}

/** Lets the custody changes of an inmate be as old as nothing that is append-only can become. */
export const enteredOn = ({ query }: Pick<TestDatabase, 'query'>, inmateId: string, day: string): Promise<unknown> =>
  query(`DO $$ BEGIN
    SET LOCAL session_replication_role = replica;
    UPDATE custody_change SET created_at = '${day}' WHERE inmate_id = '${inmateId}';
  END $$`)
