/** Which rows a day-sheet can have. Source: domain.md, invariants 4 and 5. */
import { isDeepStrictEqual } from 'node:util'
import { phrase, type Text } from '../../platform/contract/language.ts'
import { contradiction, problem } from '../../platform/contract/problems.ts'
import { fitsUnit, type Unit } from '../products/index.ts'
import { type RowFault, rowsRefused } from './problems.ts'
import { maxMinutes, type NewWorkSheetRow, presences, type WorkSheetRow } from './schemas.ts'

/** A row as the sheet keeps it: what was left out has its default. */
export const completed = (row: NewWorkSheetRow): WorkSheetRow => ({
  inmateId: row.inmateId,
  shift: row.shift ?? 'FULL_DAY',
  attendance: row.attendance,
  minutes: row.minutes ?? 0,
  batchId: row.batchId ?? null,
  piecesGood: row.piecesGood ?? 0,
  piecesRejected: row.piecesRejected ?? 0,
  workQuality: row.workQuality ?? null,
  conduct: row.conduct ?? null,
  safetyOk: row.safetyOk ?? null,
  ruleBreach: row.ruleBreach ?? false,
  note: row.note ?? null,
})

/** A row with the id that it is kept under. */
export type KeptRow = WorkSheetRow & { id: string }

/** What a row is about: there is one of each. */
export const keyOf = ({ inmateId, shift, batchId }: WorkSheetRow): string => `${inmateId} ${shift} ${batchId ?? ''}`
const byKey = (one: WorkSheetRow, other: WorkSheetRow): number => (keyOf(one) < keyOf(other) ? -1 : 1)

/** What another version of a sheet changes. */
export interface Difference {
  /** The sheet as it will be. */
  rows: WorkSheetRow[]
  /** Rows that are new or say something else, with their places in the request and, where they stand already, what stands. */
  written: { row: WorkSheetRow; at: number; before: KeptRow | undefined }[]
  removed: KeptRow[]
}

/** @throws rows-refused for rows that are there twice */
export function differenceOf(wanted: readonly WorkSheetRow[], kept: readonly KeptRow[]): Difference {
  const places = new Map<string, number>()
  const faults: RowFault[] = []
  for (const [at, row] of wanted.entries()) {
    const first = places.get(keyOf(row))
    if (first === undefined) places.set(keyOf(row), at)
    else faults.push({ at, member: 'inmateId', code: 'duplicate', message: phrase`Row ${first + 1} is about the same inmate, shift and batch.` })
  }
  if (faults.length > 0) throw rowsRefused(faults)
  const standing = new Map(kept.map((row) => [keyOf(row), row]))
  const written = wanted.flatMap((row, at) => {
    const before = standing.get(keyOf(row))
    return before !== undefined && isDeepStrictEqual({ ...row, id: before.id }, before) ? [] : [{ row, at, before }]
  })
  return { rows: wanted.toSorted(byKey), written, removed: kept.filter((row) => !places.has(keyOf(row))) }
}

export const isSame = ({ written, removed }: Difference): boolean => written.length === 0 && removed.length === 0

/** Days on which somebody takes part in the program. */
export interface Enrolled {
  inmateId: string
  /** The enrollment is active, or was until it ended. */
  isActive: boolean
  startsOn: string
  endsOn: string | null
}

/** A batch of the program, held. */
export interface SheetBatch {
  id: string
  code: string
  status: string
  archived: boolean
  startsOn: string
  completedOn: string | null
  contributionMode: string
  unit: Unit
}

/** What rows are looked at by. */
export interface Surroundings {
  workedOn: string
  enrollments: readonly Enrolled[]
  batches: readonly SheetBatch[]
  /** Minutes of that day in other programs, by inmate. */
  elsewhere: Readonly<Record<string, number>>
}

type Fault = Omit<RowFault, 'at'>
const refused = (member: string, message: Text): Fault => ({ member, code: 'contradiction', message })
const unknown = (member: string): Fault => ({ member, code: 'unknown-reference', message: phrase`There is no such row in this facility.` })

/** Whether pieces of a batch can still be counted: not once its figures are final, or have been held against its output. */
const isCounted = ({ status, contributionMode }: SheetBatch): boolean => status === 'CLOSED' || (contributionMode === 'PIECES' && status === 'COMPLETED')

/** What is wrong with a row by itself. */
function faultsWithin({ attendance, minutes, piecesGood, piecesRejected, batchId }: WorkSheetRow): Fault[] {
  const isAway = !presences.includes(attendance)
  const member = piecesGood > 0 ? 'piecesGood' : 'piecesRejected'
  const hasPieces = piecesGood + piecesRejected > 0
  return [
    ...(isAway && minutes > 0 ? [refused('minutes', phrase`Who was not there has no minutes.`)] : []),
    ...(isAway && hasPieces ? [refused(member, phrase`Who was not there has made no pieces.`)] : []),
    ...(hasPieces && batchId === null ? [refused(member, phrase`Pieces are those of a batch.`)] : []),
  ]
}

function faultOfInmate({ inmateId }: WorkSheetRow, { enrollments, workedOn }: Surroundings): Fault | undefined {
  const own = enrollments.filter((one) => one.inmateId === inmateId)
  if (own.length === 0) return unknown('inmateId')
  if (own.some(({ isActive, startsOn, endsOn }) => isActive && startsOn <= workedOn && (endsOn === null || workedOn <= endsOn))) return undefined
  return refused('inmateId', phrase`No active enrollment in the program covers this day.`)
}

function faultOfBatch({ batchId, piecesGood, piecesRejected }: WorkSheetRow, { batches, workedOn }: Surroundings): Fault | undefined {
  if (batchId === null) return undefined
  const batch = batches.find(({ id }) => id === batchId)
  if (batch === undefined) return unknown('batchId')
  const { code, status, startsOn, completedOn, unit } = batch
  if (batch.archived) return refused('batchId', phrase`Batch ${code} is archived.`)
  if (status === 'PLANNED' || status === 'CANCELLED') return refused('batchId', phrase`Nobody works on batch ${code}: it is ${status}.`)
  if (isCounted(batch)) return refused('batchId', phrase`The pieces of batch ${code} are counted: it is ${status}.`)
  if (workedOn < startsOn) return refused('batchId', phrase`Batch ${code} begins on ${startsOn}.`)
  if (completedOn !== null && workedOn > completedOn) return refused('batchId', phrase`Batch ${code} was completed on ${completedOn}.`)
  const finer = [['piecesGood', piecesGood] as const, ['piecesRejected', piecesRejected] as const].find(([, quantity]) => !fitsUnit(quantity, unit))
  return finer && refused(finer[0], phrase`${unit} is counted in whole numbers.`)
}

/** The inmates whose day would be too long, with the minutes it would have. */
function tooLong(rows: readonly WorkSheetRow[], elsewhere: Surroundings['elsewhere']): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { inmateId, minutes } of rows) sums.set(inmateId, (sums.get(inmateId) ?? elsewhere[inmateId] ?? 0) + minutes)
  return new Map([...sums].filter(([, minutes]) => minutes > maxMinutes))
}

/** What stands already stays as it is; what is written is looked at, row by row. @throws rows-refused, contradiction */
export function requireFitting({ rows, written, removed }: Difference, around: Surroundings): void {
  const days = tooLong(rows, around.elsewhere)
  const faults = written.flatMap(({ row, at }): RowFault[] => {
    const minutes = days.get(row.inmateId)
    const all = [
      ...faultsWithin(row),
      faultOfInmate(row, around),
      faultOfBatch(row, around),
      minutes === undefined
        ? undefined
        : refused('minutes', phrase`Over all shifts and programs the day would have ${minutes} minutes; ${maxMinutes} are possible.`),
    ]
    return all.flatMap((fault) => (fault === undefined ? [] : [{ ...fault, at }]))
  })
  if (faults.length > 0) throw rowsRefused(faults)
  const final = around.batches.find((batch) => isCounted(batch) && removed.some(({ batchId }) => batchId === batch.id))
  if (final !== undefined) throw contradiction('/rows', phrase`The pieces of batch ${final.code} are counted: it is ${final.status}.`)
}

/** @throws contradiction */
export function requireCome(workedOn: string, today: string): void {
  if (workedOn <= today) return
  const message = phrase`The last day that is possible is ${today}.`
  throw problem('contradiction', message, { errors: [{ location: 'path', pointer: 'date', code: 'contradiction', message }], facts: { latest: today } })
}
