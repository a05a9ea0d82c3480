import { announcement } from '../../platform/database/announcement.ts'

export interface Closure {
  programId: string
  /** Today at the facility. */
  on: string
}

/** A program is closed, unless somebody refuses; it is locked. */
export const { listen: whenProgramCloses, announce: close } = announcement<Closure>()
