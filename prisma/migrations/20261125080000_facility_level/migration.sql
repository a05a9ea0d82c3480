-- The class of a unit (kelas) is its level: `class` is a keyword in many languages of clients.
ALTER TABLE facility RENAME COLUMN class TO level;
ALTER TABLE facility RENAME CONSTRAINT facility_class_check TO facility_level_check;
