/** What may never be found in the database, whatever has ended what: the rules of the operations of custody, enrollments and work, asked of all rows at once. */
import type { TestDatabase } from './database.ts'

const hasLeft = "inmate.custody_status NOT IN ('ACTIVE', 'TEMPORARILY_ABSENT')"
const isOpen = "enrollment.status IN ('PROPOSED', 'APPROVED', 'ACTIVE', 'SUSPENDED')"

/** By what is wrong: rows that are. */
const wrong: Record<string, string> = {
  'a register entry of a person who has left is open, or longer than the custody': `SELECT entry.id FROM inmate_registration entry JOIN inmate ON inmate.id = inmate_id WHERE ${hasLeft} AND coalesce(valid_to, 'infinity') > custody_changed_on`,
  'a register entry reaches over the day on which the present custody began':
    "SELECT entry.id FROM inmate_registration entry JOIN inmate ON inmate.id = inmate_id WHERE valid_from < custody_since AND coalesce(valid_to, 'infinity') > custody_since",
  'an enrollment of a person who has left is open, or longer than the custody': `SELECT enrollment.id FROM enrollment JOIN inmate ON inmate.id = inmate_id
    WHERE ${hasLeft} AND status <> 'REJECTED' AND (${isOpen} OR ends_on > custody_changed_on)`,
  'an open enrollment began before the present custody': `SELECT enrollment.id FROM enrollment JOIN inmate ON inmate.id = inmate_id WHERE ${isOpen} AND starts_on < coalesce(custody_since, admitted_on)`,
  'an enrollment is open and has a last day': `SELECT id FROM enrollment WHERE ${isOpen} AND ends_on IS NOT NULL`,
  'an enrollment ends after today': "SELECT id FROM enrollment WHERE ends_on > now() + interval '9 hours'",
  'an enrollment lies outside its program': `SELECT enrollment.id FROM enrollment JOIN program ON program.id = program_id
    WHERE enrollment.status <> 'REJECTED' AND (enrollment.starts_on < program.starts_on OR enrollment.starts_on > program.ends_on)`,
  'an enrollment is open in a program that is closed': `SELECT enrollment.id FROM enrollment JOIN program ON program.id = program_id WHERE ${isOpen} AND program.status = 'CLOSED'`,
  'work is open without an active enrollment, or longer than the enrollments of its inmate in the program': `
    SELECT work.id FROM batch_worker work JOIN batch ON batch.id = batch_id WHERE NOT EXISTS (
      SELECT FROM enrollment WHERE enrollment.program_id = batch.program_id AND enrollment.inmate_id = work.inmate_id AND enrollment.starts_on <= work.valid_from
        AND CASE WHEN work.valid_to IS NULL THEN enrollment.status = 'ACTIVE' ELSE coalesce(enrollment.ends_on, 'infinity') >= work.valid_to END)`,
  'work lies outside its batch, or is open on one that is over': `SELECT work.id FROM batch_worker work JOIN batch ON batch.id = batch_id
    WHERE work.valid_from < batch.starts_on OR coalesce(work.valid_to, 'infinity') > batch.completed_on OR (work.valid_to IS NULL AND batch.status = 'CANCELLED')`,
  'a batch counts other workers than it has':
    'SELECT id FROM batch WHERE worker_count <> (SELECT count(DISTINCT inmate_id) FROM batch_worker WHERE batch_id = batch.id)',
  'a batch begins outside its program': `SELECT batch.id FROM batch JOIN program ON program.id = program_id
    WHERE batch.status <> 'CANCELLED' AND (batch.starts_on < program.starts_on OR batch.starts_on > program.ends_on)`,
}

/** What is wrong, with how many rows; none when all is right. */
export async function wrongTimelines(database: TestDatabase): Promise<string[]> {
  const found: string[] = []
  for (const [what, statement] of Object.entries(wrong)) {
    const rows = await database.query(statement)
    if (rows.length > 0) found.push(`${what}: ${rows.length}`)
  }
  return found
}
