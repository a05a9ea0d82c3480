-- The register of failures of data protection (UU PDP 27/2022, art. 46), and what was done about each.

CREATE TABLE incident (
  id                     uuid           NOT NULL,
  -- Null where it concerns every facility.
  facility_id            uuid,
  -- As the trail names them: a client or credential may be gone, and nobody known has an id there as well.
  client_id              uuid,
  credential_id          uuid,
  data_classes           text[]         NOT NULL,
  began_at               timestamptz(3) NOT NULL,
  -- Null while it goes on.
  ended_at               timestamptz(3),
  discovered_at          timestamptz(3) NOT NULL,
  description            text           NOT NULL,
  status                 text           NOT NULL DEFAULT 'OPEN',
  authority_notified_at  timestamptz(3),
  persons_notified_at    timestamptz(3),
  public_notified_at     timestamptz(3),
  closed_at              timestamptz(3),
  outcome                text,
  conclusion             text,
  version                integer        NOT NULL DEFAULT 1,
  created_at             timestamptz(3) NOT NULL DEFAULT now(),
  updated_at             timestamptz(3) NOT NULL DEFAULT now(),
  created_by             uuid           NOT NULL,
  updated_by             uuid           NOT NULL,
  CONSTRAINT incident_pkey PRIMARY KEY (id),
  CONSTRAINT incident_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT incident_classes_check CHECK (cardinality(data_classes) > 0),
  CONSTRAINT incident_discovery_check CHECK (began_at <= discovered_at),
  CONSTRAINT incident_period_check CHECK (began_at <= ended_at),
  CONSTRAINT incident_status_check CHECK (status IN ('OPEN', 'CLOSED')),
  CONSTRAINT incident_outcome_check CHECK (outcome IN ('BREACH', 'NO_BREACH')),
  CONSTRAINT incident_closed_check CHECK (
    (status = 'CLOSED') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (outcome IS NULL) AND (outcome IS NULL) = (conclusion IS NULL)),
  CONSTRAINT incident_notified_check CHECK (outcome <> 'BREACH' OR num_nonnulls(authority_notified_at, persons_notified_at) = 2),
  CONSTRAINT incident_version_check CHECK (version > 0)
);
CREATE INDEX incident_facility_idx ON incident (facility_id, id);
CREATE INDEX incident_status_idx ON incident (status, discovered_at, id);
CREATE INDEX incident_discovered_idx ON incident (discovered_at, id);
CREATE INDEX incident_updated_idx ON incident (updated_at, id);

CREATE TABLE incident_measure (
  id          uuid           NOT NULL,
  incident_id uuid           NOT NULL,
  facility_id uuid,
  kind        text           NOT NULL,
  taken_at    timestamptz(3) NOT NULL,
  description text           NOT NULL,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  CONSTRAINT incident_measure_pkey PRIMARY KEY (id),
  CONSTRAINT incident_measure_incident_fkey FOREIGN KEY (incident_id) REFERENCES incident (id) ON DELETE CASCADE,
  CONSTRAINT incident_measure_kind_check CHECK (kind IN ('INVESTIGATION', 'CONTAINMENT', 'RECOVERY', 'PREVENTION')),
  CONSTRAINT incident_measure_version_check CHECK (version > 0)
);
CREATE INDEX incident_measure_incident_idx ON incident_measure (incident_id, id);

-- What was done stays as it was said; it goes with its incident when the retention job forgets that.
CREATE TRIGGER incident_measure_append_only BEFORE UPDATE OR TRUNCATE ON incident_measure FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER incident_measure_keep BEFORE DELETE ON incident_measure FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_rewriting();
