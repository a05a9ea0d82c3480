-- What a person objects to (UU PDP 27/2022, article 10), and what stops when the objection is granted.
ALTER TABLE subject_request ADD COLUMN stops text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT subject_request_stops_check CHECK (stops <@ '{PUBLIC_NAME,OUTSIDE_READING}' AND (kind = 'OBJECTION') = (stops <> '{}')) NOT VALID;
