/**
 * What every column of every table holds of a person, why, for whom, how long, and what erasure makes of it. One place
 * for the law's record of processing (UU PDP 27/2022, art. 31): subject access collects by it, erasure and the retention
 * job act by it, openapi/personal-data.md prints it, and a test compares it with the database and the contract.
 */
import type { DataClass } from '../../platform/security/data-classes.ts'

export const subjectTypes = ['INMATE', 'BUYER'] as const
export type SubjectType = (typeof subjectTypes)[number]

/** What erasure makes of a value. KEPT: it does not name the person, or another duty needs it. */
export type Erasure = 'KEPT' | 'CLEARED' | 'EMPTIED' | 'MASKED' | 'NUMBERED' | 'PSEUDONYM' | 'NAMELESS'

export interface Column {
  class: DataClass | 'none'
  erasure: Erasure
  /** The member of the contract that shows it, where it is not the column in camel case; null where none does. */
  member?: string | null
}

/** How long, from when, and why. The years are a proposal: the operator sets them with the archivist of the ministry. */
export interface Retention {
  years: number | null
  from: string
  basis: string
}

export const retentions = {
  custody: {
    years: 5,
    from: 'the day the person left custody',
    basis: 'UU 22/2022 (corrections) and the archive schedule of the ministry (JRA); as to be set by the operator',
  },
  sales: { years: 10, from: 'the last sale to the buyer', basis: 'UU 8/1997 art. 11: bookkeeping is kept ten years; as to be set by the operator' },
  books: { years: 10, from: 'the day it was posted', basis: 'UU 8/1997 art. 11: bookkeeping is kept ten years; it names nobody once the buyer is erased' },
  service: { years: null, from: 'while the person serves', basis: 'UU 20/2023 (civil service); as to be set by the operator' },
  access: { years: null, from: 'while the client exists', basis: 'needed to answer for what was read; as to be set by the operator' },
  trail: { years: 5, from: 'the access', basis: 'UU PDP 27/2022 art. 31 and 32: the trail is part of what a person may see; as to be set by the operator' },
  replay: { years: null, from: '24 hours after the request, and at once when the person is erased', basis: 'needed to repeat an answer' },
  things: { years: null, from: 'while the unit needs it', basis: 'it holds nothing of a person' },
} as const satisfies Record<string, Retention>

export interface Table {
  purpose: string
  /** The scope that shows its rows; null where no answer does. */
  scope: string | null
  /** Classes that need a scope of their own. */
  classScopes?: Partial<Record<DataClass, string>>
  retention: keyof typeof retentions
  /** The columns that say whose the row is. */
  person?: Partial<Record<SubjectType, string>>
  /** The component of the contract that shows it. */
  component?: string
  columns: Record<string, Column>
}

/** Columns that say nothing of a person by themselves. */
const plain = (names: string): Record<string, Column> => Object.fromEntries(names.split(' ').map((name) => [name, { class: 'none', erasure: 'KEPT' }]))
const of =
  (dataClass: DataClass | 'none') =>
  (erasure: Erasure = 'KEPT', member?: string | null): Column => ({ class: dataClass, erasure, ...(member === undefined ? {} : { member }) })
const [identity, contact, custody, profile, financial, none] = [of('identity'), of('contact'), of('custody'), of('profile'), of('financial'), of('none')]
const stamps = 'version created_at updated_at created_by updated_by'
const postedStamps = 'version created_at created_by'

export const catalogue: Record<string, Table> = {
  inmate: {
    purpose: 'Who is in custody, and may take part in which work.',
    scope: 'inmates:read',
    classScopes: { identity: 'inmates:read:identity' },
    retention: 'custody',
    person: { INMATE: 'id' },
    component: 'Inmate',
    columns: {
      ...plain(`id facility_id archived retention_hold erased_at ${stamps}`),
      name: identity('PSEUDONYM'),
      alias: identity('CLEARED'),
      nik_sealed: identity('CLEARED', 'nik'),
      nik_hash: identity('CLEARED', null),
      birth_date: identity('CLEARED'),
      public_alias: profile('NAMELESS'),
      sex: profile(),
      nationality: profile(),
      education: profile('CLEARED'),
      skills: profile('EMPTIED'),
      legal_status: custody(),
      custody_status: custody(),
      custody_changed_on: custody(),
      admitted_on: custody(),
      expected_release_on: custody('CLEARED'),
    },
  },
  inmate_registration: {
    purpose: 'Under which number of which register book a person is held.',
    scope: 'inmates:read',
    classScopes: { identity: 'inmates:read:identity' },
    retention: 'custody',
    person: { INMATE: 'inmate_id' },
    component: 'InmateRegistration',
    columns: {
      ...plain(`id inmate_id facility_id valid_from valid_to ${stamps}`),
      book: custody(),
      number: identity('NUMBERED'),
    },
  },
  enrollment: {
    purpose: 'Who takes part in which program, and by which decision.',
    scope: 'enrollments:read',
    retention: 'custody',
    person: { INMATE: 'inmate_id' },
    component: 'Enrollment',
    columns: {
      ...plain('id facility_id program_id role status proposed_on decision_number decision_date decision_officer_id override_decision_number'),
      ...plain(`starts_on ends_on ${stamps}`),
      inmate_id: custody(),
      override_reason: custody('MASKED', 'override/reason'),
      end_reason: custody(),
    },
  },
  batch_worker: {
    purpose: 'Who worked on what, to divide the premi.',
    scope: 'batches:read',
    retention: 'custody',
    person: { INMATE: 'inmate_id' },
    component: 'BatchWorker',
    columns: { ...plain(`id facility_id batch_id valid_from valid_to manual_weight ${stamps}`), inmate_id: custody() },
  },
  officer: {
    purpose: 'Who answers for programs, batches and decisions.',
    scope: 'officers:read',
    classScopes: { identity: 'officers:read:identity' },
    retention: 'service',
    component: 'Officer',
    columns: { ...plain(`id facility_id position active archived ${stamps}`), name: identity(), nip: identity() },
  },
  buyer: {
    purpose: 'Who buys, and how to reach them. Persons are buyers of the types INDIVIDUAL and EMPLOYEE.',
    scope: 'buyers:read',
    classScopes: { identity: 'buyers:read:identity', contact: 'buyers:read:contact' },
    retention: 'sales',
    person: { BUYER: 'id' },
    component: 'Buyer',
    columns: {
      ...plain(`id facility_id type business_field region_code consent_public_name active archived retention_hold erased_at ${stamps}`),
      // It is public, and leads to the person all the same.
      nib: none('CLEARED'),
      name: identity('PSEUDONYM'),
      npwp_sealed: identity('CLEARED', 'npwp'),
      npwp_hash: identity('CLEARED', null),
      phone: contact('CLEARED'),
      address: contact('CLEARED'),
    },
  },
  sale: {
    purpose: 'What was sold to whom; its buyer is named in `buyer` only.',
    scope: 'sales:read',
    retention: 'books',
    person: { BUYER: 'buyer_id' },
    component: 'Sale',
    columns: plain(`id facility_id number buyer_id sold_on channel discount total paid status ${stamps}`),
  },
  payment: {
    purpose: 'What was paid for a sale. Posted rows are never changed.',
    scope: 'payments:read',
    retention: 'books',
    component: 'Payment',
    columns: { ...plain(`id facility_id sale_id amount paid_on method ${postedStamps}`), reference: financial() },
  },
  subject_request: {
    purpose: 'That rights of a person were asked for, and honoured in time or refused with a ground.',
    scope: 'privacy:manage',
    retention: 'trail',
    person: { INMATE: 'inmate_id', BUYER: 'buyer_id' },
    component: 'SubjectRequest',
    columns: {
      ...plain(`id facility_id kind buyer_id requested_by received_at due_at status decided_at refusal_ground ${stamps}`),
      inmate_id: custody('KEPT', 'subject/id'),
      refusal_reason: profile('MASKED', 'refusal/reason'),
    },
  },
  personal_history: {
    purpose: 'What personal data was before it was corrected, so that a correction can be answered for.',
    scope: 'privacy:manage',
    retention: 'custody',
    person: { INMATE: 'inmate_id', BUYER: 'buyer_id' },
    component: 'FormerValue',
    columns: {
      ...plain('sequence inmate_id buyer_id resource row_id field version changed_at changed_by'),
      value: identity('CLEARED', 'former'),
    },
  },
  api_client: {
    purpose: 'Which system may call, of which organisation, and for what.',
    scope: 'api-clients:manage',
    retention: 'access',
    component: 'ApiClient',
    columns: {
      ...plain('id name organisation purpose scopes roles redactions all_facilities expires_at suspended archived external_subject'),
      ...plain(stamps),
      contact_name: contact(),
      contact_email: contact(),
    },
  },
  audit_entry: {
    purpose: 'Who read or changed what. It names rows by id, and clients, never persons.',
    scope: 'audit:read',
    retention: 'trail',
    columns: plain(
      'sequence at xid client_id on_behalf_of purpose address request_id operation resource resource_ids facility_id classes outcome version origin',
    ),
  },
  audit_seal: {
    purpose: 'The seals over the trail, kept for as long as there is one: they show that nobody has rewritten it.',
    scope: 'audit:read',
    retention: 'trail',
    columns: plain('number kind at month previous sequences digests xid sequence floor key_version hash'),
  },
  idempotency_key: {
    purpose: 'What a request was answered, to answer its repetition the same.',
    scope: null,
    retention: 'replay',
    columns: { ...plain('client_id operation key fingerprint created_at'), answer: identity('CLEARED', null) },
  },
  api_client_facility: {
    purpose: 'Which facilities a client sees.',
    scope: 'api-clients:manage',
    retention: 'access',
    columns: plain('client_id facility_id'),
  },
  client_credential: {
    purpose: 'How a client proves itself; secrets as hashes.',
    scope: 'api-clients:manage',
    retention: 'access',
    columns: plain('id client_id kind secret_hash public_jwk expires_at revoked_at last_used_at version created_at created_by'),
  },
  used_assertion: {
    purpose: 'Signed statements of clients, each of which is good once.',
    scope: null,
    retention: 'access',
    columns: plain('client_id jti expires_at'),
  },
  rate_count: { purpose: 'What clients and addresses have used up of their limits.', scope: null, retention: 'access', columns: plain('key points expire') },
  signing_key: {
    purpose: 'The keys that sign access tokens.',
    scope: null,
    retention: 'access',
    columns: plain('id algorithm public_jwk sealed_private active_from retired_at created_at'),
  },
  event: {
    purpose: 'That something changed. It names rows by id.',
    scope: null,
    retention: 'trail',
    columns: plain('sequence id at type resource resource_id facility_id version request_id'),
  },
  facility: {
    purpose: 'The units.',
    scope: 'facilities:read',
    retention: 'things',
    columns: plain(`id code name type level parent_id satker_code region_code time_zone active archived ${stamps}`),
  },
  program: {
    purpose: 'The programs.',
    scope: 'programs:read',
    retention: 'things',
    columns: {
      ...plain('id facility_id code name category kind place supervisor_id capacity starts_on ends_on acceleration_point eligible_legal_status'),
      ...plain(`min_days_to_release contribution_mode status archived ${stamps}`),
    },
  },
  product: {
    purpose: 'What is made.',
    scope: 'products:read',
    retention: 'things',
    columns: plain(`id facility_id sku name description category unit is_service barcode published archived ${stamps}`),
  },
  product_grade: { purpose: 'Its grades.', scope: 'products:read', retention: 'things', columns: plain('product_id code sellable position') },
  product_price: { purpose: 'Its list prices.', scope: 'products:read', retention: 'things', columns: plain('product_id amount valid_from valid_to') },
  batch: {
    purpose: 'Production runs.',
    scope: 'batches:read',
    retention: 'things',
    columns: {
      ...plain('id facility_id program_id product_id code supervisor_id planned_quantity starts_on target_on completed_on contribution_mode status hold'),
      ...plain(`archived ${stamps}`),
    },
  },
  batch_output: {
    purpose: 'What came out of a batch.',
    scope: 'batches:read',
    retention: 'things',
    columns: plain(`id facility_id batch_id product_id grade quantity recorded_on inspected_by reject_reason ${postedStamps}`),
  },
  stock_balance: {
    purpose: 'What is in stock.',
    scope: 'stock:read',
    retention: 'things',
    columns: plain('id batch_id grade facility_id product_id produced sold on_hand updated_at'),
  },
  stock_movement: {
    purpose: 'How it came and went.',
    scope: 'stock:read',
    retention: 'things',
    columns: {
      ...plain('id facility_id product_id batch_id grade quantity type occurred_on output_id sale_line_id reverses_id reason balance_after'),
      ...plain(postedStamps),
    },
  },
  sale_line: {
    purpose: 'The lines of a sale.',
    scope: 'sales:read',
    retention: 'books',
    columns: plain('id sale_id facility_id position product_id grade quantity unit_price line_total'),
  },
  sale_allocation: { purpose: 'The batches they draw from.', scope: 'sales:read', retention: 'books', columns: plain('sale_line_id batch_id quantity') },
}

/** The columns of a table that erasure changes. */
export const erasable = ({ columns }: Table): [string, Erasure][] =>
  Object.entries(columns).flatMap(([name, { erasure }]): [string, Erasure][] => (erasure === 'KEPT' ? [] : [[name, erasure]]))

/** The tables that hold rows of a person, with the column that says whose they are. */
export const tablesOf = (type: SubjectType): { name: string; table: Table; person: string }[] =>
  Object.entries(catalogue).flatMap(([name, table]) => {
    const person = table.person?.[type]
    return person === undefined ? [] : [{ name, table, person }]
  })
