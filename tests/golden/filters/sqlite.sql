-- tables
CREATE TABLE "t1_thing" ("row_number" integer PRIMARY KEY, "c2_id" text NOT NULL, "c3_text" text, "c4_count" integer, "c5_flag" integer, "c6_kind" text, "c7_words" text, "c8_kinds" text, "null_marks" text, UNIQUE ("c2_id"));

-- Create
INSERT INTO "t1_thing" ("c2_id", "c3_text", "c4_count", "c5_flag", "c6_kind", "c7_words", "c8_kinds", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id") AS json;
--   ["1","x",1,null,null,"[\"a\",\"b\"]","[\"A\"]",",5,"]

-- Equal
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."row_number" AS place0 FROM "t1_thing" AS r0 WHERE ((r0."c3_text" IS NOT NULL AND r0."c3_text" = ?2) AND (NOT (r0."c4_count" IS NOT NULL AND r0."c4_count" = ?3))) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"x",2]

-- Null
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."row_number" AS place0 FROM "t1_thing" AS r0 WHERE (r0."null_marks" IS NOT NULL AND instr(r0."null_marks", ?2) > 0) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,",5,"]

-- Exists
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."row_number" AS place0 FROM "t1_thing" AS r0 WHERE ((r0."c3_text" IS NOT NULL OR (r0."null_marks" IS NOT NULL AND instr(r0."null_marks", ?2) > 0)) AND (NOT (r0."c6_kind" IS NOT NULL AND r0."c6_kind" = ?3))) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,",3,","B"]

-- Lists
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."row_number" AS place0 FROM "t1_thing" AS r0 WHERE (((r0."c7_words" IS NOT NULL AND coalesce(?2 IN (SELECT member.value FROM json_each(r0."c7_words") AS member WHERE member.value IS NOT NULL), 0)) AND (r0."c7_words" IS NOT NULL AND json_array_length(r0."c7_words") >= ?3)) AND (NOT (r0."c8_kinds" IS NOT NULL AND coalesce(?4 IN (SELECT member.value FROM json_each(r0."c8_kinds") AS member WHERE member.value IS NOT NULL), 0)))) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"a",1,"B"]

-- Texts
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."row_number" AS place0 FROM "t1_thing" AS r0 WHERE (((r0."c3_text" IS NOT NULL AND (r0."c3_text" >= ?2 AND r0."c3_text" < ?2 || CAST(x'ff' AS TEXT))) OR (r0."c3_text" IS NOT NULL AND instr(r0."c3_text", ?3) > 0)) AND (NOT (r0."c3_text" IS NOT NULL AND (CASE WHEN instr(r0."c3_text", char(0)) = 0 THEN length(r0."c3_text") ELSE length(json_extract(replace(replace(json_quote(r0."c3_text"), '\\', '/'), '\u0000', '0'), '$')) END) > ?4))) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"x","y",3]

-- Variables
SELECT concat('{"items":[', r1.items0, ']', ',"nextToken":', coalesce(CASE WHEN r1.seen = ?1 THEN (SELECT json_quote(concat(?6, r2."row_number")) FROM "t1_thing" AS r2 WHERE (r2."row_number" > r1.last_place AND ((r2."c4_count" IS NOT NULL AND r2."c4_count" < ?4) AND (NOT (r2."c3_text" IS NOT NULL AND r2."c3_text" = ?5)))) ORDER BY r2."row_number" LIMIT 1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen, max(place0) AS last_place FROM (SELECT json_object('id', r0."c2_id", 'text', r0."c3_text") AS item0, r0."row_number" AS place0 FROM "t1_thing" AS r0 WHERE ((r0."c4_count" IS NOT NULL AND r0."c4_count" < ?2) AND (NOT (r0."c3_text" IS NOT NULL AND r0."c3_text" = ?3))) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [1,5,"z",5,"z","~0102030405060708090a0b0c0d0e0f10@0:"]

-- Condition
UPDATE "t1_thing" SET "c3_text" = ?1, "null_marks" = replace("null_marks", ?3, ?2) WHERE ("c2_id" = ?4 AND ("c4_count" IS NOT NULL AND ("c4_count" >= ?5 AND "c4_count" <= ?6))) RETURNING json_object('id', "c2_id", 'text', "c3_text") AS json;
--   ["y",",",",3,","1",1,3]

-- Absent
INSERT INTO "t1_thing" ("c2_id", "c3_text", "c4_count", "c5_flag", "c6_kind", "c7_words", "c8_kinds", "null_marks") SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE (NOT (1 = 0)) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id") AS json;
--   ["2",null,null,null,null,null,null,null]

-- Unknown

