-- tables
CREATE TABLE "t1_closed" ("row_number" integer PRIMARY KEY, "c2_id" text NOT NULL, "c3_createdat" text, "c4_updatedat" text, "null_marks" text, UNIQUE ("c2_id"));

-- Get


-- Create

