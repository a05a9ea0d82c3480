-- Day-sheets (lembar harian): who worked on a day of a program, on what, and how (src/decisions/0096).
CREATE TABLE work_sheet (
  id          uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  program_id  uuid           NOT NULL,
  worked_on   date           NOT NULL,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  updated_by  uuid           NOT NULL,
  CONSTRAINT work_sheet_pkey PRIMARY KEY (id),
  CONSTRAINT work_sheet_program_fkey FOREIGN KEY (facility_id, program_id) REFERENCES program (facility_id, id),
  CONSTRAINT work_sheet_version_check CHECK (version > 0)
);
CREATE UNIQUE INDEX work_sheet_day_key ON work_sheet (program_id, worked_on);
-- What its rows repeat of it.
CREATE UNIQUE INDEX work_sheet_whole_key ON work_sheet (id, facility_id, program_id, worked_on);

CREATE TABLE work_log (
  id              uuid           NOT NULL,
  facility_id     uuid           NOT NULL,
  sheet_id        uuid           NOT NULL,
  program_id      uuid           NOT NULL,
  worked_on       date           NOT NULL,
  inmate_id       uuid           NOT NULL,
  shift           text           NOT NULL,
  attendance      text           NOT NULL,
  minutes         integer        NOT NULL,
  batch_id        uuid,
  pieces_good     numeric(14, 3) NOT NULL,
  pieces_rejected numeric(14, 3) NOT NULL,
  work_quality    text,
  conduct         text,
  safety_ok       boolean,
  rule_breach     boolean        NOT NULL,
  note            text,
  version         integer        NOT NULL DEFAULT 1,
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  updated_at      timestamptz(3) NOT NULL DEFAULT now(),
  created_by      uuid           NOT NULL,
  updated_by      uuid           NOT NULL,
  CONSTRAINT work_log_pkey PRIMARY KEY (id),
  CONSTRAINT work_log_sheet_fkey FOREIGN KEY (sheet_id, facility_id, program_id, worked_on) REFERENCES work_sheet (id, facility_id, program_id, worked_on),
  CONSTRAINT work_log_inmate_fkey FOREIGN KEY (inmate_id) REFERENCES inmate (id),
  CONSTRAINT work_log_batch_fkey FOREIGN KEY (batch_id) REFERENCES batch (id),
  CONSTRAINT work_log_shift_check CHECK (shift IN ('FULL_DAY', 'MORNING', 'AFTERNOON', 'NIGHT')),
  CONSTRAINT work_log_attendance_check CHECK (attendance IN ('PRESENT', 'LATE', 'SICK', 'PERMITTED', 'ABSENT', 'REFUSED', 'NO_WORK')),
  CONSTRAINT work_log_work_quality_check CHECK (work_quality IN ('VERY_GOOD', 'GOOD', 'FAIR', 'POOR', 'VERY_POOR')),
  CONSTRAINT work_log_conduct_check CHECK (conduct IN ('VERY_GOOD', 'GOOD', 'FAIR', 'POOR', 'VERY_POOR')),
  CONSTRAINT work_log_minutes_check CHECK (minutes BETWEEN 0 AND 720),
  CONSTRAINT work_log_pieces_check CHECK (pieces_good >= 0 AND pieces_rejected >= 0 AND (batch_id IS NOT NULL OR pieces_good + pieces_rejected = 0)),
  CONSTRAINT work_log_presence_check CHECK (attendance IN ('PRESENT', 'LATE') OR minutes + pieces_good + pieces_rejected = 0),
  CONSTRAINT work_log_version_check CHECK (version > 0)
);
CREATE UNIQUE INDEX work_log_key ON work_log (sheet_id, inmate_id, shift, batch_id) NULLS NOT DISTINCT;
CREATE INDEX work_log_inmate_idx ON work_log (inmate_id, worked_on, id);
CREATE INDEX work_log_batch_idx ON work_log (batch_id, worked_on, id);
CREATE INDEX work_log_program_idx ON work_log (program_id, worked_on, id);
CREATE INDEX work_log_facility_idx ON work_log (facility_id, worked_on, id);
CREATE INDEX work_log_day_idx ON work_log (worked_on, id);
CREATE INDEX work_log_updated_idx ON work_log (updated_at, id);

-- Rows are written with their sheet, and who writes a sheet names its day. Erasure does not: a locked month does not keep a name.
CREATE CONSTRAINT TRIGGER work_sheet_month AFTER INSERT OR UPDATE OF worked_on ON work_sheet FOR EACH ROW EXECUTE FUNCTION require_open_month('worked_on');
