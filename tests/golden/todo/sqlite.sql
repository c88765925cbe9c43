-- tables
CREATE TABLE "t1_todo" ("row_number" integer PRIMARY KEY, "c2_id" text NOT NULL, "c3_title" text, "c4_description" text, "c5_priority" text, "c6_done" integer, "c7_tags" text, "c8_due" text, "c9_place" text, "c10_createdat" text, "c11_updatedat" text, "null_marks" text, UNIQUE ("c2_id"));

-- Create
INSERT INTO "t1_todo" ("c2_id", "c3_title", "c4_description", "c5_priority", "c6_done", "c7_tags", "c8_due", "c9_place", "c10_createdat", "c11_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id", 'title', "c3_title", 'priority', "c5_priority", 'done', json(CASE "c6_done" WHEN 1 THEN 'true' WHEN 0 THEN 'false' END), 'tags', json("c7_tags"), 'due', "c8_due", 'place', json(CASE WHEN "c9_place" IS NULL THEN NULL ELSE json_object('name', json(("c9_place" -> '$."name"')), 'latitude', json(("c9_place" -> '$."latitude"'))) END), 'createdAt', "c10_createdat", 'updatedAt', "c11_updatedat") AS json, CASE WHEN "c3_title" IS NULL OR "c10_createdat" IS NULL OR "c11_updatedat" IS NULL THEN 1 ELSE 0 END AS broken;
--   ["00000000-0000-4000-8000-000000000002","Write",null,"NORMAL",0,"[\"a\"]","2026-05-02","{\"name\":\"Home\",\"latitude\":1.5}","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z",null]

-- Get
SELECT json_object('id', "c2_id", 'title', "c3_title", 'place', json(CASE WHEN "c9_place" IS NULL THEN NULL ELSE json_object('__typename', 'Place', 'name', json(("c9_place" -> '$."name"'))) END)) AS json, CASE WHEN "c3_title" IS NULL THEN 1 ELSE 0 END AS broken FROM "t1_todo" WHERE "c2_id" = ?1;
--   ["00000000-0000-4000-8000-000000000002"]

-- Update
UPDATE "t1_todo" SET "c3_title" = ?1, "c7_tags" = ?2, "c11_updatedat" = ?3, "null_marks" = replace(replace("null_marks", ?5, ?4), ?6, ?4) WHERE "c2_id" = ?7 RETURNING json_object('title', "c3_title", 'tags', json("c7_tags"), 'updatedAt', "c11_updatedat") AS json, CASE WHEN "c3_title" IS NULL OR "c11_updatedat" IS NULL THEN 1 ELSE 0 END AS broken;
--   ["Rest",null,"2026-05-01T12:00:02.000Z",",",",3,",",7,","00000000-0000-4000-8000-000000000002"]

-- List
SELECT items, broken, CASE WHEN seen = ?1 THEN (SELECT "row_number" FROM "t1_todo" WHERE "row_number" > page.last_place ORDER BY "row_number" LIMIT 1) END AS next_place FROM (SELECT group_concat(item, ',') AS items, max(broken) AS broken, count(*) AS seen, max(place) AS last_place FROM (SELECT json_object('id', "c2_id", 'title', "c3_title") AS item, CASE WHEN "c3_title" IS NULL THEN 1 ELSE 0 END AS broken, "row_number" AS place FROM "t1_todo" ORDER BY "row_number" LIMIT ?1) AS page_rows) AS page;
--   [100]

-- Delete
DELETE FROM "t1_todo" WHERE "c2_id" = ?1 RETURNING json_object('title', "c3_title") AS json, CASE WHEN "c3_title" IS NULL THEN 1 ELSE 0 END AS broken;
--   ["00000000-0000-4000-8000-000000000002"]
