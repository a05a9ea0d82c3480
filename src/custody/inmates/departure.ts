import { announcement } from '../../platform/database/announcement.ts'
import type { ReasonToLeave } from './rules.ts'

export interface Departure {
  inmateId: string
  /** The day it happened. */
  on: string
  reason: ReasonToLeave
}

/** Somebody leaves custody or the facility; the inmate is locked. */
export const { listen: whenInmateLeaves, announce: leave } = announcement<Departure>()
