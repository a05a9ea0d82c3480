-- A country's worth of rows: :rows batches over 600 facilities, with their workers, outputs, stock, movements, sales and
-- payments. They agree with each other: what was produced, sold and is on hand adds up. The same rows every time.

-- Row n of :rows happened at this time: 694 days from the start of 2023, in steps.
CREATE FUNCTION pg_temp.at(n bigint) RETURNS timestamptz(3) LANGUAGE sql IMMUTABLE AS $$ SELECT to_timestamp((1672531200000 + n * (59961600000 / :rows)) / 1000.0) $$;
-- A UUIDv7 of that time; kind differs by table.
CREATE FUNCTION pg_temp.id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT (lpad(to_hex(1672531200000 + n * (59961600000 / :rows)), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid $$;
-- A number below the bound that looks drawn by lot, but is always the same for row n.
CREATE FUNCTION pg_temp.draw(n bigint, salt int, below int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT (((hashint8extended(n, salt) % below) + below) % below)::int $$;
CREATE FUNCTION pg_temp.client() RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT '00000000-0000-7000-8000-00000000000b'::uuid $$;

INSERT INTO facility (id, code, name, type, level, region_code, time_zone, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(1, n), 'F' || lpad(n::text, 3, '0'), 'Facility ' || n, (ARRAY['RUTAN', 'LAPAS'])[1 + n % 2], 'IIB', (11 + n % 80) || '.04',
       (ARRAY['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'])[1 + n % 3], pg_temp.at(0), pg_temp.at(n), pg_temp.client(), pg_temp.client()
FROM generate_series(0, 599) AS n;

-- Per facility: 10 officers, 100 inmates, 5 programs, 10 products, 20 buyers.
INSERT INTO officer (id, facility_id, name, position, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(2, n), pg_temp.id(1, n / 10), 'Officer ' || n, 'Pembina', pg_temp.at(0), pg_temp.at(n), pg_temp.client(), pg_temp.client()
FROM generate_series(0, 5999) AS n;

INSERT INTO inmate (id, facility_id, name, public_alias, sex, nationality, legal_status, admitted_on, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(3, n), pg_temp.id(1, n / 100), 'Inmate ' || n, 'I.', (ARRAY['MALE', 'FEMALE'])[1 + (n % 20 = 0)::int], 'ID', 'CONVICT', '2022-01-01',
       pg_temp.at(0), pg_temp.at(n % :rows), pg_temp.client(), pg_temp.client()
FROM generate_series(0, 59999) AS n;

INSERT INTO program (id, facility_id, code, name, category, kind, place, supervisor_id, starts_on, contribution_mode, status, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(4, n), pg_temp.id(1, n / 5), 'P' || n, 'Program ' || n, 'HANDICRAFT', 'PRODUCTION', 'INSIDE', pg_temp.id(2, n / 5 * 10), '2022-01-01', 'EQUAL', 'ACTIVE',
       pg_temp.at(0), pg_temp.at(n), pg_temp.client(), pg_temp.client()
FROM generate_series(0, 2999) AS n;

INSERT INTO enrollment (id, facility_id, program_id, inmate_id, role, status, proposed_on, starts_on, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(5, n), pg_temp.id(1, n / 100), pg_temp.id(4, n / 100 * 5 + n % 5), pg_temp.id(3, n), 'WORKER', 'ACTIVE', '2022-01-01', '2022-01-01',
       pg_temp.at(0), pg_temp.at(n % :rows), pg_temp.client(), pg_temp.client()
FROM generate_series(0, 59999) AS n;

INSERT INTO product (id, facility_id, sku, name, category, unit, published, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(6, n), pg_temp.id(1, n / 10), 'S' || n, 'Product ' || n, 'HANDICRAFT', 'BUAH', n % 2 = 0, pg_temp.at(0), pg_temp.at(n), pg_temp.client(), pg_temp.client()
FROM generate_series(0, 5999) AS n;

INSERT INTO product_grade (product_id, code, sellable, position)
SELECT product.id, grade.code, grade.sellable, grade.position FROM product CROSS JOIN (VALUES ('A', true, 1), ('R', false, 2)) AS grade(code, sellable, position);

INSERT INTO buyer (id, facility_id, type, name, region_code, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(10, n), pg_temp.id(1, n / 20), 'BUSINESS', 'Buyer ' || n, '33.04', pg_temp.at(0), pg_temp.at(n), pg_temp.client(), pg_temp.client()
FROM generate_series(0, 11999) AS n;

-- What the million rows have in common: whose they are, how far they came, and what the goods cost.
CREATE TEMP TABLE made AS
SELECT n, pg_temp.id(1, facility) AS facility_id, pg_temp.id(4, facility * 5 + pg_temp.draw(n, 2, 5)) AS program_id, pg_temp.id(6, facility * 10 + pg_temp.draw(n, 3, 10)) AS product_id,
       pg_temp.id(2, facility * 10 + pg_temp.draw(n, 4, 10)) AS officer_id, pg_temp.id(3, facility * 100 + pg_temp.draw(n, 5, 100)) AS inmate_id,
       pg_temp.id(10, facility * 20 + pg_temp.draw(n, 6, 20)) AS buyer_id, 'F' || lpad(facility::text, 3, '0') || '-' || lpad(n::text, 8, '0') AS code,
       (ARRAY['PLANNED', 'IN_PROGRESS', 'PENDING_QC', 'CANCELLED', 'COMPLETED', 'COMPLETED', 'COMPLETED'])[stage + 1] AS open_status, stage > 3 AS done, stage % 4 = 0 AS has_rejects,
       pg_temp.at(n) AS at, pg_temp.at(n)::date AS day, 1000 + 500 * pg_temp.draw(n, 7, 40) AS price, 40 + pg_temp.draw(n, 8, 21) AS sold
FROM (SELECT n, pg_temp.draw(n, 0, 600) AS facility, pg_temp.draw(n, 1, 20) AS stage FROM generate_series(0::bigint, :rows - 1) AS n) AS drawn;

INSERT INTO batch (id, facility_id, program_id, product_id, code, supervisor_id, planned_quantity, starts_on, target_on, completed_on, contribution_mode, status, hold, archived,
                   produced, rejected, sold, on_hand, sellable_on_hand, revenue, worker_count, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(7, n), facility_id, program_id, product_id, code, officer_id, 100, day, day + 25, CASE WHEN done THEN day + 20 + pg_temp.draw(n, 9, 10) END, 'EQUAL', coalesce(open_status, 'CLOSED'),
       (ARRAY['NONE', 'QUARANTINE'])[1 + (pg_temp.draw(n, 10, 500) = 0)::int], pg_temp.draw(n, 11, 50) = 0,
       CASE WHEN done THEN 100 ELSE 0 END, CASE WHEN done AND has_rejects THEN 5 ELSE 0 END, CASE WHEN done THEN sold ELSE 0 END,
       CASE WHEN done THEN 100 - sold + CASE WHEN has_rejects THEN 5 ELSE 0 END ELSE 0 END, CASE WHEN done THEN 100 - sold ELSE 0 END, CASE WHEN done THEN sold * price ELSE 0 END,
       (open_status IS DISTINCT FROM 'PLANNED')::int,
       at, at + interval '30 days', pg_temp.client(), pg_temp.client()
FROM made;

INSERT INTO batch_worker (id, facility_id, batch_id, inmate_id, valid_from, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(8, n), facility_id, pg_temp.id(7, n), inmate_id, day, at, at, pg_temp.client(), pg_temp.client() FROM made WHERE open_status IS DISTINCT FROM 'PLANNED';

INSERT INTO batch_output (id, facility_id, batch_id, product_id, grade, quantity, recorded_on, created_at, created_by)
SELECT pg_temp.id(9, n), facility_id, pg_temp.id(7, n), product_id, 'A', 100, day + 20, at + interval '20 days', pg_temp.client() FROM made WHERE done
UNION ALL
SELECT pg_temp.id(19, n), facility_id, pg_temp.id(7, n), product_id, 'R', 5, day + 20, at + interval '20 days', pg_temp.client() FROM made WHERE done AND has_rejects;

INSERT INTO stock_balance (id, batch_id, grade, facility_id, product_id, produced, sold, on_hand, updated_at)
SELECT pg_temp.id(15, n), pg_temp.id(7, n), 'A', facility_id, product_id, 100, sold, 100 - sold, at + interval '30 days' FROM made WHERE done
UNION ALL
SELECT pg_temp.id(25, n), pg_temp.id(7, n), 'R', facility_id, product_id, 5, 0, 5, at + interval '30 days' FROM made WHERE done AND has_rejects;

-- Every batch has a sale; where it is not completed the sale is still a draft, or was called off.
INSERT INTO sale (id, facility_id, number, buyer_id, sold_on, channel, total, paid, status, created_at, updated_at, created_by, updated_by)
SELECT pg_temp.id(11, n), facility_id, 'J' || code, buyer_id, day + 30, (ARRAY['DIRECT', 'MARKETPLACE', 'EXHIBITION', 'PARTNER', 'GOVERNMENT'])[1 + pg_temp.draw(n, 12, 5)],
       sold * price, CASE WHEN done AND n % 3 > 0 THEN sold * price ELSE 0 END,
       CASE WHEN done AND n % 3 > 0 THEN 'COMPLETED' WHEN done THEN 'CONFIRMED' WHEN n % 2 = 0 THEN 'DRAFT' ELSE 'CANCELLED' END,
       at + interval '30 days', at + interval '31 days', pg_temp.client(), pg_temp.client()
FROM made;

INSERT INTO sale_line (id, sale_id, facility_id, position, product_id, grade, quantity, unit_price, line_total)
SELECT pg_temp.id(12, n), pg_temp.id(11, n), facility_id, 1, product_id, 'A', sold, price, sold * price FROM made;

INSERT INTO sale_allocation (sale_line_id, batch_id, quantity) SELECT pg_temp.id(12, n), pg_temp.id(7, n), sold FROM made;

INSERT INTO payment (id, facility_id, sale_id, amount, paid_on, method, created_at, created_by)
SELECT pg_temp.id(13, n), facility_id, pg_temp.id(11, n), sold * price, day + 31, (ARRAY['CASH', 'TRANSFER', 'QRIS'])[1 + pg_temp.draw(n, 13, 3)], at + interval '31 days', pg_temp.client()
FROM made WHERE done AND n % 3 > 0;

INSERT INTO stock_movement (id, facility_id, product_id, batch_id, grade, quantity, type, occurred_on, output_id, sale_line_id, balance_after, created_at, created_by)
SELECT pg_temp.id(14, n), facility_id, product_id, pg_temp.id(7, n), 'A', 100, 'PRODUCTION', day + 20, pg_temp.id(9, n), NULL::uuid, 100, at + interval '20 days', pg_temp.client() FROM made WHERE done
UNION ALL
SELECT pg_temp.id(24, n), facility_id, product_id, pg_temp.id(7, n), 'R', 5, 'PRODUCTION', day + 20, pg_temp.id(19, n), NULL::uuid, 5, at + interval '20 days', pg_temp.client() FROM made WHERE done AND has_rejects
UNION ALL
SELECT pg_temp.id(34, n), facility_id, product_id, pg_temp.id(7, n), 'A', -sold, 'SALE', day + 30, NULL::uuid, pg_temp.id(12, n), 100 - sold, at + interval '30 days', pg_temp.client() FROM made WHERE done;
