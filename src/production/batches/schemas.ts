import { type Static, Type } from 'typebox'
import { protections } from '../../custody/protected-persons/index.ts'
import { anyOf, archivedFilter, pageQuery, searchText } from '../../platform/contract/list-shapes.ts'
import {
  amountOf,
  archived,
  closed,
  code,
  count,
  day,
  Id,
  idOf,
  longText,
  maybes,
  money,
  nullable,
  nullables,
  object,
  oneOf,
  openWords,
  optionals,
  patch,
  quantity,
  recordStamps,
  stamps,
} from '../../platform/contract/shapes.ts'
import { hideable, personal } from '../../platform/security/data-classes.ts'
import { gradeCode } from '../products/index.ts'

export const batchStatuses = ['PLANNED', 'IN_PROGRESS', 'PENDING_QC', 'COMPLETED', 'CLOSED', 'CANCELLED'] as const
export type BatchStatus = (typeof batchStatuses)[number]

const status = oneOf(batchStatuses, 'The state of the batch.')
const facilityId = idOf('The facility, which is that of the program.')

const origin = {
  programId: idOf('The program that makes it.', 'program'),
  productId: idOf('The product that is made: goods, and not archived.', 'product'),
}
const required = {
  code: code('Code that is unique in the facility, e.g. `BJN-BSK-2509-01`.'),
  supervisorId: idOf('The officer in charge (petugas penanggung jawab).', 'officer'),
  plannedQuantity: quantity('How much is planned, in the unit of the product.'),
  startsOn: day('First day of work, within the program.'),
}
const optional = { targetOn: day('The day it should be done.') }
const mode = {
  contributionMode: openWords(['EQUAL', 'ATTENDANCE', 'PIECES', 'MANUAL'], 'How the premi is divided among the workers; that of the program unless given.'),
}
const holds = ['NONE', 'QUARANTINE', 'RECALLED'] as const
export type Hold = (typeof holds)[number]

export const Batch = object('Batch', {
  id: Id,
  facilityId,
  ...origin,
  ...required,
  ...nullables(optional),
  completedOn: nullable(day('The day it was completed.')),
  ...mode,
  status,
  hold: oneOf(holds, 'Whether its stock may be sold: NONE, or why it may not.'),
  produced: amountOf('What came out in sellable grades.'),
  rejected: amountOf('What came out in grades that are not sold.'),
  sold: amountOf('What confirmed sales took, less what came back.'),
  onHand: amountOf('What is left, in all grades: `produced` and `rejected` less `sold`, and what else moved: use, gifts, damage, loss, counts.'),
  sellableOnHand: amountOf('What is left of `onHand` in sellable grades, and can be sold: `produced` less `sold`, and what else moved in these grades.'),
  revenue: money('What confirmed sales brought, in rupiah: its part of their lines, less their discount. What was cancelled does not count.'),
  costTotal: money('What went into it, in rupiah: the sum of its costs.'),
  margin: money('`revenue` less `costTotal`; below zero while it has cost more than it brought.', -Number.MAX_SAFE_INTEGER),
  workerCount: count('How many inmates work or worked on it.'),
  archived,
  ...stamps,
})
export type Batch = Static<typeof Batch>

export const NewBatch = object('NewBatch', { ...origin, ...required, ...maybes(optional), ...optionals(mode) })
export type NewBatch = Static<typeof NewBatch>

export const BatchPatch = patch('BatchPatch', { ...required, ...nullables(optional), ...mode, archived })
export type BatchPatch = Static<typeof BatchPatch>

export const BatchQuery = pageQuery(Batch, ['code', 'startsOn', 'updatedAt', 'id'], {
  facilityId: anyOf(idOf('Facility.')),
  programId: anyOf(origin.programId),
  productId: anyOf(origin.productId),
  supervisorId: anyOf(required.supervisorId),
  status: anyOf(status),
  startsOnFrom: Type.Optional(day('Started on or after this day.')),
  startsOnTo: Type.Optional(day('Started on or before this day.')),
  completedOnFrom: Type.Optional(day('Completed on or after this day.')),
  completedOnTo: Type.Optional(day('Completed on or before this day.')),
  archived: archivedFilter,
  q: searchText('the code'),
})
export type BatchQuery = Static<typeof BatchQuery>

export const BatchCompletion = object('BatchCompletion', {
  completedOn: day('The day it was completed: not before its start, its last output or the first day of work on it, not after today.'),
})

// Holds ---------------------------------------------------------------------------------------------------------

const order = {
  reason: longText(500, 'Why, in words.'),
  officerId: idOf('The officer who orders it (petugas yang memerintahkan).', 'officer'),
}

export const BatchHoldOrder = object('BatchHoldOrder', order)
export type BatchHoldOrder = Static<typeof BatchHoldOrder>

export const BatchHold = object('BatchHold', {
  id: Id,
  facilityId,
  batchId: idOf('The batch.'),
  hold: oneOf(holds, 'What it was from then on: NONE where the hold was released.'),
  ...order,
  ...recordStamps,
})

export const BatchHoldQuery = pageQuery(BatchHold, ['id'], {})
export type BatchHoldQuery = Static<typeof BatchHoldQuery>

// Workers -------------------------------------------------------------------------------------------------------

const period = { from: day('First day of work on the batch.') }
const workerOptional = {
  to: day('Last day of work on the batch; open when absent.'),
  manualWeight: Type.Integer({ format: 'int32', minimum: 1, maximum: 1_000_000, description: 'Share of the premi in MANUAL mode, relative to the others.' }),
}

export const BatchWorker = object(
  'BatchWorker',
  hideable({
    id: Id,
    facilityId,
    batchId: idOf('The batch.'),
    inmateId: personal(idOf('The inmate who works on it.'), { class: 'custody', stays: true }),
    ...period,
    ...nullables(workerOptional),
    protections,
    ...stamps,
  }),
)
export type BatchWorker = Static<typeof BatchWorker>

export const NewBatchWorker = object('NewBatchWorker', {
  inmateId: personal(idOf('The inmate who works on it: in custody at the facility.', 'inmate'), { class: 'custody' }),
  ...period,
  ...maybes(workerOptional),
})
export type NewBatchWorker = Static<typeof NewBatchWorker>

export const BatchWorkerPatch = patch('BatchWorkerPatch', { ...period, ...nullables(workerOptional) })
export type BatchWorkerPatch = Static<typeof BatchWorkerPatch>

export const BatchWorkerQuery = pageQuery(BatchWorker, ['id'], { inmateId: anyOf(idOf('Inmate.')) })
export type BatchWorkerQuery = Static<typeof BatchWorkerQuery>

export const ByWorker = closed({ id: Id, workerId: idOf('The period of work.') })

// Outputs -------------------------------------------------------------------------------------------------------

const outcome = {
  grade: gradeCode,
  quantity: quantity('How much came out, in the unit of the product.'),
  recordedOn: day('The day it was counted: from the start of the batch to today.'),
}
const outcomeOptional = {
  inspectedBy: idOf('The officer who inspected it.', 'officer'),
  rejectReason: longText(500, 'Why it was rejected, for grades that are not sold.'),
}

export const BatchOutput = object('BatchOutput', {
  id: Id,
  facilityId,
  batchId: idOf('The batch.'),
  ...outcome,
  ...nullables(outcomeOptional),
  reversedById: nullable(idOf('The stock movement that took it back; null while the output stands.')),
  ...recordStamps,
})
export type BatchOutput = Static<typeof BatchOutput>

export const NewBatchOutput = object('NewBatchOutput', { ...outcome, ...maybes(outcomeOptional) })
export type NewBatchOutput = Static<typeof NewBatchOutput>

export const BatchOutputQuery = pageQuery(BatchOutput, ['id'], { grade: anyOf(outcome.grade) })
export type BatchOutputQuery = Static<typeof BatchOutputQuery>

export const ByOutput = closed({ id: Id, outputId: idOf('The output.') })
