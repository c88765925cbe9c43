-- tables
CREATE TABLE "t1_todo" ("row_number" integer PRIMARY KEY, "c2_id" text NOT NULL, "c3_title" text, "c4_description" text, "c5_priority" text, "c6_done" integer, "c7_tags" text, "c8_due" text, "c9_place" text, "c10_createdat" text, "c11_updatedat" text, "null_marks" text, UNIQUE ("c2_id"));

-- Create
INSERT INTO "t1_todo" ("c2_id", "c3_title", "c4_description", "c5_priority", "c6_done", "c7_tags", "c8_due", "c9_place", "c10_createdat", "c11_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING RETURNING concat('{"id":', json_quote("c2_id"), ',"title":', json_quote(coalesce("c3_title", ?12)), ',"priority":', json_quote("c5_priority"), ',"done":', CASE "c6_done" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"tags":', coalesce("c7_tags", 'null'), ',"due":', json_quote("c8_due"), ',"place":', coalesce(CASE WHEN "c9_place" IS NULL THEN NULL ELSE concat('{"name":', coalesce(("c9_place" -> '$."name"'), 'null'), ',"latitude":', coalesce(("c9_place" -> '$."latitude"'), 'null'), '}') END, 'null'), ',"createdAt":', json_quote(coalesce("c10_createdat", ?12)), ',"updatedAt":', json_quote(coalesce("c11_updatedat", ?12)), '}') AS json;
--   ["019de368-f600-4000-8000-000000000002","Write",null,"NORMAL",0,"[\"a\"]","2026-05-02","{\"name\":\"Home\",\"latitude\":1.5}","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z",null,"~0102030405060708090a0b0c0d0e0f10!"]

-- Get
SELECT concat('{"id":', json_quote(r0."c2_id"), ',"title":', json_quote(coalesce(r0."c3_title", ?2)), ',"place":', coalesce(CASE WHEN r0."c9_place" IS NULL THEN NULL ELSE concat('{"__typename":', json_quote(CAST('Place' AS text)), ',"name":', coalesce((r0."c9_place" -> '$."name"'), 'null'), '}') END, 'null'), '}') AS json FROM "t1_todo" AS r0 WHERE r0."c2_id" = ?1;
--   ["019de368-f600-4000-8000-000000000002","~0102030405060708090a0b0c0d0e0f10!"]

-- Update
UPDATE "t1_todo" SET "c3_title" = ?1, "c7_tags" = ?2, "c11_updatedat" = ?3, "null_marks" = replace(replace("null_marks", ?5, ?4), ?6, ?4) WHERE "c2_id" = ?7 RETURNING concat('{"title":', json_quote(coalesce("c3_title", ?8)), ',"tags":', coalesce("c7_tags", 'null'), ',"updatedAt":', json_quote(coalesce("c11_updatedat", ?8)), '}') AS json;
--   ["Rest",null,"2026-05-01T12:00:02.000Z",",",",3,",",7,","019de368-f600-4000-8000-000000000002","~0102030405060708090a0b0c0d0e0f10!"]

-- List
SELECT concat('{"items":[', r1.items0, ']', ',"nextToken":', coalesce(CASE WHEN r1.seen = ?1 THEN (SELECT json_quote(concat(?3, r2."row_number")) FROM "t1_todo" AS r2 WHERE r2."row_number" > r1.last_place ORDER BY r2."row_number" LIMIT 1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen, max(place0) AS last_place FROM (SELECT json_object('id', r0."c2_id", 'title', coalesce(r0."c3_title", ?2)) AS item0, r0."row_number" AS place0 FROM "t1_todo" AS r0 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"~0102030405060708090a0b0c0d0e0f10!","~0102030405060708090a0b0c0d0e0f10@0:"]

-- Delete
DELETE FROM "t1_todo" WHERE "c2_id" = ?1 RETURNING json_object('title', coalesce("c3_title", ?2)) AS json;
--   ["019de368-f600-4000-8000-000000000002","~0102030405060708090a0b0c0d0e0f10!"]
