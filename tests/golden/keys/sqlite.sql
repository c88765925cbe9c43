-- tables
CREATE TABLE "t1_reading" ("row_number" integer PRIMARY KEY, "c2_sensor" text NOT NULL, "c3_year" integer NOT NULL, "c4_day" integer NOT NULL, "c5_value" real, "c6_unit" text, "c7_createdat" text, "c8_updatedat" text, "sort_text" text NOT NULL, "null_marks" text, UNIQUE ("c2_sensor", "c3_year", "c4_day"));
CREATE UNIQUE INDEX "t1_reading_sort" ON "t1_reading" ("c2_sensor", "sort_text");
CREATE TABLE "t9_account" ("row_number" integer PRIMARY KEY, "c10_email" text NOT NULL, "c11_since" integer, "c12_createdat" text, "c13_updatedat" text, "null_marks" text, UNIQUE ("c10_email"));

-- Create
INSERT INTO "t1_reading" ("c2_sensor", "c3_year", "c4_day", "c5_value", "c6_unit", "c7_createdat", "c8_updatedat", "sort_text", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING json_object('day', "c4_day", 'unit', coalesce("c6_unit", ?10)) AS json;
--   ["s",2026,1,1.5,"KELVIN","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","2026#1",null,"~0102030405060708090a0b0c0d0e0f10!"]
INSERT INTO "t1_reading" ("c2_sensor", "c3_year", "c4_day", "c5_value", "c6_unit", "c7_createdat", "c8_updatedat", "sort_text", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING json_object('day', "c4_day", 'value', coalesce("c5_value", ?10)) AS json;
--   ["s",2026,2,2,"CELSIUS","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","2026#2",null,"~0102030405060708090a0b0c0d0e0f10!"]
INSERT INTO "t1_reading" ("c2_sensor", "c3_year", "c4_day", "c5_value", "c6_unit", "c7_createdat", "c8_updatedat", "sort_text", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING json_object('day', "c4_day") AS json;
--   ["s",2026,2,2,"CELSIUS","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","2026#2",null]

-- Get
SELECT json_object('value', coalesce(r0."c5_value", ?4)) AS json FROM "t1_reading" AS r0 WHERE r0."c2_sensor" = ?1 AND r0."c3_year" = ?2 AND r0."c4_day" = ?3;
--   ["s",2026,2,"~0102030405060708090a0b0c0d0e0f10!"]

-- Partition
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('day', r0."c4_day") AS item0, r0."sort_text" AS place0 FROM "t1_reading" AS r0 WHERE (r0."c2_sensor" = ?2 AND (r0."sort_text" >= ?3 AND r0."sort_text" < ?3 || CAST(x'ff' AS TEXT))) ORDER BY r0."sort_text" DESC LIMIT ?1) AS page_rows) AS r1;
--   [1,"s","2026"]

-- Everything
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('day', r0."c4_day") AS item0, r0."row_number" AS place0 FROM "t1_reading" AS r0 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100]

-- Wrong


-- Account
INSERT INTO "t9_account" ("c10_email", "c11_since", "c12_createdat", "c13_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING json_object('email', "c10_email", 'since', "c11_since") AS json;
--   ["a@example.com",0,"2026-05-01T12:00:05.000Z","2026-05-01T12:00:05.000Z",null]
