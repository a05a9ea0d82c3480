-- The first house: access, the ledger of changes, custody, production, commerce.
-- Every constraint has a chosen name: the API turns it into a problem that names the field (explainConstraints in the room's store.ts).

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- ---------------------------------------------------------------------------------------------------------------
-- Platform: who may call, what was answered, what was changed, what is to be told
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE api_client (
  id             uuid           NOT NULL,
  name           text           NOT NULL,
  scopes         text[]         NOT NULL,
  all_facilities boolean        NOT NULL DEFAULT false,
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT api_client_pkey PRIMARY KEY (id),
  CONSTRAINT api_client_name_key UNIQUE (name)
);

CREATE TABLE api_key (
  id          uuid           NOT NULL,
  client_id   uuid           NOT NULL,
  secret_hash bytea          NOT NULL,
  expires_at  timestamptz(3),
  revoked_at  timestamptz(3),
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_secret_hash_key UNIQUE (secret_hash),
  CONSTRAINT api_key_client_fkey FOREIGN KEY (client_id) REFERENCES api_client (id)
);
CREATE INDEX api_key_client_idx ON api_key (client_id);

CREATE TABLE idempotency_key (
  client_id   uuid           NOT NULL,
  operation   text           NOT NULL,
  key         text           NOT NULL,
  fingerprint bytea          NOT NULL,
  answer      jsonb          NOT NULL,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (client_id, operation, key)
);
CREATE INDEX idempotency_key_created_idx ON idempotency_key (created_at);

CREATE TABLE audit_entry (
  sequence    bigint         GENERATED ALWAYS AS IDENTITY,
  at          timestamptz(3) NOT NULL DEFAULT now(),
  client_id   uuid           NOT NULL,
  request_id  uuid           NOT NULL,
  operation   text           NOT NULL,
  resource    text           NOT NULL,
  resource_id uuid           NOT NULL,
  facility_id uuid,
  version     integer        NOT NULL,
  CONSTRAINT audit_entry_pkey PRIMARY KEY (sequence)
);
CREATE INDEX audit_entry_resource_idx ON audit_entry (resource_id, sequence);

CREATE TABLE event (
  sequence    bigint         GENERATED ALWAYS AS IDENTITY,
  id          uuid           NOT NULL DEFAULT gen_random_uuid(),
  at          timestamptz(3) NOT NULL DEFAULT now(),
  type        text           NOT NULL,
  resource    text           NOT NULL,
  resource_id uuid           NOT NULL,
  facility_id uuid,
  version     integer        NOT NULL,
  request_id  uuid           NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (sequence)
);

-- ---------------------------------------------------------------------------------------------------------------
-- Custody
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE facility (
  id          uuid           NOT NULL,
  code        text           NOT NULL,
  name        text           NOT NULL,
  type        text           NOT NULL,
  class       text,
  parent_id   uuid,
  satker_code text,
  region_code text           NOT NULL,
  time_zone   text           NOT NULL,
  active      boolean        NOT NULL DEFAULT true,
  archived    boolean        NOT NULL DEFAULT false,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  updated_by  uuid           NOT NULL,
  CONSTRAINT facility_pkey PRIMARY KEY (id),
  CONSTRAINT facility_code_key UNIQUE (code),
  CONSTRAINT facility_parent_fkey FOREIGN KEY (parent_id) REFERENCES facility (id),
  CONSTRAINT facility_parent_check CHECK (type <> 'KANWIL' OR parent_id IS NULL),
  CONSTRAINT facility_type_check CHECK (type IN ('KANWIL', 'RUTAN', 'LAPAS', 'LAPAS_PEREMPUAN', 'LPKA', 'LPAS', 'BAPAS')),
  CONSTRAINT facility_class_check CHECK (class IN ('I', 'IIA', 'IIB', 'III')),
  CONSTRAINT facility_time_zone_check CHECK (time_zone IN ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')),
  CONSTRAINT facility_version_check CHECK (version > 0)
);
CREATE INDEX facility_parent_idx ON facility (parent_id);
CREATE INDEX facility_name_idx ON facility (name, id);
CREATE INDEX facility_updated_idx ON facility (updated_at, id);
CREATE INDEX facility_search_idx ON facility USING gin ((code || ' ' || name) gin_trgm_ops);

CREATE TABLE api_client_facility (
  client_id   uuid NOT NULL,
  facility_id uuid NOT NULL,
  CONSTRAINT api_client_facility_pkey PRIMARY KEY (client_id, facility_id),
  CONSTRAINT api_client_facility_client_fkey FOREIGN KEY (client_id) REFERENCES api_client (id),
  CONSTRAINT api_client_facility_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id)
);
CREATE INDEX api_client_facility_facility_idx ON api_client_facility (facility_id);

-- Every instance forgets its callers when access changes, so that a revoked key fails as soon as it hears of it.
CREATE FUNCTION announce_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('access_changed', '');
  RETURN NULL;
END $$;
CREATE TRIGGER api_client_announce AFTER INSERT OR UPDATE OR DELETE ON api_client FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
CREATE TRIGGER api_key_announce AFTER INSERT OR UPDATE OR DELETE ON api_key FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
CREATE TRIGGER api_client_facility_announce AFTER INSERT OR UPDATE OR DELETE ON api_client_facility FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();

CREATE TABLE officer (
  id          uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  nip         text,
  name        text           NOT NULL,
  position    text           NOT NULL,
  active      boolean        NOT NULL DEFAULT true,
  archived    boolean        NOT NULL DEFAULT false,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  updated_by  uuid           NOT NULL,
  CONSTRAINT officer_pkey PRIMARY KEY (id),
  CONSTRAINT officer_facility_id_key UNIQUE (facility_id, id),
  CONSTRAINT officer_nip_key UNIQUE (facility_id, nip),
  CONSTRAINT officer_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT officer_version_check CHECK (version > 0)
);
CREATE INDEX officer_active_idx ON officer (active, id);
CREATE INDEX officer_archived_idx ON officer (archived, id);
CREATE INDEX officer_updated_idx ON officer (updated_at, id);

CREATE TABLE inmate (
  id                  uuid           NOT NULL,
  facility_id         uuid           NOT NULL,
  name                text           NOT NULL,
  alias               text,
  public_alias        text           NOT NULL,
  sex                 text           NOT NULL,
  birth_date          date,
  nationality         text           NOT NULL,
  education           text,
  skills              text[]         NOT NULL DEFAULT '{}',
  legal_status        text           NOT NULL,
  custody_status      text           NOT NULL DEFAULT 'ACTIVE',
  admitted_on         date           NOT NULL,
  expected_release_on date,
  archived            boolean        NOT NULL DEFAULT false,
  version             integer        NOT NULL DEFAULT 1,
  created_at          timestamptz(3) NOT NULL DEFAULT now(),
  updated_at          timestamptz(3) NOT NULL DEFAULT now(),
  created_by          uuid           NOT NULL,
  updated_by          uuid           NOT NULL,
  CONSTRAINT inmate_pkey PRIMARY KEY (id),
  CONSTRAINT inmate_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT inmate_sex_check CHECK (sex IN ('MALE', 'FEMALE')),
  CONSTRAINT inmate_education_check CHECK (education IN ('NONE', 'SD', 'SMP', 'SMA', 'D1', 'D2', 'D3', 'D4', 'S1', 'S2', 'S3')),
  CONSTRAINT inmate_legal_status_check CHECK (legal_status IN ('DETAINEE', 'CONVICT')),
  CONSTRAINT inmate_custody_status_check CHECK (custody_status IN ('ACTIVE', 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED', 'TEMPORARILY_ABSENT')),
  CONSTRAINT inmate_release_check CHECK (expected_release_on >= admitted_on),
  CONSTRAINT inmate_birth_check CHECK (birth_date <= admitted_on),
  CONSTRAINT inmate_version_check CHECK (version > 0)
);
CREATE INDEX inmate_facility_idx ON inmate (facility_id, id);
CREATE INDEX inmate_admitted_idx ON inmate (admitted_on, id);
CREATE INDEX inmate_release_idx ON inmate (expected_release_on);
CREATE INDEX inmate_updated_idx ON inmate (updated_at, id);
CREATE INDEX inmate_status_idx ON inmate (custody_status, legal_status, id);
CREATE INDEX inmate_legal_status_idx ON inmate (legal_status, id);
CREATE INDEX inmate_archived_idx ON inmate (archived, id);
CREATE INDEX inmate_search_idx ON inmate USING gin ((name || ' ' || coalesce(alias, '')) gin_trgm_ops);

CREATE TABLE inmate_registration (
  id          uuid           NOT NULL,
  inmate_id   uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  book        text           NOT NULL,
  number      text           NOT NULL,
  valid_from  date           NOT NULL,
  valid_to    date,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  updated_by  uuid           NOT NULL,
  CONSTRAINT inmate_registration_pkey PRIMARY KEY (id),
  CONSTRAINT inmate_registration_number_key UNIQUE (facility_id, book, number),
  CONSTRAINT inmate_registration_inmate_fkey FOREIGN KEY (inmate_id) REFERENCES inmate (id),
  CONSTRAINT inmate_registration_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT inmate_registration_book_check CHECK (book IN ('A_I', 'A_II', 'A_III', 'A_IV', 'A_V', 'B_I', 'B_IIA', 'B_IIB', 'B_III', 'C')),
  CONSTRAINT inmate_registration_dates_check CHECK (valid_to >= valid_from),
  CONSTRAINT inmate_registration_overlap EXCLUDE USING gist (inmate_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&),
  CONSTRAINT inmate_registration_version_check CHECK (version > 0)
);
CREATE INDEX inmate_registration_inmate_idx ON inmate_registration (inmate_id, valid_from, id);
CREATE INDEX inmate_registration_search_idx ON inmate_registration (number);

-- ---------------------------------------------------------------------------------------------------------------
-- Production
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE program (
  id                       uuid           NOT NULL,
  facility_id              uuid           NOT NULL,
  code                     text           NOT NULL,
  name                     text           NOT NULL,
  category                 text           NOT NULL,
  kind                     text           NOT NULL,
  place                    text           NOT NULL,
  supervisor_id            uuid           NOT NULL,
  capacity                 integer,
  starts_on                date           NOT NULL,
  ends_on                  date,
  acceleration_point       smallint,
  eligible_legal_status    text[]         NOT NULL DEFAULT '{DETAINEE,CONVICT}',
  min_days_to_release      integer,
  contribution_mode        text           NOT NULL,
  status                   text           NOT NULL DEFAULT 'DRAFT',
  archived                 boolean        NOT NULL DEFAULT false,
  version                  integer        NOT NULL DEFAULT 1,
  created_at               timestamptz(3) NOT NULL DEFAULT now(),
  updated_at               timestamptz(3) NOT NULL DEFAULT now(),
  created_by               uuid           NOT NULL,
  updated_by               uuid           NOT NULL,
  CONSTRAINT program_pkey PRIMARY KEY (id),
  CONSTRAINT program_facility_id_key UNIQUE (facility_id, id),
  CONSTRAINT program_code_key UNIQUE (facility_id, code),
  CONSTRAINT program_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT program_supervisor_fkey FOREIGN KEY (facility_id, supervisor_id) REFERENCES officer (facility_id, id),
  CONSTRAINT program_kind_check CHECK (kind IN ('TRAINING', 'PRODUCTION', 'INTERNSHIP')),
  CONSTRAINT program_place_check CHECK (place IN ('INSIDE', 'OUTSIDE')),
  CONSTRAINT program_capacity_check CHECK (capacity > 0),
  CONSTRAINT program_dates_check CHECK (ends_on >= starts_on),
  CONSTRAINT program_acceleration_point_check CHECK (acceleration_point BETWEEN 1 AND 13),
  CONSTRAINT program_eligibility_check CHECK (eligible_legal_status <@ '{DETAINEE,CONVICT}' AND cardinality(eligible_legal_status) > 0 AND min_days_to_release >= 0),
  CONSTRAINT program_contribution_mode_check CHECK (contribution_mode IN ('EQUAL', 'ATTENDANCE', 'PIECES', 'MANUAL')),
  CONSTRAINT program_status_check CHECK (status IN ('DRAFT', 'ACTIVE', 'SUSPENDED', 'CLOSED')),
  CONSTRAINT program_version_check CHECK (version > 0)
);
CREATE INDEX program_name_idx ON program (name, id);
CREATE INDEX program_code_idx ON program (code, id);
CREATE INDEX program_kind_idx ON program (kind, id);
CREATE INDEX program_starts_idx ON program (starts_on, id);
CREATE INDEX program_updated_idx ON program (updated_at, id);
CREATE INDEX program_supervisor_idx ON program (supervisor_id, id);
CREATE INDEX program_status_idx ON program (status, id);
CREATE INDEX program_category_idx ON program (category, id);
CREATE INDEX program_search_idx ON program USING gin ((code || ' ' || name) gin_trgm_ops);

CREATE TABLE enrollment (
  id                       uuid           NOT NULL,
  facility_id              uuid           NOT NULL,
  program_id               uuid           NOT NULL,
  inmate_id                uuid           NOT NULL,
  role                     text           NOT NULL,
  status                   text           NOT NULL DEFAULT 'PROPOSED',
  proposed_on              date           NOT NULL,
  decision_number          text,
  decision_date            date,
  decision_officer_id      uuid,
  override_reason          text,
  override_decision_number text,
  starts_on                date           NOT NULL,
  ends_on                  date,
  end_reason               text,
  version                  integer        NOT NULL DEFAULT 1,
  created_at               timestamptz(3) NOT NULL DEFAULT now(),
  updated_at               timestamptz(3) NOT NULL DEFAULT now(),
  created_by               uuid           NOT NULL,
  updated_by               uuid           NOT NULL,
  CONSTRAINT enrollment_pkey PRIMARY KEY (id),
  CONSTRAINT enrollment_program_fkey FOREIGN KEY (facility_id, program_id) REFERENCES program (facility_id, id),
  CONSTRAINT enrollment_inmate_fkey FOREIGN KEY (inmate_id) REFERENCES inmate (id),
  CONSTRAINT enrollment_decision_officer_fkey FOREIGN KEY (facility_id, decision_officer_id) REFERENCES officer (facility_id, id),
  CONSTRAINT enrollment_role_check CHECK (role IN ('WORKER', 'LEADER', 'TRAINEE')),
  CONSTRAINT enrollment_status_check CHECK (status IN ('PROPOSED', 'APPROVED', 'REJECTED', 'ACTIVE', 'SUSPENDED', 'COMPLETED', 'WITHDRAWN', 'DISMISSED', 'ENDED')),
  CONSTRAINT enrollment_end_reason_check CHECK (end_reason IN ('PROGRAM_FINISHED', 'OWN_REQUEST', 'RULE_BREACH', 'NOT_ELIGIBLE', 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED', 'OTHER')),
  CONSTRAINT enrollment_decision_check CHECK ((decision_number IS NULL) = (decision_date IS NULL) AND (decision_number IS NULL) = (decision_officer_id IS NULL)),
  CONSTRAINT enrollment_override_check CHECK ((override_reason IS NULL) = (override_decision_number IS NULL)),
  CONSTRAINT enrollment_dates_check CHECK (ends_on >= starts_on),
  CONSTRAINT enrollment_version_check CHECK (version > 0)
);
CREATE UNIQUE INDEX enrollment_open_key ON enrollment (program_id, inmate_id) WHERE status IN ('PROPOSED', 'APPROVED', 'ACTIVE', 'SUSPENDED');
CREATE INDEX enrollment_facility_idx ON enrollment (facility_id, id);
CREATE INDEX enrollment_program_idx ON enrollment (program_id, id);
CREATE INDEX enrollment_inmate_idx ON enrollment (inmate_id, id);
CREATE INDEX enrollment_decision_officer_idx ON enrollment (decision_officer_id);
CREATE INDEX enrollment_status_idx ON enrollment (status, id);
CREATE INDEX enrollment_role_idx ON enrollment (role, id);
CREATE INDEX enrollment_starts_idx ON enrollment (starts_on, id);
CREATE INDEX enrollment_updated_idx ON enrollment (updated_at, id);

CREATE TABLE product (
  id          uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  sku         text           NOT NULL,
  name        text           NOT NULL,
  description text,
  category    text           NOT NULL,
  unit        text           NOT NULL,
  is_service  boolean        NOT NULL DEFAULT false,
  barcode     text,
  published   boolean        NOT NULL DEFAULT false,
  archived    boolean        NOT NULL DEFAULT false,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  updated_by  uuid           NOT NULL,
  CONSTRAINT product_pkey PRIMARY KEY (id),
  CONSTRAINT product_facility_id_key UNIQUE (facility_id, id),
  CONSTRAINT product_sku_key UNIQUE (facility_id, sku),
  CONSTRAINT product_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT product_unit_check CHECK (unit IN ('BUAH', 'IKAT', 'PASANG', 'KG', 'LITER', 'METER')),
  CONSTRAINT product_version_check CHECK (version > 0)
);
CREATE INDEX product_name_idx ON product (name, id);
CREATE INDEX product_sku_idx ON product (sku, id);
CREATE INDEX product_unit_idx ON product (unit, id);
CREATE INDEX product_published_idx ON product (published, id);
CREATE INDEX product_service_idx ON product (is_service, id);
CREATE INDEX product_updated_idx ON product (updated_at, id);
CREATE INDEX product_category_idx ON product (category, id);
CREATE INDEX product_search_idx ON product USING gin ((sku || ' ' || name) gin_trgm_ops);

CREATE TABLE product_grade (
  product_id uuid     NOT NULL,
  code       text     NOT NULL,
  sellable   boolean  NOT NULL,
  position   smallint NOT NULL,
  CONSTRAINT product_grade_pkey PRIMARY KEY (product_id, code),
  CONSTRAINT product_grade_product_fkey FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE
);

CREATE TABLE product_price (
  product_id uuid   NOT NULL,
  amount     bigint NOT NULL,
  valid_from date   NOT NULL,
  valid_to   date,
  CONSTRAINT product_price_pkey PRIMARY KEY (product_id, valid_from),
  CONSTRAINT product_price_product_fkey FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE,
  CONSTRAINT product_price_amount_check CHECK (amount BETWEEN 0 AND 9007199254740991),
  CONSTRAINT product_price_dates_check CHECK (valid_to >= valid_from),
  CONSTRAINT product_price_overlap EXCLUDE USING gist (product_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

CREATE TABLE batch (
  id                uuid           NOT NULL,
  facility_id       uuid           NOT NULL,
  program_id        uuid           NOT NULL,
  product_id        uuid           NOT NULL,
  code              text           NOT NULL,
  supervisor_id     uuid           NOT NULL,
  planned_quantity  numeric(14, 3) NOT NULL,
  starts_on         date           NOT NULL,
  target_on         date,
  completed_on      date,
  contribution_mode text           NOT NULL,
  status            text           NOT NULL DEFAULT 'PLANNED',
  hold              text           NOT NULL DEFAULT 'NONE',
  archived          boolean        NOT NULL DEFAULT false,
  version           integer        NOT NULL DEFAULT 1,
  created_at        timestamptz(3) NOT NULL DEFAULT now(),
  updated_at        timestamptz(3) NOT NULL DEFAULT now(),
  created_by        uuid           NOT NULL,
  updated_by        uuid           NOT NULL,
  CONSTRAINT batch_pkey PRIMARY KEY (id),
  CONSTRAINT batch_code_key UNIQUE (facility_id, code),
  CONSTRAINT batch_program_fkey FOREIGN KEY (facility_id, program_id) REFERENCES program (facility_id, id),
  CONSTRAINT batch_product_fkey FOREIGN KEY (facility_id, product_id) REFERENCES product (facility_id, id),
  CONSTRAINT batch_supervisor_fkey FOREIGN KEY (facility_id, supervisor_id) REFERENCES officer (facility_id, id),
  CONSTRAINT batch_planned_quantity_check CHECK (planned_quantity > 0),
  CONSTRAINT batch_target_check CHECK (target_on >= starts_on),
  CONSTRAINT batch_completed_check CHECK (completed_on >= starts_on),
  CONSTRAINT batch_completion_check CHECK ((status IN ('COMPLETED', 'CLOSED')) = (completed_on IS NOT NULL)),
  CONSTRAINT batch_contribution_mode_check CHECK (contribution_mode IN ('EQUAL', 'ATTENDANCE', 'PIECES', 'MANUAL')),
  CONSTRAINT batch_status_check CHECK (status IN ('PLANNED', 'IN_PROGRESS', 'PENDING_QC', 'COMPLETED', 'CLOSED', 'CANCELLED')),
  CONSTRAINT batch_hold_check CHECK (hold IN ('NONE', 'QUARANTINE', 'RECALLED')),
  CONSTRAINT batch_version_check CHECK (version > 0)
);
CREATE INDEX batch_facility_idx ON batch (facility_id, id);
CREATE INDEX batch_code_idx ON batch (code, id);
CREATE INDEX batch_starts_idx ON batch (starts_on, id);
CREATE INDEX batch_completed_idx ON batch (completed_on);
CREATE INDEX batch_updated_idx ON batch (updated_at, id);
CREATE INDEX batch_program_idx ON batch (program_id, id);
CREATE INDEX batch_product_idx ON batch (product_id, id);
CREATE INDEX batch_supervisor_idx ON batch (supervisor_id, id);
CREATE INDEX batch_status_idx ON batch (status, id);
CREATE INDEX batch_archived_idx ON batch (archived, id);
CREATE INDEX batch_search_idx ON batch USING gin (code gin_trgm_ops);

CREATE TABLE batch_worker (
  id            uuid           NOT NULL,
  facility_id   uuid           NOT NULL,
  batch_id      uuid           NOT NULL,
  inmate_id     uuid           NOT NULL,
  valid_from    date           NOT NULL,
  valid_to      date,
  manual_weight integer,
  version       integer        NOT NULL DEFAULT 1,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  updated_at    timestamptz(3) NOT NULL DEFAULT now(),
  created_by    uuid           NOT NULL,
  updated_by    uuid           NOT NULL,
  CONSTRAINT batch_worker_pkey PRIMARY KEY (id),
  CONSTRAINT batch_worker_batch_fkey FOREIGN KEY (batch_id) REFERENCES batch (id),
  CONSTRAINT batch_worker_inmate_fkey FOREIGN KEY (inmate_id) REFERENCES inmate (id),
  CONSTRAINT batch_worker_dates_check CHECK (valid_to >= valid_from),
  CONSTRAINT batch_worker_weight_check CHECK (manual_weight > 0),
  CONSTRAINT batch_worker_overlap EXCLUDE USING gist (batch_id WITH =, inmate_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&),
  CONSTRAINT batch_worker_version_check CHECK (version > 0)
);
CREATE INDEX batch_worker_batch_idx ON batch_worker (batch_id, id);
CREATE INDEX batch_worker_inmate_idx ON batch_worker (inmate_id, id);

CREATE TABLE batch_output (
  id            uuid           NOT NULL,
  facility_id   uuid           NOT NULL,
  batch_id      uuid           NOT NULL,
  product_id    uuid           NOT NULL,
  grade         text           NOT NULL,
  quantity      numeric(14, 3) NOT NULL,
  recorded_on   date           NOT NULL,
  inspected_by  uuid,
  reject_reason text,
  version       integer        NOT NULL DEFAULT 1,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  created_by    uuid           NOT NULL,
  CONSTRAINT batch_output_pkey PRIMARY KEY (id),
  CONSTRAINT batch_output_batch_fkey FOREIGN KEY (batch_id) REFERENCES batch (id),
  CONSTRAINT batch_output_grade_fkey FOREIGN KEY (product_id, grade) REFERENCES product_grade (product_id, code),
  CONSTRAINT batch_output_inspector_fkey FOREIGN KEY (facility_id, inspected_by) REFERENCES officer (facility_id, id),
  CONSTRAINT batch_output_quantity_check CHECK (quantity > 0)
);
CREATE INDEX batch_output_batch_idx ON batch_output (batch_id, id);
CREATE INDEX batch_output_inspector_idx ON batch_output (inspected_by);
CREATE INDEX batch_output_grade_idx ON batch_output (product_id, grade);

-- One row per batch and grade; the row lock on it orders everything that moves this stock.
CREATE TABLE stock_balance (
  id          uuid           NOT NULL DEFAULT gen_random_uuid(),
  batch_id    uuid           NOT NULL,
  grade       text           NOT NULL,
  facility_id uuid           NOT NULL,
  product_id  uuid           NOT NULL,
  produced    numeric(14, 3) NOT NULL DEFAULT 0,
  sold        numeric(14, 3) NOT NULL DEFAULT 0,
  on_hand     numeric(14, 3) NOT NULL DEFAULT 0,
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT stock_balance_pkey PRIMARY KEY (batch_id, grade),
  CONSTRAINT stock_balance_id_key UNIQUE (id),
  CONSTRAINT stock_balance_batch_fkey FOREIGN KEY (batch_id) REFERENCES batch (id),
  CONSTRAINT stock_balance_grade_fkey FOREIGN KEY (product_id, grade) REFERENCES product_grade (product_id, code),
  CONSTRAINT stock_balance_on_hand_check CHECK (on_hand >= 0),
  CONSTRAINT stock_balance_sold_check CHECK (sold >= 0),
  CONSTRAINT stock_balance_produced_check CHECK (produced >= 0)
);
CREATE INDEX stock_balance_product_idx ON stock_balance (product_id, id);
CREATE INDEX stock_balance_available_idx ON stock_balance (product_id, grade, batch_id) WHERE on_hand > 0;
CREATE INDEX stock_balance_facility_idx ON stock_balance (facility_id, id);
CREATE INDEX stock_balance_updated_idx ON stock_balance (updated_at, id);

-- ---------------------------------------------------------------------------------------------------------------
-- Commerce
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE buyer (
  id                  uuid           NOT NULL,
  facility_id         uuid           NOT NULL,
  type                text           NOT NULL,
  name                text           NOT NULL,
  business_field      text,
  phone               text,
  region_code         text,
  address             text,
  nib                 text,
  consent_public_name boolean        NOT NULL DEFAULT false,
  active              boolean        NOT NULL DEFAULT true,
  archived            boolean        NOT NULL DEFAULT false,
  version             integer        NOT NULL DEFAULT 1,
  created_at          timestamptz(3) NOT NULL DEFAULT now(),
  updated_at          timestamptz(3) NOT NULL DEFAULT now(),
  created_by          uuid           NOT NULL,
  updated_by          uuid           NOT NULL,
  CONSTRAINT buyer_pkey PRIMARY KEY (id),
  CONSTRAINT buyer_facility_id_key UNIQUE (facility_id, id),
  CONSTRAINT buyer_nib_key UNIQUE (facility_id, nib),
  CONSTRAINT buyer_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT buyer_type_check CHECK (type IN ('INDIVIDUAL', 'BUSINESS', 'GOVERNMENT', 'COOPERATIVE', 'EMPLOYEE', 'PUBLIC_EVENT')),
  CONSTRAINT buyer_version_check CHECK (version > 0)
);
CREATE INDEX buyer_updated_idx ON buyer (updated_at, id);
CREATE INDEX buyer_type_idx ON buyer (type, id);
CREATE INDEX buyer_region_idx ON buyer (region_code text_pattern_ops, id);
CREATE INDEX buyer_search_idx ON buyer USING gin (name gin_trgm_ops);

CREATE TABLE sale (
  id          uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  number      text           NOT NULL,
  buyer_id    uuid           NOT NULL,
  sold_on     date           NOT NULL,
  channel     text           NOT NULL,
  discount    bigint         NOT NULL DEFAULT 0,
  total       bigint         NOT NULL,
  paid        bigint         NOT NULL DEFAULT 0,
  status      text           NOT NULL DEFAULT 'DRAFT',
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  updated_by  uuid           NOT NULL,
  CONSTRAINT sale_pkey PRIMARY KEY (id),
  CONSTRAINT sale_number_key UNIQUE (facility_id, number),
  CONSTRAINT sale_buyer_fkey FOREIGN KEY (facility_id, buyer_id) REFERENCES buyer (facility_id, id),
  CONSTRAINT sale_channel_check CHECK (channel IN ('DIRECT', 'MARKETPLACE', 'EXHIBITION', 'PARTNER', 'GOVERNMENT')),
  CONSTRAINT sale_status_check CHECK (status IN ('DRAFT', 'CONFIRMED', 'COMPLETED', 'CANCELLED', 'PARTLY_RETURNED', 'RETURNED')),
  CONSTRAINT sale_discount_check CHECK (discount BETWEEN 0 AND 9007199254740991),
  CONSTRAINT sale_total_check CHECK (total BETWEEN 0 AND 9007199254740991),
  CONSTRAINT sale_paid_check CHECK (paid BETWEEN 0 AND total),
  CONSTRAINT sale_version_check CHECK (version > 0)
);
CREATE INDEX sale_facility_idx ON sale (facility_id, id);
CREATE INDEX sale_buyer_idx ON sale (buyer_id, id);
CREATE INDEX sale_sold_idx ON sale (sold_on, id);
CREATE INDEX sale_number_idx ON sale (number, id);
CREATE INDEX sale_total_idx ON sale (total, id);
CREATE INDEX sale_status_idx ON sale (status, id);
CREATE INDEX sale_channel_idx ON sale (channel, id);
CREATE INDEX sale_updated_idx ON sale (updated_at, id);

CREATE TABLE sale_line (
  id          uuid           NOT NULL,
  sale_id     uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  position    smallint       NOT NULL,
  product_id  uuid           NOT NULL,
  grade       text           NOT NULL,
  quantity    numeric(14, 3) NOT NULL,
  unit_price  bigint         NOT NULL,
  line_total  bigint         NOT NULL,
  CONSTRAINT sale_line_pkey PRIMARY KEY (id),
  CONSTRAINT sale_line_position_key UNIQUE (sale_id, position),
  CONSTRAINT sale_line_sale_fkey FOREIGN KEY (sale_id) REFERENCES sale (id) ON DELETE CASCADE,
  CONSTRAINT sale_line_product_fkey FOREIGN KEY (facility_id, product_id) REFERENCES product (facility_id, id),
  CONSTRAINT sale_line_grade_fkey FOREIGN KEY (product_id, grade) REFERENCES product_grade (product_id, code),
  CONSTRAINT sale_line_quantity_check CHECK (quantity > 0),
  CONSTRAINT sale_line_unit_price_check CHECK (unit_price BETWEEN 0 AND 9007199254740991),
  CONSTRAINT sale_line_total_check CHECK (line_total = round(quantity * unit_price) AND line_total <= 9007199254740991)
);
CREATE INDEX sale_line_product_idx ON sale_line (product_id, sale_id);

CREATE TABLE sale_allocation (
  sale_line_id uuid           NOT NULL,
  batch_id     uuid           NOT NULL,
  quantity     numeric(14, 3) NOT NULL,
  CONSTRAINT sale_allocation_pkey PRIMARY KEY (sale_line_id, batch_id),
  CONSTRAINT sale_allocation_line_fkey FOREIGN KEY (sale_line_id) REFERENCES sale_line (id) ON DELETE CASCADE,
  CONSTRAINT sale_allocation_batch_fkey FOREIGN KEY (batch_id) REFERENCES batch (id),
  CONSTRAINT sale_allocation_quantity_check CHECK (quantity > 0)
);
CREATE INDEX sale_allocation_batch_idx ON sale_allocation (batch_id);

CREATE TABLE payment (
  id          uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  sale_id     uuid           NOT NULL,
  amount      bigint         NOT NULL,
  paid_on     date           NOT NULL,
  method      text           NOT NULL,
  reference   text,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  CONSTRAINT payment_pkey PRIMARY KEY (id),
  CONSTRAINT payment_sale_fkey FOREIGN KEY (sale_id) REFERENCES sale (id),
  CONSTRAINT payment_amount_check CHECK (amount BETWEEN 1 AND 9007199254740991),
  CONSTRAINT payment_method_check CHECK (method IN ('CASH', 'TRANSFER', 'QRIS', 'OTHER'))
);
CREATE INDEX payment_facility_idx ON payment (facility_id, id);
CREATE INDEX payment_sale_idx ON payment (sale_id, id);
CREATE INDEX payment_paid_idx ON payment (paid_on, id);
CREATE INDEX payment_method_idx ON payment (method, id);

CREATE TABLE stock_movement (
  id            uuid           NOT NULL,
  facility_id   uuid           NOT NULL,
  product_id    uuid           NOT NULL,
  batch_id      uuid           NOT NULL,
  grade         text           NOT NULL,
  quantity      numeric(14, 3) NOT NULL,
  type          text           NOT NULL,
  occurred_on   date           NOT NULL,
  output_id     uuid,
  sale_line_id  uuid,
  reverses_id   uuid,
  reason        text,
  balance_after numeric(14, 3) NOT NULL,
  version       integer        NOT NULL DEFAULT 1,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  created_by    uuid           NOT NULL,
  CONSTRAINT stock_movement_pkey PRIMARY KEY (id),
  CONSTRAINT stock_movement_balance_fkey FOREIGN KEY (batch_id, grade) REFERENCES stock_balance (batch_id, grade),
  CONSTRAINT stock_movement_output_fkey FOREIGN KEY (output_id) REFERENCES batch_output (id),
  CONSTRAINT stock_movement_sale_line_fkey FOREIGN KEY (sale_line_id) REFERENCES sale_line (id),
  CONSTRAINT stock_movement_reverses_fkey FOREIGN KEY (reverses_id) REFERENCES stock_movement (id),
  CONSTRAINT stock_movement_reverses_key UNIQUE (reverses_id),
  CONSTRAINT stock_movement_quantity_check CHECK (quantity <> 0),
  CONSTRAINT stock_movement_balance_after_check CHECK (balance_after >= 0),
  CONSTRAINT stock_movement_type_check CHECK (type IN ('PRODUCTION', 'SALE', 'SALE_RETURN', 'INTERNAL_USE', 'GIFT', 'DAMAGE', 'LOSS', 'COUNT_ADJUSTMENT', 'REVERSAL')),
  CONSTRAINT stock_movement_sign_check CHECK (
    CASE WHEN type IN ('PRODUCTION', 'SALE_RETURN') THEN quantity > 0
         WHEN type IN ('SALE', 'INTERNAL_USE', 'GIFT', 'DAMAGE', 'LOSS') THEN quantity < 0
         ELSE true END),
  CONSTRAINT stock_movement_source_check CHECK (
    (type = 'PRODUCTION') = (output_id IS NOT NULL) AND (type IN ('SALE', 'SALE_RETURN')) = (sale_line_id IS NOT NULL)
    AND (type = 'REVERSAL') = (reverses_id IS NOT NULL))
);
CREATE INDEX stock_movement_facility_idx ON stock_movement (facility_id, id);
CREATE INDEX stock_movement_batch_idx ON stock_movement (batch_id, grade, id);
CREATE INDEX stock_movement_product_idx ON stock_movement (product_id, id);
CREATE INDEX stock_movement_type_idx ON stock_movement (type, id);
CREATE INDEX stock_movement_occurred_idx ON stock_movement (occurred_on, id);
CREATE INDEX stock_movement_output_idx ON stock_movement (output_id);
CREATE INDEX stock_movement_sale_line_idx ON stock_movement (sale_line_id);

-- ---------------------------------------------------------------------------------------------------------------
-- Append-only: a correction is a new row that names the old one
-- ---------------------------------------------------------------------------------------------------------------

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER batch_output_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON batch_output FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER stock_movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER payment_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
