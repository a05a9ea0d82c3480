import { type Static, Type } from 'typebox'
import { closed, Id, idOf, longText, nullable, nullables, object, oneOf, stamps } from '../../platform/contract/shapes.ts'

export const monthStatuses = ['OPEN', 'LOCKED'] as const
export type MonthStatus = (typeof monthStatuses)[number]

/** A calendar month, 1900 to 2099. */
export const calendarMonth = (description: string) => Type.String({ pattern: '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$', maxLength: 10, description })

const { createdAt, updatedAt, createdBy, updatedBy } = stamps

export const FacilityMonth = object('FacilityMonth', {
  id: Id,
  facilityId: idOf('The facility.'),
  month: calendarMonth('The month, as `2025-10`.'),
  status: oneOf(monthStatuses, 'OPEN, or LOCKED (dikunci): then no output, movement, cost, sale, payment or day-sheet is entered with a day in it.'),
  reason: nullable(longText(500, 'Why it was opened again, while it is open; null otherwise.')),
  version: { ...stamps.version, minimum: 0, description: 'Rises with every step; the ETag. 0 while the month was never locked.' },
  ...nullables({ createdAt, updatedAt, createdBy, updatedBy }),
})
export type FacilityMonth = Static<typeof FacilityMonth>

export const MonthReopening = object('MonthReopening', { reason: longText(500, 'Why it is opened again; it stays in the audit trail.') })
export type MonthReopening = Static<typeof MonthReopening>

export const ByMonth = closed({ id: Id, month: calendarMonth('The month, as `2025-10`.') })
