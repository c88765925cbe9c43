-- tables
CREATE TABLE "t1_blog" ("row_number" integer PRIMARY KEY, "c2_id" text NOT NULL, "c3_name" text, "c4_createdat" text, "c5_updatedat" text, "null_marks" text, UNIQUE ("c2_id"));
CREATE TABLE "t6_post" ("row_number" integer PRIMARY KEY, "c7_id" text NOT NULL, "c8_title" text, "c9_likes" integer, "c10_createdat" text, "c11_updatedat" text, "c12_blogpostsid" text, "c13_postauthorid" text, "null_marks" text, UNIQUE ("c7_id"));
CREATE TABLE "t14_comment" ("row_number" integer PRIMARY KEY, "c15_id" text NOT NULL, "c16_postid" text, "c17_at" text, "c18_text" text, "c19_createdat" text, "c20_updatedat" text, "null_marks" text, UNIQUE ("c15_id"));
CREATE TABLE "t21_author" ("row_number" integer PRIMARY KEY, "c22_id" text NOT NULL, "c23_name" text, "c24_createdat" text, "c25_updatedat" text, "null_marks" text, UNIQUE ("c22_id"));
CREATE TABLE "t26_tag" ("row_number" integer PRIMARY KEY, "c27_id" text NOT NULL, "c28_label" text, "c29_createdat" text, "c30_updatedat" text, "null_marks" text, UNIQUE ("c27_id"));
CREATE TABLE "t31_posttags" ("row_number" integer PRIMARY KEY, "c32_id" text NOT NULL, "c33_postid" text, "c34_tagid" text, "c35_createdat" text, "c36_updatedat" text, "null_marks" text, UNIQUE ("c32_id"));
CREATE INDEX "i37_gsi_blog_posts" ON "t6_post" ("c12_blogpostsid", "row_number");
CREATE INDEX "i38_bypost" ON "t14_comment" ("c16_postid", "c17_at", "row_number") WHERE "c17_at" IS NOT NULL;
CREATE INDEX "i39_bypost" ON "t31_posttags" ("c33_postid", "row_number");
CREATE INDEX "i40_bytag" ON "t31_posttags" ("c34_tagid", "row_number");

-- CreateBlog
INSERT INTO "t1_blog" ("c2_id", "c3_name", "c4_createdat", "c5_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING 1 AS done;
--   ["b1","First","2026-05-01T12:00:00.000Z","2026-05-01T12:00:00.000Z",null]
SELECT concat('{"id":', json_quote(r0."c2_id"), ',"posts":', coalesce((SELECT concat('{"items":[', r2.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('id', r1."c7_id") AS item0, r1."row_number" AS place0 FROM "t6_post" AS r1 WHERE r1."c12_blogpostsid" = r0."c2_id" ORDER BY r1."row_number" LIMIT ?2) AS page_rows) AS r2), 'null'), '}') AS json FROM "t1_blog" AS r0 WHERE r0."c2_id" = ?1;
--   ["b1",20]

-- CreateAuthor
INSERT INTO "t21_author" ("c22_id", "c23_name", "c24_createdat", "c25_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING json_object('id', "c22_id") AS json;
--   ["a1","Ada","2026-05-01T12:00:01.000Z","2026-05-01T12:00:01.000Z",null]

-- CreatePosts
INSERT INTO "t6_post" ("c7_id", "c8_title", "c9_likes", "c10_createdat", "c11_updatedat", "c12_blogpostsid", "c13_postauthorid", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING 1 AS done;
--   ["p1","One",1,"2026-05-01T12:00:02.000Z","2026-05-01T12:00:02.000Z","b1","a1",null]
SELECT concat('{"id":', json_quote(r0."c7_id"), ',"blog":', coalesce((SELECT json_object('name', coalesce(r1."c3_name", ?2)) FROM "t1_blog" AS r1 WHERE r1."c2_id" = r0."c12_blogpostsid" LIMIT 1), 'null'), '}') AS json FROM "t6_post" AS r0 WHERE r0."c7_id" = ?1;
--   ["p1","~0102030405060708090a0b0c0d0e0f10!"]
INSERT INTO "t6_post" ("c7_id", "c8_title", "c9_likes", "c10_createdat", "c11_updatedat", "c12_blogpostsid", "c13_postauthorid", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING 1 AS done;
--   ["p2","Two",2,"2026-05-01T12:00:02.000Z","2026-05-01T12:00:02.000Z","b1",null,null]
SELECT concat('{"id":', json_quote(r0."c7_id"), ',"author":', coalesce((SELECT json_object('name', coalesce(r1."c23_name", ?2)) FROM "t21_author" AS r1 WHERE r1."c22_id" = r0."c13_postauthorid" LIMIT 1), 'null'), '}') AS json FROM "t6_post" AS r0 WHERE r0."c7_id" = ?1;
--   ["p2","~0102030405060708090a0b0c0d0e0f10!"]
INSERT INTO "t6_post" ("c7_id", "c8_title", "c9_likes", "c10_createdat", "c11_updatedat", "c12_blogpostsid", "c13_postauthorid", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING 1 AS done;
--   ["p3","Three",null,"2026-05-01T12:00:02.000Z","2026-05-01T12:00:02.000Z","none",null,null]
SELECT concat('{"id":', json_quote(r0."c7_id"), ',"blog":', coalesce((SELECT json_object('name', coalesce(r1."c3_name", ?2)) FROM "t1_blog" AS r1 WHERE r1."c2_id" = r0."c12_blogpostsid" LIMIT 1), 'null'), '}') AS json FROM "t6_post" AS r0 WHERE r0."c7_id" = ?1;
--   ["p3","~0102030405060708090a0b0c0d0e0f10!"]

-- CreateComments
INSERT INTO "t14_comment" ("c15_id", "c16_postid", "c17_at", "c18_text", "c19_createdat", "c20_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING RETURNING json_object('id', "c15_id") AS json;
--   ["c1","p1","2026-01-01T00:00:00Z","early","2026-05-01T12:00:03.000Z","2026-05-01T12:00:03.000Z",null]
INSERT INTO "t14_comment" ("c15_id", "c16_postid", "c17_at", "c18_text", "c19_createdat", "c20_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING RETURNING json_object('id', "c15_id") AS json;
--   ["c2","p1","2026-02-01T00:00:00Z","late","2026-05-01T12:00:03.000Z","2026-05-01T12:00:03.000Z",null]

-- CreateTags
INSERT INTO "t26_tag" ("c27_id", "c28_label", "c29_createdat", "c30_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING json_object('id', "c27_id") AS json;
--   ["t1","red","2026-05-01T12:00:04.000Z","2026-05-01T12:00:04.000Z",null]
INSERT INTO "t31_posttags" ("c32_id", "c33_postid", "c34_tagid", "c35_createdat", "c36_updatedat", "null_marks") VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING RETURNING 1 AS done;
--   ["pt1","p1","t1","2026-05-01T12:00:04.000Z","2026-05-01T12:00:04.000Z",null]
SELECT concat('{"post":', coalesce((SELECT json_object('title', coalesce(r1."c8_title", ?2)) FROM "t6_post" AS r1 WHERE r1."c7_id" = r0."c33_postid" LIMIT 1), json_quote(?2)), ',"tag":', coalesce((SELECT json_object('label', coalesce(r2."c28_label", ?2)) FROM "t26_tag" AS r2 WHERE r2."c27_id" = r0."c34_tagid" LIMIT 1), json_quote(?2)), '}') AS json FROM "t31_posttags" AS r0 WHERE r0."c32_id" = ?1;
--   ["pt1","~0102030405060708090a0b0c0d0e0f10!"]

-- HasMany
SELECT concat('{"name":', json_quote(coalesce(r0."c3_name", ?2)), ',"posts":', coalesce((SELECT concat('{"items":[', r2.items0, ']', ',"nextToken":', coalesce(CASE WHEN r2.seen = ?3 THEN (SELECT json_quote(concat(?4, r3."row_number")) FROM "t6_post" AS r3 WHERE (r3."c12_blogpostsid" = r0."c2_id" AND r3."row_number" > r2.last_place) ORDER BY r3."row_number" LIMIT 1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen, max(place0) AS last_place FROM (SELECT json_object('title', coalesce(r1."c8_title", ?2)) AS item0, r1."row_number" AS place0 FROM "t6_post" AS r1 WHERE r1."c12_blogpostsid" = r0."c2_id" ORDER BY r1."row_number" LIMIT ?3) AS page_rows) AS r2), 'null'), '}') AS json FROM "t1_blog" AS r0 WHERE r0."c2_id" = ?1;
--   ["b1","~0102030405060708090a0b0c0d0e0f10!",20,"~0102030405060708090a0b0c0d0e0f10@1:"]

-- HasManyPage
SELECT concat('{"items":[', r4.items0, ']', ',"nextToken":', coalesce(CASE WHEN r4.seen = ?1 THEN (SELECT json_quote(concat(?7, r5."row_number")) FROM "t1_blog" AS r5 WHERE r5."row_number" > r4.last_place ORDER BY r5."row_number" LIMIT 1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen, max(place0) AS last_place FROM (SELECT concat('{"id":', json_quote(r0."c2_id"), ',"posts":', coalesce((SELECT concat('{"items":[', r2.items0, ']', ',"nextToken":', coalesce(CASE WHEN r2.seen = ?2 THEN (SELECT json_quote(concat(?6, r3."row_number")) FROM "t6_post" AS r3 WHERE ((r3."c12_blogpostsid" = r0."c2_id" AND row_guard(r3."row_number", 100000)) AND (r3."row_number" < r2.last_place AND (r3."c9_likes" IS NOT NULL AND r3."c9_likes" > ?5))) ORDER BY r3."row_number" DESC LIMIT 1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen, min(place0) AS last_place FROM (SELECT json_object('title', coalesce(r1."c8_title", ?4), 'likes', r1."c9_likes") AS item0, r1."row_number" AS place0 FROM "t6_post" AS r1 WHERE (r1."c12_blogpostsid" = r0."c2_id" AND (row_guard(r1."row_number", 100000) AND (r1."c9_likes" IS NOT NULL AND r1."c9_likes" > ?3))) ORDER BY r1."row_number" DESC LIMIT ?2) AS page_rows) AS r2), 'null'), '}') AS item0, r0."row_number" AS place0 FROM "t1_blog" AS r0 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r4;
--   [5,1,1,"~0102030405060708090a0b0c0d0e0f10!",1,"~0102030405060708090a0b0c0d0e0f10@1:","~0102030405060708090a0b0c0d0e0f10@0:"]

-- SortKey
SELECT concat('{"comments":', coalesce((SELECT concat('{"items":[', r2.items0, ']', ',"nextToken":', coalesce(CASE WHEN r2.seen = ?2 THEN (SELECT json_quote(concat(?6, r3."row_number", ',', r3."c17_at")) FROM "t14_comment" AS r3 WHERE (r3."c16_postid" = r0."c7_id" AND (r3."c17_at" >= ?5 AND r3."c17_at" IS NOT NULL)) ORDER BY r3."c17_at" DESC, r3."row_number" DESC LIMIT 1 OFFSET ?2) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, count(*) AS seen FROM (SELECT json_object('text', coalesce(r1."c18_text", ?4)) AS item0, r1."c17_at" AS place0, r1."row_number" AS place1 FROM "t14_comment" AS r1 WHERE (r1."c16_postid" = r0."c7_id" AND (r1."c17_at" >= ?3 AND r1."c17_at" IS NOT NULL)) ORDER BY r1."c17_at" DESC, r1."row_number" DESC LIMIT ?2) AS page_rows) AS r2), 'null'), '}') AS json FROM "t6_post" AS r0 WHERE r0."c7_id" = ?1;
--   ["p1",1,"2026-01-15T00:00:00Z","~0102030405060708090a0b0c0d0e0f10!","2026-01-15T00:00:00Z","~0102030405060708090a0b0c0d0e0f10@1:"]

-- HasOneAndBelongsTo
SELECT concat('{"items":[', r3.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT concat('{"title":', json_quote(coalesce(r0."c8_title", ?2)), ',"author":', coalesce((SELECT json_object('name', coalesce(r1."c23_name", ?2)) FROM "t21_author" AS r1 WHERE r1."c22_id" = r0."c13_postauthorid" LIMIT 1), 'null'), ',"blog":', coalesce((SELECT json_object('name', coalesce(r2."c3_name", ?2)) FROM "t1_blog" AS r2 WHERE r2."c2_id" = r0."c12_blogpostsid" LIMIT 1), 'null'), '}') AS item0, r0."row_number" AS place0 FROM "t6_post" AS r0 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r3;
--   [100,"~0102030405060708090a0b0c0d0e0f10!"]

-- ManyToMany
SELECT concat('{"posts":', coalesce((SELECT concat('{"items":[', r6.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT concat('{"post":', coalesce((SELECT concat('{"title":', json_quote(coalesce(r2."c8_title", ?3)), ',"tags":', coalesce((SELECT concat('{"items":[', r5.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT concat('{"tag":', coalesce((SELECT json_object('label', coalesce(r4."c28_label", ?3)) FROM "t26_tag" AS r4 WHERE r4."c27_id" = r3."c34_tagid" LIMIT 1), json_quote(?3)), '}') AS item0, r3."row_number" AS place0 FROM "t31_posttags" AS r3 WHERE r3."c33_postid" = r2."c7_id" ORDER BY r3."row_number" LIMIT ?4) AS page_rows) AS r5), 'null'), '}') FROM "t6_post" AS r2 WHERE r2."c7_id" = r1."c33_postid" LIMIT 1), json_quote(?3)), '}') AS item0, r1."row_number" AS place0 FROM "t31_posttags" AS r1 WHERE r1."c34_tagid" = r0."c27_id" ORDER BY r1."row_number" LIMIT ?2) AS page_rows) AS r6), 'null'), '}') AS json FROM "t26_tag" AS r0 WHERE r0."c27_id" = ?1;
--   ["t1",100,"~0102030405060708090a0b0c0d0e0f10!",100]

-- Deep
SELECT concat('{"items":[', r8.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT concat('{"posts":', coalesce((SELECT concat('{"items":[', r7.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT concat('{"title":', json_quote(coalesce(r1."c8_title", ?3)), ',"blog":', coalesce((SELECT json_object('name', coalesce(r2."c3_name", ?3)) FROM "t1_blog" AS r2 WHERE (r2."c2_id" = r1."c12_blogpostsid" AND row_guard(r2."row_number", 100000)) LIMIT 1), 'null'), ',"comments":', coalesce((SELECT concat('{"items":[', r6.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT concat('{"text":', json_quote(coalesce(r3."c18_text", ?3)), ',"post":', coalesce((SELECT concat('{"author":', coalesce((SELECT json_object('name', coalesce(r5."c23_name", ?3)) FROM "t21_author" AS r5 WHERE (r5."c22_id" = r4."c13_postauthorid" AND row_guard(r5."row_number", 100000)) LIMIT 1), 'null'), '}') FROM "t6_post" AS r4 WHERE (r4."c7_id" = r3."c16_postid" AND row_guard(r4."row_number", 100000)) LIMIT 1), 'null'), '}') AS item0, r3."c17_at" AS place0, r3."row_number" AS place1 FROM "t14_comment" AS r3 WHERE (r3."c16_postid" = r1."c7_id" AND (row_guard(r3."row_number", 100000) AND r3."c17_at" IS NOT NULL)) ORDER BY r3."c17_at", r3."row_number" LIMIT ?4) AS page_rows) AS r6), 'null'), '}') AS item0, r1."row_number" AS place0 FROM "t6_post" AS r1 WHERE (r1."c12_blogpostsid" = r0."c2_id" AND row_guard(r1."row_number", 100000)) ORDER BY r1."row_number" LIMIT ?2) AS page_rows) AS r7), 'null'), '}') AS item0, r0."row_number" AS place0 FROM "t1_blog" AS r0 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r8;
--   [100,20,"~0102030405060708090a0b0c0d0e0f10!",100]

-- TwoAliases
SELECT concat('{"items":[', r1.items0, ']', ',"titles":[', r1.items1, ']', ',"nextToken":', coalesce(CASE WHEN r1.seen = ?1 THEN (SELECT json_quote(concat(?3, r2."row_number")) FROM "t6_post" AS r2 WHERE r2."row_number" > r1.last_place ORDER BY r2."row_number" LIMIT 1) END, 'null'), '}') AS json FROM (SELECT group_concat(item0, ',') AS items0, group_concat(item1, ',') AS items1, count(*) AS seen, max(place0) AS last_place FROM (SELECT json_object('id', r0."c7_id") AS item0, json_object('title', coalesce(r0."c8_title", ?2)) AS item1, r0."row_number" AS place0 FROM "t6_post" AS r0 ORDER BY r0."row_number" LIMIT ?1) AS page_rows) AS r1;
--   [2,"~0102030405060708090a0b0c0d0e0f10!","~0102030405060708090a0b0c0d0e0f10@0:"]

-- Update
UPDATE "t6_post" SET "c11_updatedat" = ?1, "c12_blogpostsid" = ?2, "null_marks" = replace("null_marks", ?4, ?3) WHERE "c7_id" = ?5 RETURNING 1 AS done;
--   ["2026-05-01T12:00:12.000Z",null,",",",12,","p2"]
SELECT concat('{"title":', json_quote(coalesce(r0."c8_title", ?2)), ',"blog":', coalesce((SELECT json_object('name', coalesce(r1."c3_name", ?2)) FROM "t1_blog" AS r1 WHERE r1."c2_id" = r0."c12_blogpostsid" LIMIT 1), 'null'), '}') AS json FROM "t6_post" AS r0 WHERE r0."c7_id" = ?1;
--   ["p2","~0102030405060708090a0b0c0d0e0f10!"]

-- Delete
SELECT concat('{"title":', json_quote(coalesce(r0."c8_title", ?2)), ',"blog":', coalesce((SELECT json_object('name', coalesce(r1."c3_name", ?2)) FROM "t1_blog" AS r1 WHERE r1."c2_id" = r0."c12_blogpostsid" LIMIT 1), 'null'), ',"comments":', coalesce((SELECT concat('{"items":[', r3.items0, ']', '}') AS json FROM (SELECT group_concat(item0, ',') AS items0 FROM (SELECT json_object('text', coalesce(r2."c18_text", ?2)) AS item0, r2."c17_at" AS place0, r2."row_number" AS place1 FROM "t14_comment" AS r2 WHERE (r2."c16_postid" = r0."c7_id" AND r2."c17_at" IS NOT NULL) ORDER BY r2."c17_at", r2."row_number" LIMIT ?3) AS page_rows) AS r3), 'null'), '}') AS json FROM "t6_post" AS r0 WHERE r0."c7_id" = ?1;
--   ["p1","~0102030405060708090a0b0c0d0e0f10!",100]
DELETE FROM "t6_post" WHERE "c7_id" = ?1 RETURNING 1 AS done;
--   ["p1"]
