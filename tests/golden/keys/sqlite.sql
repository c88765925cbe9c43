-- tables
CREATE TABLE "t1_reading" ("row_number" integer PRIMARY KEY, "c2_sensor" text NOT NULL, "c3_year" integer NOT NULL, "c4_day" integer NOT NULL, "c5_value" real, "c6_unit" text, "c7_createdat" text, "c8_updatedat" text, "sort_text" text NOT NULL, "null_marks" text, UNIQUE ("c2_sensor", "c3_year", "c4_day"));
CREATE UNIQUE INDEX "t1_reading_sort" ON "t1_reading" ("c2_sensor", "sort_text");
CREATE TABLE "t9_account" ("row_number" integer PRIMARY KEY, "c10_email" text NOT NULL, "c11_since" integer, "c12_createdat" text, "c13_updatedat" text, "null_marks" text, UNIQUE ("c10_email"));

-- Create
INSERT INTO "t1_reading" ("c2_sensor", "c3_year", "c4_day", "c5_value", "c6_unit", "c7_createdat", "c8_updatedat", "sort_text", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING json_object('day', "c4_day", 'unit', "c6_unit") AS json, CASE WHEN "c6_unit" IS NULL THEN 1 ELSE 0 END AS broken;
--   ["s",2026,1,1.5,"KELVIN","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","2026#1",null]
INSERT INTO "t1_reading" ("c2_sensor", "c3_year", "c4_day", "c5_value", "c6_unit", "c7_createdat", "c8_updatedat", "sort_text", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING json_object('day', "c4_day", 'value', "c5_value") AS json, CASE WHEN "c5_value" IS NULL THEN 1 ELSE 0 END AS broken;
--   ["s",2026,2,2,"CELSIUS","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","2026#2",null]
INSERT INTO "t1_reading" ("c2_sensor", "c3_year", "c4_day", "c5_value", "c6_unit", "c7_createdat", "c8_updatedat", "sort_text", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING json_object('day', "c4_day") AS json;
--   ["s",2026,2,2,"CELSIUS","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","2026#2",null]

-- Get
SELECT json_object('value', "c5_value") AS json, CASE WHEN "c5_value" IS NULL THEN 1 ELSE 0 END AS broken FROM "t1_reading" WHERE "c2_sensor" = ?1 AND "c3_year" = ?2 AND "c4_day" = ?3;
--   ["s",2026,2]

-- Partition
SELECT group_concat(item, ',') AS items FROM (SELECT json_object('day', "c4_day") AS item, "sort_text" AS place FROM "t1_reading" WHERE ("c2_sensor" = ?1 AND ("sort_text" >= ?2 AND "sort_text" < ?2 || CAST(x'ff' AS TEXT))) ORDER BY "sort_text" DESC LIMIT ?3) AS page_rows;
--   ["s","2026",1]

-- Everything
SELECT group_concat(item, ',') AS items FROM (SELECT json_object('day', "c4_day") AS item, "row_number" AS place FROM "t1_reading" ORDER BY "row_number" LIMIT ?1) AS page_rows;
--   [100]

-- Wrong


-- Account
INSERT INTO "t9_account" ("c10_email", "c11_since", "c12_createdat", "c13_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING json_object('email', "c10_email", 'since', "c11_since") AS json;
--   ["a@example.com",0,"2026-05-01T12:00:05.000Z","2026-05-01T12:00:05.000Z",null]
