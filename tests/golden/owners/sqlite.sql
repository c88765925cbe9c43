-- CreateFolder by {"user":"ann"}
INSERT INTO "t10_folder" ("c11_id", "c12_name", "c13_createdat", "c14_updatedat", "c15_owner", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING RETURNING json_object('id', "c11_id", 'owner', CASE WHEN instr("c15_owner", '::') = 0 THEN "c15_owner" ELSE json_extract('[' || replace(json_quote("c15_owner"), '::', '","') || ']', '$[#-1]') END) AS json;
--   ["f","Mine","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","sub-ann::ann",null]

-- CreateNote by {"user":"ann"}
INSERT INTO "t1_note" ("c2_id", "c3_text", "c4_readers", "c5_secret", "c6_createdat", "c7_updatedat", "c8_foldernotesid", "c9_owner", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING concat('{"id":', json_quote("c2_id"), ',"owner":', json_quote(CASE WHEN instr("c9_owner", '::') = 0 THEN "c9_owner" ELSE json_extract('[' || replace(json_quote("c9_owner"), '::', '","') || ']', '$[#-1]') END), ',"readers":', coalesce(CASE WHEN "c4_readers" IS NULL THEN NULL ELSE (SELECT '[' || coalesce(group_concat(item, ','), '') || ']' FROM (SELECT json_quote(CASE WHEN instr("owners".value, '::') = 0 THEN "owners".value ELSE json_extract('[' || replace(json_quote("owners".value), '::', '","') || ']', '$[#-1]') END) AS item FROM json_each("c4_readers") AS "owners" ORDER BY "owners".key)) END, 'null'), ',"secret":', CASE WHEN (1 = 0) THEN json_quote("c5_secret") ELSE json_quote(CASE WHEN ("c9_owner" IS NOT NULL AND (+"c9_owner" = ?10 OR (+"c9_owner" = ?11 OR +"c9_owner" = ?12))) THEN NULL ELSE ?13 END) END, '}') AS json;
--   ["n","Hello","[\"bob\"]","s","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","f","sub-ann::ann",null,"sub-ann::ann","sub-ann","ann","~07070707070707070707070707070707#"]

-- CreateForOther by {"user":"bob"}
INSERT INTO "t1_note" ("c2_id", "c3_text", "c4_readers", "c5_secret", "c6_createdat", "c7_updatedat", "c8_foldernotesid", "c9_owner", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id") AS json;
--   ["m","x","[\"eve\"]",null,"2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z",null,"sub-bob::bob",null]

-- GetOwn by {"user":"ann"}
SELECT CASE WHEN ((r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?2 OR (+r0."c9_owner" = ?3 OR +r0."c9_owner" = ?4))) OR EXISTS (SELECT 1 FROM json_each(r0."c4_readers") AS member WHERE member.value IN (SELECT value FROM json_each(?5)))) THEN json_object('text', r0."c3_text", 'secret', CASE WHEN (r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?6 OR (+r0."c9_owner" = ?7 OR +r0."c9_owner" = ?8))) THEN r0."c5_secret" ELSE ?9 END, 'owner', CASE WHEN instr(r0."c9_owner", '::') = 0 THEN r0."c9_owner" ELSE json_extract('[' || replace(json_quote(r0."c9_owner"), '::', '","') || ']', '$[#-1]') END) END AS json FROM "t1_note" AS r0 WHERE r0."c2_id" = ?1;
--   ["n","sub-ann::ann","sub-ann","ann","[\"sub-ann::ann\",\"sub-ann\",\"ann\"]","sub-ann::ann","sub-ann","ann","~07070707070707070707070707070707#"]

-- GetAsReader by {"user":"bob"}
SELECT CASE WHEN ((r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?2 OR (+r0."c9_owner" = ?3 OR +r0."c9_owner" = ?4))) OR EXISTS (SELECT 1 FROM json_each(r0."c4_readers") AS member WHERE member.value IN (SELECT value FROM json_each(?5)))) THEN json_object('text', r0."c3_text", 'secret', CASE WHEN (r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?6 OR (+r0."c9_owner" = ?7 OR +r0."c9_owner" = ?8))) THEN r0."c5_secret" ELSE ?9 END) END AS json FROM "t1_note" AS r0 WHERE r0."c2_id" = ?1;
--   ["n","sub-bob::bob","sub-bob","bob","[\"sub-bob::bob\",\"sub-bob\",\"bob\"]","sub-bob::bob","sub-bob","bob","~07070707070707070707070707070707#"]

-- GetForeign by {"user":"eve"}
SELECT CASE WHEN ((r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?2 OR (+r0."c9_owner" = ?3 OR +r0."c9_owner" = ?4))) OR EXISTS (SELECT 1 FROM json_each(r0."c4_readers") AS member WHERE member.value IN (SELECT value FROM json_each(?5)))) THEN json_object('text', r0."c3_text") END AS json FROM "t1_note" AS r0 WHERE r0."c2_id" = ?1;
--   ["n","sub-eve::eve","sub-eve","eve","[\"sub-eve::eve\",\"sub-eve\",\"eve\"]"]

-- ListOwn by {"user":"ann"}
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id", 'text', r0."c3_text", 'secret', CASE WHEN (r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?6 OR (+r0."c9_owner" = ?7 OR +r0."c9_owner" = ?8))) THEN r0."c5_secret" ELSE ?9 END) AS item0, r0."row_number" AS place0 FROM "t1_note" AS r0 WHERE ((r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?2 OR (+r0."c9_owner" = ?3 OR +r0."c9_owner" = ?4))) OR EXISTS (SELECT 1 FROM json_each(r0."c4_readers") AS member WHERE member.value IN (SELECT value FROM json_each(?5)))) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"sub-ann::ann","sub-ann","ann","[\"sub-ann::ann\",\"sub-ann\",\"ann\"]","sub-ann::ann","sub-ann","ann","~07070707070707070707070707070707#"]

-- Filtered by {"user":"bob"}
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id") AS item0, r0."row_number" AS place0 FROM "t1_note" AS r0 WHERE (((r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?6 OR (+r0."c9_owner" = ?7 OR +r0."c9_owner" = ?8))) OR EXISTS (SELECT 1 FROM json_each(r0."c4_readers") AS member WHERE member.value IN (SELECT value FROM json_each(?9)))) AND (CASE WHEN (r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?2 OR (+r0."c9_owner" = ?3 OR +r0."c9_owner" = ?4))) THEN r0."c5_secret" END IS NOT NULL AND CASE WHEN (r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?2 OR (+r0."c9_owner" = ?3 OR +r0."c9_owner" = ?4))) THEN r0."c5_secret" END = ?5)) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"sub-bob::bob","sub-bob","bob","s","sub-bob::bob","sub-bob","bob","[\"sub-bob::bob\",\"sub-bob\",\"bob\"]"]

-- Nested by {"user":"bob"}
SELECT concat('{"name":', json_quote(r0."c12_name"), ',"notes":', coalesce((SELECT concat('{"items":[', r2.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('text', r1."c3_text", 'secret', CASE WHEN (r1."c9_owner" IS NOT NULL AND (+r1."c9_owner" = ?7 OR (+r1."c9_owner" = ?8 OR +r1."c9_owner" = ?9))) THEN r1."c5_secret" ELSE ?10 END) AS item0, r1."row_number" AS place0 FROM "t1_note" AS r1 WHERE (r1."c8_foldernotesid" = r0."c11_id" AND ((r1."c9_owner" IS NOT NULL AND (+r1."c9_owner" = ?3 OR (+r1."c9_owner" = ?4 OR +r1."c9_owner" = ?5))) OR EXISTS (SELECT 1 FROM json_each(r1."c4_readers") AS member WHERE member.value IN (SELECT value FROM json_each(?6))))) ORDER BY r1."row_number" LIMIT ?2) AS page_rows) AS r2), 'null'), '}') AS json FROM "t10_folder" AS r0 WHERE r0."c11_id" = ?1;
--   ["f",100,"sub-bob::bob","sub-bob","bob","[\"sub-bob::bob\",\"sub-bob\",\"bob\"]","sub-bob::bob","sub-bob","bob","~07070707070707070707070707070707#"]

-- UpdateForeign by {"user":"eve"}
UPDATE "t1_note" SET "c3_text" = ?4, "c7_updatedat" = ?5, "null_marks" = replace("null_marks", ?7, ?6) WHERE ("c2_id" = ?8 AND ("c9_owner" IS NOT NULL AND (+"c9_owner" = ?1 OR (+"c9_owner" = ?2 OR +"c9_owner" = ?3)))) RETURNING json_object('id', "c2_id") AS json;
--   ["sub-eve::eve","sub-eve","eve","Mine now","2026-05-01T12:00:00.000Z",",",",3,","n"]
SELECT CASE WHEN ("c9_owner" IS NOT NULL AND (+"c9_owner" = ?1 OR (+"c9_owner" = ?2 OR +"c9_owner" = ?3))) THEN 1 ELSE 0 END AS holds0 FROM "t1_note" WHERE "c2_id" = ?4;
--   ["sub-eve::eve","sub-eve","eve","n"]

-- UpdateOwn by {"user":"ann"}
UPDATE "t1_note" SET "c3_text" = ?4, "c7_updatedat" = ?5, "null_marks" = replace("null_marks", ?7, ?6) WHERE ("c2_id" = ?8 AND ("c9_owner" IS NOT NULL AND (+"c9_owner" = ?1 OR (+"c9_owner" = ?2 OR +"c9_owner" = ?3)))) RETURNING 1 AS done;
--   ["sub-ann::ann","sub-ann","ann","Bye","2026-05-01T12:00:00.000Z",",",",3,","n"]
SELECT concat('{"text":', json_quote(r0."c3_text"), ',"secret":', CASE WHEN (1 = 0) THEN json_quote(r0."c5_secret") ELSE json_quote(CASE WHEN (r0."c9_owner" IS NOT NULL AND (+r0."c9_owner" = ?2 OR (+r0."c9_owner" = ?3 OR +r0."c9_owner" = ?4))) THEN NULL ELSE ?5 END) END, ',"folder":', coalesce('null', 'null'), '}') AS json FROM "t1_note" AS r0 WHERE r0."c2_id" = ?1;
--   ["n","sub-ann::ann","sub-ann","ann","~07070707070707070707070707070707#"]

-- DeleteMissing by {"user":"ann"}
DELETE FROM "t1_note" WHERE ("c2_id" = ?1 AND ("c9_owner" IS NOT NULL AND (+"c9_owner" = ?2 OR (+"c9_owner" = ?3 OR +"c9_owner" = ?4)))) RETURNING json_object('id', "c2_id") AS json;
--   ["none","sub-ann::ann","sub-ann","ann"]
SELECT CASE WHEN ("c9_owner" IS NOT NULL AND (+"c9_owner" = ?1 OR (+"c9_owner" = ?2 OR +"c9_owner" = ?3))) THEN 1 ELSE 0 END AS holds0 FROM "t1_note" WHERE "c2_id" = ?4;
--   ["sub-ann::ann","sub-ann","ann","none"]

-- DeleteOwn by {"user":"ann"}
DELETE FROM "t1_note" WHERE ("c2_id" = ?1 AND ("c9_owner" IS NOT NULL AND (+"c9_owner" = ?2 OR (+"c9_owner" = ?3 OR +"c9_owner" = ?4)))) RETURNING json_object('id', "c2_id", 'text', "c3_text") AS json;
--   ["n","sub-ann::ann","sub-ann","ann"]

-- Keyed by "key"


-- CreateDraft by {"user":"ann"}
INSERT INTO "t16_draft" ("c17_id", "c18_text", "c19_createdat", "c20_updatedat", "c21_owner", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING RETURNING json_object('id', "c17_id") AS json;
--   ["d","D","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z","sub-ann::ann",null]

-- ListDrafts by {"user":"ann"}
SELECT concat('{"items":[', r1.items0, ']', ',"nextToken":', coalesce(CASE WHEN r1.seen = ?1 THEN (SELECT json_quote(concat(?11, r2."row_number")) FROM "t16_draft" AS r2 WHERE r2."row_number" IN (SELECT * FROM (SELECT r2."row_number" FROM "t16_draft" AS r2 WHERE (r2."c21_owner" = ?12 AND ((r2."c21_owner" IS NOT NULL AND (+r2."c21_owner" = ?8 OR (+r2."c21_owner" = ?9 OR +r2."c21_owner" = ?10))) AND r2."row_number" > r1.last_place)) ORDER BY r2."row_number" LIMIT 1) AS stream UNION ALL SELECT * FROM (SELECT r2."row_number" FROM "t16_draft" AS r2 WHERE (r2."c21_owner" = ?13 AND ((r2."c21_owner" IS NOT NULL AND (+r2."c21_owner" = ?8 OR (+r2."c21_owner" = ?9 OR +r2."c21_owner" = ?10))) AND r2."row_number" > r1.last_place)) ORDER BY r2."row_number" LIMIT 1) AS stream UNION ALL SELECT * FROM (SELECT r2."row_number" FROM "t16_draft" AS r2 WHERE (r2."c21_owner" = ?14 AND ((r2."c21_owner" IS NOT NULL AND (+r2."c21_owner" = ?8 OR (+r2."c21_owner" = ?9 OR +r2."c21_owner" = ?10))) AND r2."row_number" > r1.last_place)) ORDER BY r2."row_number" LIMIT 1) AS stream) ORDER BY r2."row_number" LIMIT 1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen, max(place0) AS last_place FROM (SELECT json_object('id', r0."c17_id", 'text', r0."c18_text") AS item0, r0."row_number" AS place0 FROM "t16_draft" AS r0 WHERE r0."row_number" IN (SELECT * FROM (SELECT r0."row_number" FROM "t16_draft" AS r0 WHERE (r0."c21_owner" = ?5 AND (r0."c21_owner" IS NOT NULL AND (+r0."c21_owner" = ?2 OR (+r0."c21_owner" = ?3 OR +r0."c21_owner" = ?4)))) ORDER BY r0."row_number" LIMIT ?1) AS stream UNION ALL SELECT * FROM (SELECT r0."row_number" FROM "t16_draft" AS r0 WHERE (r0."c21_owner" = ?6 AND (r0."c21_owner" IS NOT NULL AND (+r0."c21_owner" = ?2 OR (+r0."c21_owner" = ?3 OR +r0."c21_owner" = ?4)))) ORDER BY r0."row_number" LIMIT ?1) AS stream UNION ALL SELECT * FROM (SELECT r0."row_number" FROM "t16_draft" AS r0 WHERE (r0."c21_owner" = ?7 AND (r0."c21_owner" IS NOT NULL AND (+r0."c21_owner" = ?2 OR (+r0."c21_owner" = ?3 OR +r0."c21_owner" = ?4)))) ORDER BY r0."row_number" LIMIT ?1) AS stream) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [1,"sub-ann::ann","sub-ann","ann","sub-ann::ann","sub-ann","ann","sub-ann::ann","sub-ann","ann","~07070707070707070707070707070707@0:","sub-ann::ann","sub-ann","ann"]
