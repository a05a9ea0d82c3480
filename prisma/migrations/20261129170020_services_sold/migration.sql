-- A line that sells a service says which program served and when (src/decisions/0100).
ALTER TABLE sale_line
  ADD COLUMN program_id uuid,
  ADD COLUMN served_from date,
  ADD COLUMN served_to date,
  ADD CONSTRAINT sale_line_program_fkey FOREIGN KEY (facility_id, program_id) REFERENCES program (facility_id, id) NOT VALID,
  ADD CONSTRAINT sale_line_service_check CHECK (
    (program_id IS NULL) = (served_from IS NULL) AND (program_id IS NULL) = (served_to IS NULL) AND served_to >= served_from) NOT VALID;
