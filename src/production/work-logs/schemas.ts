import { type Static, Type } from 'typebox'
import { protections } from '../../custody/protected-persons/index.ts'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import {
  amountOf,
  closed,
  count,
  day,
  Id,
  idOf,
  instant,
  listOf,
  longText,
  maybes,
  nullables,
  object,
  oneOf,
  optionals,
  ref,
  stamps,
} from '../../platform/contract/shapes.ts'
import { hideable, personal } from '../../platform/security/data-classes.ts'

const custody = { class: 'custody' } as const

/** The longest sheet. */
export const maxSheetRows = 500
/** What an inmate works on one day at most, over all programs. Source: domain.md, invariant 4. */
export const maxMinutes = 720

/** Who was at work. */
export const presences: readonly string[] = ['PRESENT', 'LATE']
const grades = ['VERY_GOOD', 'GOOD', 'FAIR', 'POOR', 'VERY_POOR'] as const
const pieces = (description: string) => Type.Number({ format: 'double', minimum: 0, maximum: 99_999_999_999.999, multipleOf: 0.001, default: 0, description })

const required = {
  inmateId: personal(idOf('The inmate: enrolled in the program on that day.'), { ...custody, stays: true }),
  attendance: personal(
    oneOf(
      ['PRESENT', 'LATE', 'SICK', 'PERMITTED', 'ABSENT', 'REFUSED', 'NO_WORK'],
      'Present (hadir), late (terlambat), sick (sakit), away with permission (izin), absent (alpa), refused (menolak), or there was no work (tidak ada pekerjaan).',
    ),
    custody,
  ),
}
const withDefault = {
  shift: Type.Unsafe<'FULL_DAY' | 'MORNING' | 'AFTERNOON' | 'NIGHT'>({
    ...oneOf(['FULL_DAY', 'MORNING', 'AFTERNOON', 'NIGHT'], 'The shift (regu kerja): full day, morning (pagi), afternoon (siang) or night (malam).'),
    default: 'FULL_DAY',
  }),
  minutes: { ...count('Minutes at work; 0 of somebody who was not there. At most 720 on one day, over all shifts and programs.', 0, maxMinutes), default: 0 },
  piecesGood: pieces('Good pieces, in the unit of the product; only with a batch.'),
  piecesRejected: pieces('Rejected pieces (afkir), in the unit of the product; only with a batch.'),
  ruleBreach: personal(Type.Boolean({ default: false, description: 'Whether a rule of production was broken (pelanggaran tata tertib).' }), custody),
}
const optional = {
  batchId: idOf('The batch that was worked on, of the same program: started by then, and not completed before.'),
  workQuality: personal(oneOf(grades, 'How good the work was (mutu kerja); null where it was not judged.'), custody),
  conduct: personal(oneOf(grades, 'How the inmate behaved at work (sikap kerja); null where it was not judged.'), custody),
  safetyOk: personal(Type.Boolean({ description: 'Whether work safety (K3) was observed; null where nobody looked.' }), custody),
  note: personal(longText(500, 'What else is to be said.'), { ...custody, mask: 'hidden' }),
}

export const NewWorkSheetRow = object('NewWorkSheetRow', { ...required, ...optionals(withDefault), ...maybes(optional) })
export type NewWorkSheetRow = Static<typeof NewWorkSheetRow>

const members = { ...required, ...withDefault, ...nullables(optional) }
export const WorkSheetRow = object('WorkSheetRow', hideable({ ...members, protections }))
/** A row as the sheet keeps it. */
export type WorkSheetRow = Omit<Static<typeof WorkSheetRow>, 'protections'>

const sheetRows = 'One row for each inmate, shift and batch, in the order of these.'
export const NewWorkSheet = object('NewWorkSheet', { rows: listOf(ref(NewWorkSheetRow), maxSheetRows, { description: sheetRows }) })
export type NewWorkSheet = Static<typeof NewWorkSheet>

const facilityId = idOf('The facility (UPT) of the program.')
const programId = idOf('The program.')
const workedOn = day('The working day, a local day of the facility.')
const { createdAt, updatedAt, createdBy, updatedBy } = stamps

export const WorkSheet = object('WorkSheet', {
  id: Id,
  facilityId,
  programId,
  workedOn,
  rows: listOf(ref(WorkSheetRow), maxSheetRows, { description: sheetRows }),
  version: { ...stamps.version, minimum: 0, description: 'Rises with every change; the ETag. 0 while nobody has written the sheet.' },
  ...nullables({ createdAt, updatedAt, createdBy, updatedBy }),
})
export type WorkSheet = Static<typeof WorkSheet>

export const BySheet = closed({ id: Id, date: workedOn })

export const WorkLog = object('WorkLog', hideable({ id: Id, facilityId, programId, workedOn, ...members, protections, ...stamps }))
export type WorkLog = Static<typeof WorkLog>

export const WorkLogQuery = pageQuery(WorkLog, ['workedOn', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  programId: anyOf(programId),
  inmateId: anyOf(idOf('The inmate.')),
  batchId: anyOf(idOf('The batch.')),
  attendance: anyOf(required.attendance),
  workedOnFrom: Type.Optional(day('Work on this day or later.')),
  workedOnTo: Type.Optional(day('Work on this day or earlier.')),
})
export type WorkLogQuery = Static<typeof WorkLogQuery>

export const WorkMonth = object(
  'WorkMonth',
  hideable({
    id: Id,
    facilityId: idOf('The facility (UPT) where it was.'),
    inmateId: personal(idOf('The inmate.'), custody),
    startsOn: day('First day of the month.'),
    days: count('Days on which the inmate was at work.'),
    minutes: count('Minutes at work.'),
    piecesGood: amountOf('Good pieces.'),
    piecesRejected: amountOf('Rejected pieces (afkir).'),
    updatedAt: { ...instant('When a row of the month was last changed.'), readOnly: true },
  }),
)
export type WorkMonth = Static<typeof WorkMonth>

export const WorkMonthQuery = pageQuery(WorkMonth, ['startsOn', 'updatedAt', 'id'], {
  facilityId: anyOf(idOf('The facility.')),
  startsOnFrom: Type.Optional(day('Months that begin on this day or later.')),
  startsOnTo: Type.Optional(day('Months that begin on this day or earlier.')),
})
export type WorkMonthQuery = Static<typeof WorkMonthQuery>
