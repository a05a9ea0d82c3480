import type { TObject, TProperties } from 'typebox'
import { listBuyerConsents, readBuyer } from '../../commerce/buyers/index.ts'
import { listPayments } from '../../commerce/payments/index.ts'
import { listSales } from '../../commerce/sales/index.ts'
import { listCustodyChanges, listRegistrations, readInmate } from '../../custody/inmates/index.ts'
import { readOfficer } from '../../custody/officers/index.ts'
import type { ListedPage } from '../../platform/database/listing.ts'
import type { Reader } from '../../platform/database/transaction.ts'
import type { Caller } from '../../platform/security/access.ts'
import { listWork } from '../../production/batches/index.ts'
import { listEnrollments } from '../../production/enrollments/index.ts'
import { listWorkLogs, sheetsOf } from '../../production/work-logs/index.ts'
import { recordParts, type SubjectRecord } from './record-schemas.ts'
import { requireStatus } from './rules.ts'
import type { Subject } from './schemas.ts'
import { dutiesOf, formerValuesOf, namesOf, otherRecordsOf, readSubjectRequest, requestsAbout, trailOf } from './store.ts'

const longestTrail = 10_000

type PageQuery = { limit: number; cursor?: string }

/** Every row of a list, page by page. */
async function all<Row>(page: (query: PageQuery) => Promise<ListedPage<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  for (let query: PageQuery | undefined = { limit: 200 }; query !== undefined; ) {
    const { items, next }: ListedPage<Row> = await page(query)
    rows.push(...items)
    query = next === undefined ? undefined : { limit: 200, cursor: next }
  }
  return rows
}

/** The members of a row that a part of the record shows. */
const shown =
  <T extends TProperties>({ properties }: TObject<T>) =>
  (row: object) =>
    Object.fromEntries(Object.keys(properties).map((name) => [name, (row as Record<string, unknown>)[name]])) as { id: string }

/** The parts of the record that only one kind of person has. */
const nothing = {
  inmate: null,
  registrations: [],
  custodyChanges: [],
  enrollments: [],
  work: [],
  workLogs: [],
  sheetIds: [],
  buyer: null,
  consents: [],
  officer: null,
  duties: [],
  sales: [],
  payments: [],
}

async function collectInmate(db: Reader, id: string) {
  const registrations = await all((query) => listRegistrations(db, id, query))
  const custodyChanges = await all((query) => listCustodyChanges(db, id, query))
  const enrollments = await all((query) => listEnrollments(db, { ...query, inmateId: [id] }))
  const work = await all((query) => listWork(db, { ...query, inmateId: [id] }))
  const workLogs = await all((query) => listWorkLogs(db, { ...query, inmateId: [id] }))
  const programIds = enrollments.map(({ programId }) => programId)
  const batchIds = work.map(({ batchId }) => batchId)
  const [programs, batches] = [await namesOf(db, 'program', programIds), await namesOf(db, 'batch', batchIds)]
  return {
    ...nothing,
    inmate: shown(recordParts.inmate)(await readInmate(db, id)),
    registrations: registrations.map(shown(recordParts.registrations)),
    custodyChanges: custodyChanges.map(shown(recordParts.custodyChanges)),
    enrollments: enrollments
      .map(({ decision, ...row }) => ({
        ...row,
        decision: decision && { number: decision.number, date: decision.date },
        programName: programs.get(row.programId),
      }))
      .map(shown(recordParts.enrollments)),
    work: work.map((row) => ({ ...row, batchCode: batches.get(row.batchId) })).map(shown(recordParts.work)),
    workLogs: workLogs.map(shown(recordParts.workLogs)),
    /** Whoever reads one has read of the person. */
    sheetIds: await sheetsOf(db, id),
  }
}

async function collectBuyer(db: Reader, id: string) {
  const sales = await all((query) => listSales(db, { ...query, buyerId: [id] }))
  const saleId = sales.map((sale) => sale.id)
  const payments = saleId.length === 0 ? [] : await all((query) => listPayments(db, { ...query, saleId }))
  return {
    ...nothing,
    buyer: shown(recordParts.buyer)(await readBuyer(db, id)),
    consents: (await all((query) => listBuyerConsents(db, id, query))).map(shown(recordParts.consents)),
    sales: sales.map(shown(recordParts.sales)),
    payments: payments.map(shown(recordParts.payments)),
  }
}

async function collectOfficer(db: Reader, id: string) {
  return { ...nothing, officer: shown(recordParts.officer)(await readOfficer(db, id)), duties: await dutiesOf(db, id) }
}

const collectors = { INMATE: collectInmate, BUYER: collectBuyer, OFFICER: collectOfficer }

/** The NIK of a person; the NPWP of one is the same number. Source: PMK 112/PMK.03/2022, as reported. */
function numberOf({ keyring }: Reader, { inmate, buyer }: Held): string | undefined {
  if (inmate?.nik) return keyring.decrypt(inmate.nik, `inmate.nik:${inmate.id}`)
  return buyer?.npwp ? keyring.decrypt(buyer.npwp, `buyer.npwp:${buyer.id}`) : undefined
}
interface Held {
  inmate: { id: string; nik?: string | null } | null
  buyer: { id: string; npwp?: string | null } | null
}

/**
 * Everything there is about the person of a request, with who read or changed it. The caller sees the request, and so the
 * person; what other facilities hold of the person is the person's to see as well. @throws not-found, invalid-transition
 */
export async function collectRecord(db: Reader & { caller: Caller }, requestId: string) {
  const request = await readSubjectRequest(db, requestId)
  // What was refused is not handed out.
  requireStatus(request, 'OPEN', 'FULFILLED')
  const { subject, facilityId }: { subject: Subject; facilityId: string } = request
  const everywhere: Reader = { caller: { ...db.caller, facilities: 'ALL' }, keyring: db.keyring, query: (statement, planning) => db.query(statement, planning) }
  const { sheetIds, ...held } = await collectors[subject.type](everywhere, subject.id)
  const requests = (await requestsAbout(everywhere, subject)).map(shown(recordParts.requests))
  const { registrations, custodyChanges, enrollments, work, workLogs, sales, payments } = held
  const ids = [subject.id, ...sheetIds, ...[registrations, custodyChanges, enrollments, work, workLogs, sales, payments, requests].flat().map(({ id }) => id)]
  const trail = await trailOf(everywhere, ids, longestTrail + 1)
  return {
    id: subject.id,
    // Not shown: in the trail the read stands under the facility that was asked.
    facilityId,
    type: subject.type,
    facilityName: (await namesOf(everywhere, 'facility', [facilityId])).get(facilityId),
    requestId,
    madeAt: new Date().toISOString(),
    ...held,
    formerValues: await formerValuesOf(everywhere, subject, db.caller.redactions),
    requests,
    otherRecords: await otherRecordsOf(everywhere, subject, numberOf(everywhere, held)),
    trail: trail.slice(0, longestTrail),
    trailIsWhole: trail.length <= longestTrail,
  }
}

/** What a person takes along: the record without what others did with it. */
export const portable = ({ trail: _, trailIsWhole: __, formerValues: ___, requests: ____, ...record }: SubjectRecord): object => record
