CREATE INDEX CONCURRENTLY sale_unpaid_idx ON sale (sold_on, facility_id, id) WHERE status = 'CONFIRMED' AND paid < total;
