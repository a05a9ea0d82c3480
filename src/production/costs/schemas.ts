import { type Static, Type } from 'typebox'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import { day, Id, idOf, longText, maybes, money, nullable, nullables, object, openWords, recordStamps, text } from '../../platform/contract/shapes.ts'

const batchId = idOf('The batch that it goes into: neither archived nor cancelled.', 'batch')
const kind = openWords(['MATERIAL', 'TOOL', 'ENERGY', 'TRANSPORT', 'OTHER'], 'What was paid for (jenis biaya).')
const borneBy = openWords(
  ['CAPITAL', 'BUDGET', 'PARTNER'],
  'Who bears it: the working capital (modal kerja), the state budget (anggaran), or a partner (mitra).',
)
const incurredOn = day('The day it arose, not after today; it may lie before the first day of the batch.')
const description = longText(500, 'What it was for, in words; in a counter-entry, why.')
const optional = { receiptRef: text(100, 'Number of the receipt (nomor bukti).') }
const facilityId = idOf('The facility of the batch.')

export const Cost = object('Cost', {
  id: Id,
  facilityId,
  batchId,
  kind,
  amount: money('In rupiah; below zero in a counter-entry.', -Number.MAX_SAFE_INTEGER),
  borneBy,
  incurredOn,
  description,
  ...nullables(optional),
  reversesId: nullable(idOf('The cost that this counter-entry takes back.')),
  reversedById: nullable(idOf('The counter-entry that took it back; null while the cost stands.')),
  ...recordStamps,
})
export type Cost = Static<typeof Cost>

export const NewCost = object('NewCost', {
  batchId,
  kind,
  amount: money('In rupiah.', 1),
  borneBy,
  incurredOn,
  description,
  ...maybes(optional),
})
export type NewCost = Static<typeof NewCost>

export const NewCostReversal = object('NewCostReversal', {
  incurredOn: day('The day of the counter-entry: from that of the cost to today.'),
  description: longText(500, 'Why it is taken back.'),
})
export type NewCostReversal = Static<typeof NewCostReversal>

export const CostQuery = pageQuery(Cost, ['incurredOn', 'id'], {
  facilityId: anyOf(facilityId),
  batchId: anyOf(idOf('The batch.')),
  kind: anyOf(kind),
  borneBy: anyOf(borneBy),
  incurredOnFrom: Type.Optional(day('Arose on or after this day.')),
  incurredOnTo: Type.Optional(day('Arose on or before this day.')),
})
