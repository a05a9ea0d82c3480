-- Consent from before its history was kept: that there is one is known, not since when or on what evidence.
INSERT INTO buyer_consent (facility_id, buyer_id, purpose, given, decided_on, buyer_version, created_at, created_by)
SELECT buyer.facility_id, buyer.id, 'PUBLIC_NAME', TRUE, (buyer.updated_at AT TIME ZONE facility.time_zone)::date, buyer.version, buyer.updated_at, buyer.updated_by
FROM buyer JOIN facility ON facility.id = buyer.facility_id WHERE buyer.consent_public_name ON CONFLICT DO NOTHING;
