-- What one person has prepared waits for another one: a change of what a client is given, an erasure, a credential.
ALTER TABLE api_client
  ADD COLUMN prepared_change jsonb,
  ADD COLUMN prepared_by uuid,
  ADD COLUMN prepared_for text,
  ADD COLUMN prepared_at timestamptz(3),
  ADD CONSTRAINT api_client_prepared_check CHECK (
    num_nonnulls(prepared_change, prepared_by, prepared_at) IN (0, 3) AND (prepared_for IS NULL OR prepared_by IS NOT NULL));
ALTER TABLE client_credential
  ADD COLUMN prepared_by uuid,
  ADD COLUMN prepared_for text,
  ADD COLUMN prepared_at timestamptz(3),
  ADD CONSTRAINT client_credential_prepared_check CHECK (
    num_nonnulls(prepared_by, prepared_at) IN (0, 2) AND (prepared_for IS NULL OR prepared_by IS NOT NULL));
ALTER TABLE subject_request
  ADD COLUMN prepared_by uuid,
  ADD COLUMN prepared_for text,
  ADD COLUMN prepared_at timestamptz(3),
  ADD CONSTRAINT subject_request_prepared_check CHECK (
    num_nonnulls(prepared_by, prepared_at) IN (0, 2) AND (prepared_for IS NULL OR prepared_by IS NOT NULL)
    AND (prepared_at IS NULL OR kind = 'ERASURE'));
