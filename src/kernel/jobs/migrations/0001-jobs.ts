/** Migration: durable jobs and their progress. */

import { sql } from "kysely";
import { toSql } from "#kernel/sql/builder";
import type { Migration } from "#kernel/sql/migration";

export const jobsAndProgress: Migration = {
  id: "0001-jobs",
  up({ schema: { schema }, spelling }) {
    const text = sql.raw(spelling.columnType("text"));
    const integer = sql.raw(spelling.columnType("integer"));
    const jobs = schema
      .createTable("jobs")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("sequence", integer, (column) => column.notNull().unique())
      .addColumn("subject", text, (column) => column.notNull())
      .addColumn("lane", text, (column) => column.notNull())
      .addColumn("operation", text, (column) => column.notNull())
      .addColumn("status", text, (column) =>
        column.notNull().check(sql`status in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED')`),
      )
      .addColumn("error", text, (column) => column.notNull())
      .addColumn("input", text, (column) => column.notNull())
      .addColumn("notes", text, (column) => column.notNull())
      .addColumn("phase", text, (column) => column.notNull().check(sql`phase in ('forward', 'undo')`))
      .addColumn("step", text, (column) => column.notNull())
      .addColumn("reason", text, (column) => column.notNull())
      .addColumn("left_behind", text, (column) => column.notNull())
      .addColumn("cancel_reason", text)
      .addColumn("attempts", integer, (column) => column.notNull())
      .addColumn("owner", text)
      .addColumn("lease_until", integer, (column) => column.notNull())
      .addColumn("create_time", integer, (column) => column.notNull())
      .addColumn("update_time", integer, (column) => column.notNull());
    const progress = schema
      .createTable("job_progress")
      .addColumn("job_id", text, (column) => column.notNull().references("jobs.id").onDelete("cascade"))
      .addColumn("position", integer, (column) => column.notNull())
      .addColumn("at", integer, (column) => column.notNull())
      .addColumn("step", text, (column) => column.notNull())
      .addColumn("text", text, (column) => column.notNull())
      .addPrimaryKeyConstraint("job_progress_primary", ["job_id", "position"]);
    const active = sql<boolean>`status in ('PENDING', 'RUNNING')`;
    return [
      jobs,
      progress,
      // The last line of defence for "one active job a lane"; `*` against the other lanes is checked when a job is queued.
      schema.createIndex("jobs_one_active").unique().on("jobs").columns(["subject", "lane"]).where(active),
      schema.createIndex("jobs_to_do").on("jobs").columns(["sequence"]).where(active),
      schema.createIndex("jobs_newest").on("jobs").columns(["subject", "create_time", "sequence"]),
    ].map(toSql);
  },
};
