-- Who may call: clients with an organisation and a purpose, their credentials, and the keys that sign tokens.

ALTER TABLE api_client
  ADD COLUMN organisation  text,
  ADD COLUMN contact_name  text,
  ADD COLUMN contact_email text,
  -- What the client reads personal data for, in its own words; the trail repeats it.
  ADD COLUMN purpose       text,
  -- Bundles of scopes (src/platform/roles.ts); `scopes` are those that it has beside them.
  ADD COLUMN roles         text[]         NOT NULL DEFAULT '{}',
  -- Classes of personal data that it never sees, whatever its scopes.
  ADD COLUMN redactions    text[]         NOT NULL DEFAULT '{}',
  ADD COLUMN expires_at    timestamptz(3),
  ADD COLUMN suspended     boolean        NOT NULL DEFAULT false,
  ADD COLUMN archived      boolean        NOT NULL DEFAULT false,
  -- The subject by which an external OpenID provider names it.
  ADD COLUMN external_subject text,
  ADD COLUMN version       integer        NOT NULL DEFAULT 1,
  ADD COLUMN updated_at    timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN created_by    uuid,
  ADD COLUMN updated_by    uuid,
  ADD CONSTRAINT api_client_external_subject_key UNIQUE (external_subject),
  ADD CONSTRAINT api_client_version_check CHECK (version > 0);
CREATE INDEX api_client_updated_idx ON api_client (updated_at, id);

-- An API key is one kind of credential among three.
ALTER TABLE api_key RENAME TO client_credential;
ALTER TABLE client_credential RENAME CONSTRAINT api_key_pkey TO client_credential_pkey;
ALTER TABLE client_credential RENAME CONSTRAINT api_key_client_fkey TO client_credential_client_fkey;
ALTER TABLE client_credential RENAME CONSTRAINT api_key_secret_hash_key TO client_credential_secret_hash_key;
ALTER INDEX api_key_client_idx RENAME TO client_credential_client_idx;
ALTER TRIGGER api_key_announce ON client_credential RENAME TO client_credential_announce;
ALTER TABLE client_credential
  ALTER COLUMN secret_hash DROP NOT NULL,
  ADD COLUMN kind         text           NOT NULL DEFAULT 'API_KEY',
  -- Of an API key or a client secret: HMAC of the whole of it. Of a public key: the JWK, which is no secret.
  ADD COLUMN public_jwk   jsonb,
  ADD COLUMN last_used_at timestamptz(3),
  ADD COLUMN version      integer        NOT NULL DEFAULT 1,
  ADD COLUMN created_by   uuid,
  ADD CONSTRAINT client_credential_kind_check CHECK (kind IN ('API_KEY', 'CLIENT_SECRET', 'PUBLIC_KEY')),
  ADD CONSTRAINT client_credential_secret_check CHECK ((kind = 'PUBLIC_KEY') = (secret_hash IS NULL) AND (kind = 'PUBLIC_KEY') = (public_jwk IS NOT NULL)),
  ADD CONSTRAINT client_credential_version_check CHECK (version > 0);

-- When a credential was used is written now and then, and is no change of access.
DROP TRIGGER client_credential_announce ON client_credential;
CREATE TRIGGER client_credential_announce AFTER INSERT OR DELETE OR UPDATE OF secret_hash, public_jwk, expires_at, revoked_at, client_id, kind ON client_credential
  FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();

-- The keys that sign access tokens. The private half is sealed by the keyring of the service.
CREATE TABLE signing_key (
  id             text           NOT NULL,
  algorithm      text           NOT NULL,
  public_jwk     jsonb          NOT NULL,
  sealed_private text           NOT NULL,
  active_from    timestamptz(3) NOT NULL,
  retired_at     timestamptz(3),
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT signing_key_pkey PRIMARY KEY (id)
);
CREATE TRIGGER signing_key_announce AFTER INSERT OR UPDATE OR DELETE ON signing_key FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();

-- A regional office sees the facilities below it, so a facility that moves changes who sees what.
CREATE TRIGGER facility_announce AFTER INSERT OR DELETE OR UPDATE OF parent_id ON facility FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
