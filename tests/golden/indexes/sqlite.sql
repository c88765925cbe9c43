-- tables
CREATE TABLE "t1_order" ("row_number" integer PRIMARY KEY, "c2_id" text NOT NULL, "c3_customer" text, "c4_status" text, "c5_region" text, "c6_total" real, "c7_year" integer, "c8_number" integer, "c9_createdat" text, "c10_updatedat" text, "null_marks" text, UNIQUE ("c2_id"));
CREATE INDEX "i11_bycustomer" ON "t1_order" ("c3_customer", "row_number");
CREATE INDEX "i12_bystatus" ON "t1_order" ("c4_status", "c6_total", "row_number") WHERE "c6_total" IS NOT NULL;
ALTER TABLE "t1_order" ADD COLUMN "i13_byregion_sort" text GENERATED ALWAYS AS (CAST("c7_year" AS TEXT) || '#' || CAST("c8_number" AS TEXT)) VIRTUAL;
CREATE INDEX "i13_byregion" ON "t1_order" ("c5_region", "i13_byregion_sort", "row_number") WHERE "i13_byregion_sort" IS NOT NULL;

-- Create
INSERT INTO "t1_order" ("c2_id", "c3_customer", "c4_status", "c5_region", "c6_total", "c7_year", "c8_number", "c9_createdat", "c10_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id") AS json;
--   ["o1","c","open","eu",9.5,2025,2,"2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z",null]
INSERT INTO "t1_order" ("c2_id", "c3_customer", "c4_status", "c5_region", "c6_total", "c7_year", "c8_number", "c9_createdat", "c10_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id") AS json;
--   ["o2","c","open","eu",10,2026,10,"2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z",null]
INSERT INTO "t1_order" ("c2_id", "c3_customer", "c4_status", "c5_region", "c6_total", "c7_year", "c8_number", "c9_createdat", "c10_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id") AS json;
--   ["o3",null,"open","eu",null,2026,9,"2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z",null]

-- IncompleteKey


-- NoSortKey
SELECT concat('{"items":[', r1.items0, ']', ',"nextToken":', coalesce(CASE WHEN r1.seen = ?1 THEN (SELECT json_quote(concat(?4, r2."row_number")) FROM "t1_order" AS r2 WHERE (r2."c3_customer" = ?3 AND r2."row_number" > r1.last_place) ORDER BY r2."row_number" LIMIT 1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen, max(place0) AS last_place FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."row_number" AS place0 FROM "t1_order" AS r0 WHERE r0."c3_customer" = ?2 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [1,"c","c","~0102030405060708090a0b0c0d0e0f10@0:"]

-- OneSortKey
SELECT concat('{"items":[', r1.items0, ']', ',"nextToken":', coalesce(CASE WHEN r1.seen = ?1 THEN (SELECT json_quote(concat(?6, r2."row_number", ',', r2."c6_total")) FROM "t1_order" AS r2 WHERE (r2."c4_status" = ?4 AND (r2."c6_total" > ?5 AND r2."c6_total" IS NOT NULL)) ORDER BY r2."c6_total" DESC, r2."row_number" DESC LIMIT 1 OFFSET ?1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen FROM (SELECT json_object('id', r0."c2_id", 'total', r0."c6_total") AS item0, r0."c6_total" AS place0, r0."row_number" AS place1 FROM "t1_order" AS r0 WHERE (r0."c4_status" = ?2 AND (r0."c6_total" > ?3 AND r0."c6_total" IS NOT NULL)) ORDER BY r0."c6_total" DESC, r0."row_number" DESC LIMIT ?1) AS page_rows) AS r1;
--   [100,"open",9.5,"open",9.5,"~0102030405060708090a0b0c0d0e0f10@0:"]

-- Sparse
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."c6_total" AS place0, r0."row_number" AS place1 FROM "t1_order" AS r0 WHERE (r0."c4_status" = ?2 AND r0."c6_total" IS NOT NULL) ORDER BY r0."c6_total", r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"open"]

-- Composite
SELECT concat('{"items":[', r1.items0, ']', ',"nextToken":', coalesce(CASE WHEN r1.seen = ?1 THEN (SELECT json_quote(concat(?8, r2."row_number", ',', r2."i13_byregion_sort")) FROM "t1_order" AS r2 WHERE (r2."c5_region" = ?5 AND ((r2."i13_byregion_sort" >= ?6 AND r2."i13_byregion_sort" <= ?7) AND r2."i13_byregion_sort" IS NOT NULL)) ORDER BY r2."i13_byregion_sort", r2."row_number" LIMIT 1 OFFSET ?1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen FROM (SELECT json_object('year', r0."c7_year", 'number', r0."c8_number") AS item0, r0."i13_byregion_sort" AS place0, r0."row_number" AS place1 FROM "t1_order" AS r0 WHERE (r0."c5_region" = ?2 AND ((r0."i13_byregion_sort" >= ?3 AND r0."i13_byregion_sort" <= ?4) AND r0."i13_byregion_sort" IS NOT NULL)) ORDER BY r0."i13_byregion_sort", r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [2,"eu","2025","2026#9","eu","2025","2026#9","~0102030405060708090a0b0c0d0e0f10@0:"]

-- CompositePrefix
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('year', r0."c7_year", 'number', r0."c8_number") AS item0, r0."i13_byregion_sort" AS place0, r0."row_number" AS place1 FROM "t1_order" AS r0 WHERE (r0."c5_region" = ?2 AND ((r0."i13_byregion_sort" >= ?3 AND r0."i13_byregion_sort" < ?3 || CAST(x'ff' AS TEXT)) AND r0."i13_byregion_sort" IS NOT NULL)) ORDER BY r0."i13_byregion_sort" DESC, r0."row_number" DESC LIMIT ?1) AS page_rows) AS r1;
--   [100,"eu","2026"]

-- LeavesTheIndex
UPDATE "t1_order" SET "c3_customer" = ?1, "c10_updatedat" = ?2, "null_marks" = replace("null_marks", ?4, ?3) WHERE "c2_id" = ?5 RETURNING json_object('id', "c2_id", 'customer', "c3_customer") AS json;
--   [null,"2026-05-01T12:00:07.000Z",",",",3,","o2"]

-- Left
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."row_number" AS place0 FROM "t1_order" AS r0 WHERE r0."c3_customer" = ?2 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"c"]
