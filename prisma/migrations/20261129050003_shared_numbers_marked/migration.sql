-- The first of them keeps the number, the others are marked: `npm run canonical` names them.
UPDATE inmate_registration SET number_shared = true FROM (
  SELECT id, row_number() OVER (PARTITION BY facility_id, book, register_number(number) ORDER BY created_at, id) AS place FROM inmate_registration
) entry WHERE entry.place > 1 AND entry.id = inmate_registration.id;
UPDATE product SET barcode_shared = true FROM (
  SELECT id, row_number() OVER (PARTITION BY facility_id, barcode ORDER BY created_at, id) AS place FROM product WHERE barcode IS NOT NULL
) one WHERE one.place > 1 AND one.id = product.id;
