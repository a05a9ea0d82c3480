/** What ends enrollments beside a decision: the inmate leaves, or the program closes. Work on batches ends with them. */
import { whenInmateLeaves } from '../../custody/inmates/index.ts'
import { endWork } from '../batches/index.ts'
import { whenProgramCloses } from '../programs/index.ts'
import { endLogs } from '../work-logs/index.ts'
import { endEnrollments, ofInmate, ofProgram } from './store.ts'

export function listen(): void {
  whenInmateLeaves(async (tx, { inmateId, on, reason }) => {
    await endEnrollments(tx, ofInmate(inmateId), on, reason)
    await endWork(tx, { inmateId }, on)
    await endLogs(tx, { inmateId }, on)
  })
  whenProgramCloses(async (tx, { programId, on }) => {
    await endEnrollments(tx, ofProgram(programId), on, 'PROGRAM_FINISHED')
    await endWork(tx, { programId }, on)
  })
}
