-- Who came back, or was moved here, is here since the last change.
UPDATE inmate SET custody_since = custody_changed_on WHERE custody_status = 'ACTIVE' AND custody_changed_on IS NOT NULL;

-- The last change of each person, as far as it was kept, so that a mistake in it can be taken back.
INSERT INTO custody_change (id, facility_id, inmate_id, custody_status, occurred_on, to_facility_id, status_before, changed_on_before, inmate_version, created_at, created_by)
SELECT gen_random_uuid(), coalesce(former.facility_id, inmate.facility_id), inmate.id,
       CASE WHEN former.facility_id IS NULL THEN inmate.custody_status ELSE 'TRANSFERRED' END, inmate.custody_changed_on,
       CASE WHEN former.facility_id IS NOT NULL THEN inmate.facility_id END, coalesce(former.custody_status, 'ACTIVE'),
       CASE WHEN former.has_day THEN former.custody_changed_on ELSE inmate.custody_changed_on END, former.version + 1, former.changed_at, former.changed_by
FROM inmate JOIN (
  SELECT DISTINCT ON (inmate_id) inmate_id, version, max(changed_at) AS changed_at, max(changed_by::text)::uuid AS changed_by,
         max(value #>> '{}') FILTER (WHERE field = 'custody_status') AS custody_status,
         (max(value #>> '{}') FILTER (WHERE field = 'facility_id'))::uuid AS facility_id,
         bool_or(field = 'custody_changed_on') AS has_day, (max(value #>> '{}') FILTER (WHERE field = 'custody_changed_on'))::date AS custody_changed_on
  FROM personal_history WHERE resource = 'inmate' AND field IN ('custody_status', 'custody_changed_on', 'facility_id')
  GROUP BY inmate_id, version ORDER BY inmate_id, version DESC
) former ON former.inmate_id = inmate.id
WHERE inmate.custody_changed_on IS NOT NULL;
