/**
 * The record that a person gets: the rows of the modules as they are, without other persons, so that a member that a module
 * adds is in the record by itself. It is made for the person, so that no scope hides anything in it.
 */
import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { Buyer, BuyerConsent } from '../../commerce/buyers/index.ts'
import { Payment } from '../../commerce/payments/index.ts'
import { Sale } from '../../commerce/sales/index.ts'
import { CustodyChange, Inmate, InmateRegistration } from '../../custody/inmates/index.ts'
import { Officer } from '../../custody/officers/index.ts'
import { closed, component, day, Id, idOf, instant, listOf, nullable, object, oneOf, openWords, ref, stamps, text } from '../../platform/contract/shapes.ts'
import { personal, unscoped } from '../../platform/security/data-classes.ts'
import { BatchWorker } from '../../production/batches/index.ts'
import { Enrollment } from '../../production/enrollments/index.ts'
import { WorkLog } from '../../production/work-logs/index.ts'
import { SubjectRequest, subjectTypes } from './schemas.ts'

/** Who made a row says the trail, in words. */
function part<T extends TProperties, const K extends keyof T & string>(
  name: string,
  { properties }: TObject<T>,
  without: readonly K[],
  more: TProperties = {},
  description?: string,
) {
  const hidden = new Set<string>([...without, 'createdBy', 'updatedBy'])
  const shown = Object.fromEntries(Object.entries(properties).filter(([member]) => !hidden.has(member)))
  return component(name, closed({ ...unscoped(shown), ...more }), description)
}

const most = 10_000
const rowsOf = <T extends ReturnType<typeof part>>(schema: T, description: string) => listOf(ref(schema), most, { description })
const name = (description: string) => text(300, description)

const SubjectDecision = component(
  'SubjectDecision',
  closed({ number: personal(text(100, 'Number of the decision. Who signed it is another person.'), { class: 'custody' }), date: day('Day of the decision.') }),
  'The decision about it (keputusan sidang TPP).',
)

const FormerValue = object('FormerValue', {
  resource: openWords(['inmate', 'inmate-registration', 'buyer'], 'The kind of row.'),
  rowId: idOf('The row.'),
  field: text(60, 'The member that was changed; `facilityId` and `custodyStatus` say where and how the person was held.'),
  former: nullable(personal(text(1000, 'What it was before; null where it was empty.'), { class: 'identity', mask: 'absent' })),
  version: stamps.version,
  changedAt: instant('When it was changed.'),
  changedBy: name('The client that changed it.'),
})
export type FormerValue = Static<typeof FormerValue>

const TrailEntry = object('TrailEntry', {
  at: instant('When.'),
  client: name('The client that read or changed it: an office or a system, never a person.'),
  organisation: nullable(name('Its organisation.')),
  purpose: nullable(text(1000, 'What it is allowed to process personal data for.')),
  access: oneOf(['READ', 'CHANGE'], 'What was done.'),
  resource: text(60, 'The kind of row.'),
  operation: text(60, 'The operation of this API.'),
})
export type TrailEntry = Static<typeof TrailEntry>

const OtherRecord = object('SubjectOtherRecord', {
  type: oneOf(subjectTypes, 'What the person is there.'),
  id: personal(idOf('The row.'), { class: 'custody', mask: 'nobody' }),
  facilityName: name('The facility (UPT) that holds it; a request there collects it.'),
})
export type OtherRecord = Static<typeof OtherRecord>

const OfficerDuty = object('SubjectDuty', {
  resource: openWords(['program', 'batch', 'enrollment', 'batch-output'], 'The kind of row.'),
  id: idOf('The row.'),
  role: openWords(['SUPERVISOR', 'DECIDED', 'INSPECTED'], 'What the officer is to it: in charge, has signed the decision, has inspected.'),
})
export type OfficerDuty = Static<typeof OfficerDuty>

/** What each part of the record shows. */
export const recordParts = {
  inmate: part('SubjectInmate', Inmate, ['registrations'], {}, 'The inmate (warga binaan), where the person is one.'),
  registrations: part('SubjectRegistration', InmateRegistration, []),
  custodyChanges: part('SubjectCustodyChange', CustodyChange, []),
  enrollments: part('SubjectEnrollment', Enrollment, ['decision'], { decision: nullable(ref(SubjectDecision)), programName: name('The program.') }),
  work: part('SubjectWork', BatchWorker, [], { batchCode: text(40, 'The batch.') }),
  workLogs: part('SubjectWorkLog', WorkLog, []),
  buyer: part('SubjectBuyer', Buyer, [], {}, 'The buyer (pembeli), where the person is one.'),
  officer: part('SubjectOfficer', Officer, [], {}, 'The officer (petugas), where the person is one.'),
  duties: OfficerDuty,
  consents: part('SubjectConsent', BuyerConsent, []),
  sales: part('SubjectSale', Sale, []),
  payments: part('SubjectPayment', Payment, []),
  formerValues: FormerValue,
  requests: part('SubjectAsked', SubjectRequest, []),
  otherRecords: OtherRecord,
  trail: TrailEntry,
}

export const SubjectRecord = object('SubjectRecord', {
  id: { ...Id, description: 'The person.' },
  type: oneOf(subjectTypes, 'What the person is here.'),
  facilityName: name('The facility (UPT) that answers.'),
  requestId: idOf('The request that is answered.'),
  madeAt: instant('When the record was put together.'),
  inmate: nullable(ref(recordParts.inmate)),
  registrations: rowsOf(recordParts.registrations, 'Entries in register books (buku register).'),
  custodyChanges: rowsOf(recordParts.custodyChanges, 'What happened to the custody (mutasi), and what was taken back.'),
  enrollments: rowsOf(recordParts.enrollments, 'Programs (kepesertaan) and the decisions about them.'),
  work: rowsOf(recordParts.work, 'Batches (bets produksi) the person worked on.'),
  workLogs: rowsOf(recordParts.workLogs, 'Rows of day-sheets (absensi dan hasil kerja).'),
  buyer: nullable(ref(recordParts.buyer)),
  officer: nullable(ref(recordParts.officer)),
  duties: listOf(ref(OfficerDuty), most, { description: 'What the officer answers for or has signed (tanggung jawab).' }),
  consents: rowsOf(recordParts.consents, 'What the person agreed to and withdrew (persetujuan).'),
  sales: rowsOf(recordParts.sales, 'What the person bought (penjualan).'),
  payments: rowsOf(recordParts.payments, 'What the person paid (pembayaran).'),
  formerValues: listOf(ref(FormerValue), most, { description: 'What was corrected since (riwayat perubahan), custody included; the earliest first.' }),
  requests: rowsOf(recordParts.requests, 'Requests about the person (permintaan), this one included.'),
  otherRecords: listOf(ref(OtherRecord), most, {
    description: 'Other rows of this person, found by NIK (catatan lain), also as a buyer whose NPWP is the NIK; their content is in their own records.',
  }),
  trail: listOf(ref(TrailEntry), most, { description: 'Who read or changed it (rekam jejak pemrosesan), the latest first.' }),
  trailIsWhole: Type.Boolean({ description: 'False when there is more of the trail than one answer holds; the operator has the rest.' }),
})
export type SubjectRecord = Static<typeof SubjectRecord>

export const PortableRecord = object('PortableRecord', {
  id: { ...Id, description: 'The person.' },
  requestId: idOf('The request that is answered.'),
  signedRecord: Type.String({
    maxLength: 100_000_000,
    pattern: '^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){2}$',
    description:
      'The record as a JWT (RFC 7519) in the claim `record`, without the trail, signed with a key of `/v1/oauth/jwks`. Who keeps it for longer keeps the key set with it: a key leaves the set a month later.',
  }),
})
export type PortableRecord = Static<typeof PortableRecord>
