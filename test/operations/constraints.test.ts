/** Every constraint of the database is explained to callers, or something stands before it; the next one has to say so as well. */
import t from 'tap'
import { Problem } from '../../src/platform/contract/problems.ts'
import { explainedConstraints } from '../../src/platform/database/constraints.ts'
import { buildTestApp } from '../support/app.ts'
import type { Schema } from '../support/contract.ts'
import { valued } from '../support/samples.ts'

const { contract, database } = await buildTestApp(t)

interface Constraint {
  table: string
  name: string
  type: 'f' | 'c' | 'x' | 'u' | 't'
  definition: string
}
// A unique index is a constraint with a condition.
const constraints = await database.query<Constraint>(`
  SELECT relname AS table, conname AS name, contype AS type, pg_get_constraintdef(pg_constraint.oid) AS definition FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
  WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'c', 'x', 'u', 't') AND conparentid = 0 AND NOT relispartition
  UNION ALL SELECT relname, indexrelid::regclass::text, 'u', pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
  WHERE relnamespace = 'public'::regnamespace AND NOT relispartition AND indisunique AND NOT indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`)

/** What keeps requests from breaking a constraint that no module explains. */
const before: Record<string, readonly string[]> = {
  'the statement finds and locks the row that is named': [
    'batch_hold_batch_fkey',
    'batch_hold_officer_fkey',
    'batch_program_fkey',
    'batch_product_fkey',
    'batch_output_batch_fkey',
    'batch_worker_batch_fkey',
    'buyer_consent_buyer_fkey',
    'buyer_consent_facility_fkey',
    'cost_batch_fkey',
    'cost_reverses_fkey',
    'custody_change_corrects_fkey',
    'custody_change_facility_fkey',
    'custody_change_inmate_fkey',
    'facility_month_facility_fkey',
    'custody_change_to_facility_fkey',
    'inmate_registration_facility_fkey',
    'inmate_registration_inmate_fkey',
    'payment_sale_fkey',
    'stock_balance_batch_fkey',
    'stock_movement_reverses_fkey',
    'client_credential_client_fkey',
    'incident_measure_incident_fkey',
    'subject_request_inmate_fkey',
    'subject_request_buyer_fkey',
    'subject_request_officer_fkey',
    'subject_request_facility_fkey',
    'work_log_batch_fkey',
    'work_log_inmate_fkey',
    'work_sheet_program_fkey',
  ],
  'the buyer is locked while an entry is added': ['buyer_consent_buyer_key'],
  'the inmate is locked while its changes are looked at and one is added': ['custody_change_corrects_key', 'custody_change_inmate_key'],
  'one statement writes both rows': [
    'work_log_sheet_fkey',
    'api_client_facility_client_fkey',
    'product_grade_product_fkey',
    'product_price_product_fkey',
    'sale_line_sale_fkey',
    'sale_line_position_key',
    'sale_allocation_line_fkey',
    'stock_movement_output_fkey',
    'stock_movement_sale_line_fkey',
    'stock_movement_balance_fkey',
    'personal_history_inmate_fkey',
    'personal_history_buyer_fkey',
    'used_assertion_client_fkey',
  ],
  'an id of ours is never given twice': [
    'buyer_facility_id_key',
    'officer_facility_id_key',
    'product_facility_id_key',
    'program_facility_id_key',
    'stock_balance_id_key',
    'client_credential_secret_hash_key',
  ],
  'the contract bounds the number': [
    'batch_output_quantity_check',
    'incident_classes_check',
    'batch_planned_quantity_check',
    'batch_worker_weight_check',
    'cost_amount_check',
    'payment_amount_check',
    'product_price_amount_check',
    'program_acceleration_point_check',
    'program_capacity_check',
    'program_eligibility_check',
    'sale_allocation_quantity_check',
    'sale_discount_check',
    'sale_line_quantity_check',
    'sale_line_unit_price_check',
    'stock_movement_quantity_check',
  ],
  'the contract gives the form of the word': ['buyer_consent_purpose_check', 'facility_month_month_check', 'product_unit_check'],
  'the service writes its own words': ['buyer_protections_check', 'inmate_protections_check', 'officer_protections_check'],
  'it is held before it is written': ['facility_month_key', 'work_log_key', 'work_sheet_day_key'],
  'the rules of a sheet look at each row first': ['work_log_minutes_check', 'work_log_pieces_check', 'work_log_presence_check'],
  'the sum is bounded before it is written': ['sale_total_check', 'sale_line_total_check'],
  'the step writes both or neither': [
    'batch_completion_check',
    'buyer_npwp_check',
    'api_client_prepared_check',
    'client_credential_prepared_check',
    'subject_request_prepared_check',
    'client_credential_external_check',
    'client_credential_secret_check',
    'enrollment_dates_check',
    'enrollment_decision_check',
    'enrollment_override_check',
    'incident_closed_check',
    'incident_notified_check',
    'inmate_nik_check',
    'personal_history_subject_check',
    'sale_line_service_check',
    'subject_request_decided_check',
    'subject_request_due_check',
    'subject_request_lifted_check',
    'subject_request_reason_check',
    'subject_request_refusal_check',
    'subject_request_stops_check',
    'subject_request_subject_check',
  ],
  'stock is locked and checked before it is moved': [
    'batch_figures_check',
    'stock_balance_sold_check',
    'stock_movement_balance_after_check',
    'stock_movement_sign_check',
    'stock_movement_source_check',
  ],
  'nobody but the sealer writes it': ['audit_seal_digests_check'],
  'the settings and the command of operators are checked': ['audit_retention_months_check'],
}
const reasons = new Map(Object.entries(before).flatMap(([reason, names]) => names.map((name) => [name, reason])))

/** The words that a CHECK of one column allows. */
function wordsOf({ type, definition }: Constraint): { column: string; words: string[] } | undefined {
  const column = type === 'c' ? /^CHECK \(\((\w+) = ANY \(ARRAY\[([^\]]*)\]\)\)\)$/.exec(definition) : null
  return column === null ? undefined : { column: column[1] as string, words: [...(column[2] ?? '').matchAll(/'([^']*)'/g)].map(([, word]) => word as string) }
}
const isVersion = ({ name }: Constraint): boolean => name.endsWith('_version_check')

/** Every schema of a member of that name in the bodies of requests. */
function membersNamed(name: string): Schema[] {
  const within = (schema: Schema): Schema[] => {
    const { properties = {}, items, anyOf = [] } = contract.resolve(schema)
    const own = Object.entries(properties).flatMap(([member, inner]) => [...(member === name ? [contract.resolve(inner)] : []), ...within(inner)])
    return [...own, ...(items === undefined ? [] : within(items)), ...anyOf.flatMap(within)]
  }
  return contract.operations.flatMap(({ body }) => (body === undefined ? [] : within(body)))
}
const camel = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

t.test('every constraint is explained, or something stands before it', async (t) => {
  t.ok(constraints.length > 150, `${constraints.length} constraints`)
  for (const constraint of constraints) {
    const { name } = constraint
    const known = [explainedConstraints().has(name), reasons.has(name), wordsOf(constraint) !== undefined, isVersion(constraint)]
    t.equal(known.filter(Boolean).length, 1, `${name}: explainConstraints() where a request can break it, or say what stands before it`)
  }
  const names = new Set(constraints.map(({ name }) => name))
  t.strictSame(
    [...explainedConstraints().keys(), ...reasons.keys()].filter((name) => !names.has(name) && !name.endsWith('_pkey')),
    [],
    'what is spoken of is there',
  )
})

t.test('the explanation is a refusal that names a member of a body', async (t) => {
  for (const [name, explain] of explainedConstraints()) {
    const problem = explain()
    t.ok(problem instanceof Problem && problem.kind.status >= 400 && problem.kind.status < 500, name)
    for (const { pointer } of problem.more.errors ?? []) {
      const member = pointer.split('/').at(-1) ?? ''
      t.ok(member === '' || membersNamed(member).length > 0, `${name} points to ${pointer}`)
    }
  }
})

t.test('a new row can only have words that the CHECK of its column allows', async (t) => {
  let compared = 0
  for (const constraint of constraints) {
    const found = wordsOf(constraint)
    if (found === undefined) continue
    const body = contract.operations.find(({ id }) => id === camel(`create_${constraint.table}`))?.body
    const member = body?.properties?.[camel(found.column)]
    if (member === undefined) continue
    const { enum: closed, 'x-extensible-enum': open } = valued(contract, member)
    compared++
    t.strictSame(
      ((closed ?? open) as string[]).filter((word) => !found.words.includes(word)),
      [],
      constraint.name,
    )
  }
  t.ok(compared > 10, `${compared} columns`)
})
