-- Create by "key"
INSERT INTO "t1_report" ("c2_id", "c3_title", "c4_team", "c5_guests", "c6_budget", "c7_createdat", "c8_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING json_object('id', "c2_id", 'title', "c3_title", 'budget', CASE WHEN (1 = 0) THEN "c6_budget" ELSE ?9 END) AS json;
--   ["r","One","red","[\"blue\"]",5,"2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z",null,"~07070707070707070707070707070707#"]

-- AsAdmin by {"user":"adm","groups":["Admins"]}
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id", 'title', r0."c3_title", 'budget', r0."c6_budget") AS item0, r0."row_number" AS place0 FROM "t1_report" AS r0 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100]

-- AsTeam by {"user":"tim","groups":["red","green"]}
SELECT concat('{"items":[', r1.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r0."c2_id", 'title', r0."c3_title", 'budget', CASE WHEN (1 = 0) THEN r0."c6_budget" ELSE ?4 END) AS item0, r0."row_number" AS place0 FROM "t1_report" AS r0 WHERE (coalesce(r0."c4_team" IN (SELECT member.value FROM json_each(?2) AS member WHERE member.value IS NOT NULL), 0) OR EXISTS (SELECT 1 FROM json_each(r0."c5_guests") AS member WHERE member.value IN (SELECT value FROM json_each(?3)))) ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [100,"[\"red\",\"green\"]","[\"red\",\"green\"]","~07070707070707070707070707070707#"]

-- AsGuest by {"user":"gus","groups":["blue"]}
SELECT CASE WHEN (coalesce(r0."c4_team" IN (SELECT member.value FROM json_each(?2) AS member WHERE member.value IS NOT NULL), 0) OR EXISTS (SELECT 1 FROM json_each(r0."c5_guests") AS member WHERE member.value IN (SELECT value FROM json_each(?3)))) THEN json_object('title', r0."c3_title") END AS json FROM "t1_report" AS r0 WHERE r0."c2_id" = ?1;
--   ["r","[\"blue\"]","[\"blue\"]"]

-- AsNobody by {"user":"eve"}


-- UpdateAsTeam by {"user":"tim","groups":["red"]}
UPDATE "t1_report" SET "c3_title" = ?2, "c8_updatedat" = ?3, "null_marks" = replace("null_marks", ?5, ?4) WHERE ("c2_id" = ?6 AND coalesce("c4_team" IN (SELECT member.value FROM json_each(?1) AS member WHERE member.value IS NOT NULL), 0)) RETURNING json_object('title', "c3_title") AS json;
--   ["[\"red\"]","Two","2026-05-01T12:00:00.000Z",",",",3,","r"]

-- UpdateBudget by {"user":"tim","groups":["red"]}
UPDATE "t1_report" SET "c3_title" = ?2, "c6_budget" = ?3, "c8_updatedat" = ?4, "null_marks" = replace(replace("null_marks", ?6, ?5), ?7, ?5) WHERE ("c2_id" = ?8 AND (coalesce("c4_team" IN (SELECT member.value FROM json_each(?1) AS member WHERE member.value IS NOT NULL), 0) AND (1 = 0))) RETURNING json_object('title', "c3_title") AS json;
--   ["[\"red\"]","Three",9,"2026-05-01T12:00:00.000Z",",",",3,",",6,","r"]
SELECT CASE WHEN coalesce("c4_team" IN (SELECT member.value FROM json_each(?1) AS member WHERE member.value IS NOT NULL), 0) THEN 1 ELSE 0 END AS holds0 FROM "t1_report" WHERE "c2_id" = ?2;
--   ["[\"red\"]","r"]

-- RemoveTitle by {"user":"tim","groups":["red"]}
UPDATE "t1_report" SET "c3_title" = ?2, "c8_updatedat" = ?3, "null_marks" = replace("null_marks", ?5, ?4) WHERE ("c2_id" = ?6 AND (coalesce("c4_team" IN (SELECT member.value FROM json_each(?1) AS member WHERE member.value IS NOT NULL), 0) AND (1 = 0))) RETURNING json_object('title', "c3_title") AS json;
--   ["[\"red\"]",null,"2026-05-01T12:00:00.000Z",",",",3,","r"]
SELECT CASE WHEN coalesce("c4_team" IN (SELECT member.value FROM json_each(?1) AS member WHERE member.value IS NOT NULL), 0) THEN 1 ELSE 0 END AS holds0 FROM "t1_report" WHERE "c2_id" = ?2;
--   ["[\"red\"]","r"]

-- DeleteAsTeam by {"user":"tim","groups":["red"]}


-- DeleteAsAdmin by {"user":"adm","groups":["Admins"]}
DELETE FROM "t1_report" WHERE "c2_id" = ?1 RETURNING json_object('id', "c2_id", 'budget', CASE WHEN (1 = 0) THEN "c6_budget" END) AS json;
--   ["r"]
