import { contact, identity, legalBases, type PersonalData, plain, stamps } from '../security/personal-data.ts'

/** The tables of the platform itself. */
export const platformData: PersonalData = {
  api_client: {
    purpose: 'Which system may call, of which organisation, and for what.',
    scope: 'api-clients:manage',
    grounds: { persons: 'who is to be asked about a client (narahubung)', legalBasis: legalBases.contract },
    retention: { years: null, from: 'while the client exists', basis: 'needed to answer for what was read; as to be set by the operator' },
    columns: {
      ...plain('id name organisation purpose scopes roles redactions all_facilities expires_at suspended archived'),
      ...plain('prepared_change prepared_by prepared_for prepared_at'),
      ...plain(stamps),
      contact_name: contact(),
      contact_email: contact(),
    },
  },
  api_client_facility: { purpose: 'Which facilities a client sees.', columns: plain('client_id facility_id') },
  client_credential: {
    purpose: 'How a client proves itself; secrets as hashes.',
    columns: {
      ...plain('id client_id kind secret_hash public_jwk external_issuer external_client external_subject expires_at revoked_at last_used_at'),
      ...plain('prepared_by prepared_for prepared_at version created_at created_by'),
    },
  },
  used_assertion: {
    purpose: 'Signed statements of clients, each of which is good once.',
    columns: plain('client_id jti expires_at'),
  },
  signing_key: {
    purpose: 'The keys that sign access tokens.',
    columns: plain('id algorithm public_jwk private_jwk_encrypted active_from retired_at created_at'),
  },
  rate_count: { purpose: 'What clients and addresses have used up of their limits.', columns: plain('key points expire') },
  idempotency_key: {
    purpose: 'What a request was answered, to answer its repetition the same.',
    grounds: { persons: 'whoever an answer was about', legalBasis: legalBases.publicTask },
    retention: { years: null, from: '24 hours after the request, and at once when the person is erased', basis: 'needed to repeat an answer' },
    columns: { ...plain('client_id operation key fingerprint created_at'), answer: identity('CLEARED', null) },
  },
  event: {
    purpose: 'That something changed. It names rows by id.',
    retention: { years: null, from: 'as long as the months of the audit trail (AUDIT_RETENTION_MONTHS)', basis: 'an event and its entry are compared' },
    columns: plain('sequence id at type resource resource_id facility_id version request_id'),
  },
  audit_entry: {
    purpose: 'Who read or changed what. It names rows by id, and clients, never persons; what a change made of a record is encrypted.',
    columns: {
      ...plain('sequence at xid client_id credential_id token_id on_behalf_of purpose address request_id operation resource resource_ids facility_id classes'),
      ...plain('outcome version changed times origin'),
      // Unreadable without the key beside them, which is erased with the person.
      ...plain('values_encrypted values_key'),
    },
  },
  audit_retention: {
    purpose: 'For how many months the trail was promised to be kept, and who shortened that.',
    columns: plain('sequence at months said_by'),
  },
  audit_seal: {
    purpose: 'The seals over the trail, kept for as long as there is one: they show that nobody has rewritten it.',
    columns: plain('number kind at month previous sequences digests xid sequence floor key_version hash'),
  },
}
