-- Whom tokens of an external provider are of is a credential: claimed with a token, and kept apart by issuer, client and subject.
ALTER TABLE client_credential
  ADD COLUMN external_issuer  text,
  ADD COLUMN external_client  text,
  ADD COLUMN external_subject text,
  DROP CONSTRAINT client_credential_kind_check,
  DROP CONSTRAINT client_credential_secret_check,
  ADD CONSTRAINT client_credential_kind_check CHECK (kind IN ('API_KEY', 'CLIENT_SECRET', 'PUBLIC_KEY', 'EXTERNAL_SUBJECT')),
  ADD CONSTRAINT client_credential_secret_check CHECK (
    (kind IN ('API_KEY', 'CLIENT_SECRET')) = (secret_hash IS NOT NULL) AND (kind = 'PUBLIC_KEY') = (public_jwk IS NOT NULL)),
  ADD CONSTRAINT client_credential_external_check CHECK (
    num_nonnulls(external_issuer, external_client, external_subject) = CASE kind WHEN 'EXTERNAL_SUBJECT' THEN 3 ELSE 0 END);
CREATE UNIQUE INDEX client_credential_external_key ON client_credential (external_issuer, external_client, external_subject) WHERE revoked_at IS NULL;

-- What was typed in is no proof, and does not say of which provider.
ALTER TABLE api_client DROP COLUMN external_subject;
