-- Days of participation are counted once: enrollments of one inmate in one program do not overlap. One that was rejected, or
-- ended before it began, has no days. Rows from before that overlap an earlier one stay as they are, and say so.
-- Enrollments cannot be written while the index is built: one to two minutes for each million of them (80,000 took 8 s on two busy cores).
ALTER TABLE enrollment ADD COLUMN kept_overlap boolean NOT NULL DEFAULT false;
UPDATE enrollment SET kept_overlap = true WHERE status <> 'REJECTED' AND EXISTS (
  SELECT FROM enrollment earlier
  WHERE earlier.inmate_id = enrollment.inmate_id AND earlier.program_id = enrollment.program_id AND earlier.id < enrollment.id AND earlier.status <> 'REJECTED'
    AND daterange(earlier.starts_on, earlier.ends_on, '[]') && daterange(enrollment.starts_on, enrollment.ends_on, '[]'));
ALTER TABLE enrollment ADD CONSTRAINT enrollment_overlap
  EXCLUDE USING gist (program_id WITH =, inmate_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
  WHERE (NOT kept_overlap AND (ends_on IS NOT NULL OR status IN ('PROPOSED', 'APPROVED', 'ACTIVE', 'SUSPENDED')));
