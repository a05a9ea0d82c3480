-- One statement: only so can an index be made without holding up those who write.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS product_barcode_key ON product (facility_id, barcode) WHERE NOT barcode_shared;
