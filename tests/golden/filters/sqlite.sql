-- tables
CREATE TABLE "t1_thing" ("row_number" integer PRIMARY KEY, "c2_id" text NOT NULL, "c3_text" text, "c4_count" integer, "c5_flag" integer, "c6_kind" text, "c7_words" text, "c8_kinds" text, "null_marks" text, UNIQUE ("c2_id"));

-- Create
INSERT INTO "t1_thing" ("c2_id", "c3_text", "c4_count", "c5_flag", "c6_kind", "c7_words", "c8_kinds", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id") AS json;
--   ["1","x",1,null,null,"[\"a\",\"b\"]","[\"A\"]",",5,"]

-- Equal
SELECT group_concat(item, ',') AS items FROM (SELECT json_object('id', "c2_id") AS item, "row_number" AS place FROM "t1_thing" WHERE (("c3_text" IS NOT NULL AND "c3_text" = ?1) AND (NOT ("c4_count" IS NOT NULL AND "c4_count" = ?2))) ORDER BY "row_number" LIMIT ?3) AS page_rows;
--   ["x",2,100]

-- Null
SELECT group_concat(item, ',') AS items FROM (SELECT json_object('id', "c2_id") AS item, "row_number" AS place FROM "t1_thing" WHERE ("null_marks" IS NOT NULL AND instr("null_marks", ?1) > 0) ORDER BY "row_number" LIMIT ?2) AS page_rows;
--   [",5,",100]

-- Exists
SELECT group_concat(item, ',') AS items FROM (SELECT json_object('id', "c2_id") AS item, "row_number" AS place FROM "t1_thing" WHERE (("c3_text" IS NOT NULL OR ("null_marks" IS NOT NULL AND instr("null_marks", ?1) > 0)) AND (NOT ("c6_kind" IS NOT NULL AND "c6_kind" = ?2))) ORDER BY "row_number" LIMIT ?3) AS page_rows;
--   [",3,","B",100]

-- Lists
SELECT group_concat(item, ',') AS items FROM (SELECT json_object('id', "c2_id") AS item, "row_number" AS place FROM "t1_thing" WHERE ((("c7_words" IS NOT NULL AND coalesce(?1 IN (SELECT member.value FROM json_each("c7_words") AS member WHERE member.value IS NOT NULL), 0)) AND ("c7_words" IS NOT NULL AND json_array_length("c7_words") >= ?2)) AND (NOT ("c8_kinds" IS NOT NULL AND coalesce(?3 IN (SELECT member.value FROM json_each("c8_kinds") AS member WHERE member.value IS NOT NULL), 0)))) ORDER BY "row_number" LIMIT ?4) AS page_rows;
--   ["a",1,"B",100]

-- Texts
SELECT group_concat(item, ',') AS items FROM (SELECT json_object('id', "c2_id") AS item, "row_number" AS place FROM "t1_thing" WHERE ((("c3_text" IS NOT NULL AND ("c3_text" >= ?1 AND "c3_text" < ?1 || CAST(x'ff' AS TEXT))) OR ("c3_text" IS NOT NULL AND instr("c3_text", ?2) > 0)) AND (NOT ("c3_text" IS NOT NULL AND (CASE WHEN instr("c3_text", char(0)) = 0 THEN length("c3_text") ELSE length(json_extract(replace(replace(json_quote("c3_text"), '\\', '/'), '\u0000', '0'), '$')) END) > ?3))) ORDER BY "row_number" LIMIT ?4) AS page_rows;
--   ["x","y",3,100]

-- Variables
SELECT items, CASE WHEN seen = ?3 THEN (SELECT "row_number" FROM "t1_thing" WHERE ("row_number" > page.last_place AND (("c4_count" IS NOT NULL AND "c4_count" < ?1) AND (NOT ("c3_text" IS NOT NULL AND "c3_text" = ?2)))) ORDER BY "row_number" LIMIT 1) END AS next_place FROM (SELECT group_concat(item, ',') AS items, count(*) AS seen, max(place) AS last_place FROM (SELECT json_object('id', "c2_id", 'text', "c3_text") AS item, "row_number" AS place FROM "t1_thing" WHERE (("c4_count" IS NOT NULL AND "c4_count" < ?1) AND (NOT ("c3_text" IS NOT NULL AND "c3_text" = ?2))) ORDER BY "row_number" LIMIT ?3) AS page_rows) AS page;
--   [5,"z",1]

-- Condition
UPDATE "t1_thing" SET "c3_text" = ?1, "null_marks" = replace("null_marks", ?3, ?2) WHERE ("c2_id" = ?4 AND ("c4_count" IS NOT NULL AND ("c4_count" >= ?5 AND "c4_count" <= ?6))) RETURNING json_object('id', "c2_id", 'text', "c3_text") AS json;
--   ["y",",",",3,","1",1,3]

-- Absent
INSERT INTO "t1_thing" ("c2_id", "c3_text", "c4_count", "c5_flag", "c6_kind", "c7_words", "c8_kinds", "null_marks") SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE (NOT (1 = 0)) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id") AS json;
--   ["2",null,null,null,null,null,null,null]

-- Unknown

