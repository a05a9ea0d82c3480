/**
 * Every reference of the database is a parent and its children. Either something of the parent bounds the child, asked from both
 * sides, by a test that is named here; or nothing does, and why. The next foreign key has to say so as well.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'

const { database } = await buildTestApp(t)
const foreignKeys = (
  await database.query<{ name: string }>(
    "SELECT conname AS name FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0 ORDER BY conname",
  )
).map(({ name }) => name)

/** By test file and title: what the parent says of the child is asked when either changes. */
const bounded: Record<string, Record<string, readonly string[]>> = {
  'modules/facilities.test.ts': {
    'stays KANWIL while units report to it: still-referenced': ['facility_parent_fkey'],
    'does not become KANWIL while it has inmates or programs: still-referenced': ['inmate_facility_fkey', 'program_facility_fkey'],
    'the time zone of a facility': [
      'buyer_consent_facility_fkey',
      'facility_month_facility_fkey',
      'inmate_registration_facility_fkey',
      'custody_change_facility_fkey',
      'custody_change_to_facility_fkey',
    ],
  },
  'modules/timelines.test.ts': {
    'nothing of the present custody lies before it': ['enrollment_inmate_fkey'],
    'and is not written past it': ['inmate_registration_inmate_fkey'],
    'custody changes come in order': ['custody_change_inmate_fkey'],
    'is taken back once, and only while it is the last: invalid-transition, contradiction': ['custody_change_corrects_fkey'],
  },
  'modules/enrollments.test.ts': {
    'the days of a program stay around what it holds': ['enrollment_program_fkey', 'batch_program_fkey'],
    'a suspended enrollment leaves no work open': ['batch_worker_inmate_fkey'],
  },
  'modules/batch-bounds.test.ts': {
    'does not bound the day of completion': ['batch_output_batch_fkey'],
    'a grade that outputs or sales know is sold as it was': ['batch_output_grade_fkey', 'sale_line_grade_fkey', 'stock_balance_grade_fkey'],
    'an archived batch takes nothing': ['stock_balance_batch_fkey'],
    'a batch does not start with what a new one could not name: contradiction': ['batch_product_fkey'],
    'an output that was taken back': ['stock_movement_reverses_fkey'],
  },
  'modules/work-logs.test.ts': {
    'who leaves is in no sheet of a later day': ['work_log_inmate_fkey'],
    'the pieces of a batch are those of its sheets': ['work_log_batch_fkey'],
    'rows that cannot be are all named, and nothing is written: rows-refused': ['work_sheet_program_fkey'],
  },
  'modules/costs.test.ts': {
    'a batch that takes nothing new takes no cost, and what it has can be taken back': ['cost_batch_fkey'],
    'a cost is taken back once, also when ten ask at once: not-reversible': ['cost_reverses_fkey'],
  },
  'modules/holds.test.ts': { 'a batch is held in every state, and its history says why and by whom': ['batch_hold_batch_fkey'] },
  'modules/endings.test.ts': { 'what ends later than its batch ends with the batch': ['batch_worker_batch_fkey'] },
}

/** By reason. */
const free: Record<string, readonly string[]> = {
  'whoever is named has signed, inspected or been in charge then; who leaves the service later did so nevertheless': [
    'batch_hold_officer_fkey',
    'batch_output_inspector_fkey',
    'batch_supervisor_fkey',
    'enrollment_decision_officer_fkey',
    'program_supervisor_fkey',
  ],
  'an incident, an officer, a product, a buyer or a request has no day, number or state that its facility bounds': [
    'buyer_facility_fkey',
    'incident_facility_fkey',
    'officer_facility_fkey',
    'product_facility_fkey',
    'subject_request_facility_fkey',
  ],
  'a person has rights whatever becomes of the row': ['subject_request_buyer_fkey', 'subject_request_inmate_fkey', 'subject_request_officer_fkey'],
  'what was is kept as it was': ['buyer_consent_buyer_fkey', 'incident_measure_incident_fkey', 'personal_history_buyer_fkey', 'personal_history_inmate_fkey'],
  'access is not bounded by what is accessed': ['api_client_facility_client_fkey', 'api_client_facility_facility_fkey', 'client_credential_client_fkey'],
  'what was sold was served: days of the program that are changed later do not unsay it': ['sale_line_program_fkey'],
  'it is written with its parent, by one statement': [
    'product_grade_product_fkey',
    'product_price_product_fkey',
    'sale_allocation_line_fkey',
    'sale_line_sale_fkey',
    'stock_movement_balance_fkey',
    'stock_movement_output_fkey',
    'stock_movement_sale_line_fkey',
    'used_assertion_client_fkey',
    'work_log_sheet_fkey',
  ],
}

/** Nobody has said yet what bounds these: an end of the list, not a reason. */
const unsaid = ['payment_sale_fkey', 'sale_allocation_batch_fkey', 'sale_buyer_fkey', 'sale_line_product_fkey']

t.test('every foreign key is bounded by a test, or free for a reason', async (t) => {
  const said = [...Object.values(bounded).flatMap((titles) => Object.values(titles).flat()), ...Object.values(free).flat(), ...unsaid]
  t.strictSame(said.toSorted(), foreignKeys)
})

t.test('the tests that are named are there', async (t) => {
  for (const [file, titles] of Object.entries(bounded)) {
    const source = readFileSync(join(import.meta.dirname, '..', file), 'utf8')
    for (const title of Object.keys(titles)) t.ok(source.includes(`'${title}'`), `${file}: ${title}`)
  }
})
