/** Reads jobs from their tables: one by id, and pages newest first. */

import { sql } from "kysely";
import { pageOf } from "#kernel/sql/page";
import type { Builder } from "#kernel/sql/builder";
import type { Runner } from "#ports/database";
import type { JobFilter, JobRecord, ProgressLine } from "./job.ts";
import type { JobCursor, JobPage } from "./jobs.ts";
import type { JobProgressTable, JobsTable, JobTables } from "./tables.ts";

export async function findJob(
  runner: Runner,
  builder: Builder<JobTables>,
  filter: JobFilter & { readonly id: string },
): Promise<JobRecord | undefined> {
  const row = await findRow(runner, builder, filter);
  return row && (await withProgress(runner, builder, [row]))[0];
}

export async function findRow(
  runner: Runner,
  { compile, tables }: Builder<JobTables>,
  filter: JobFilter & { readonly id: string },
): Promise<JobsTable | undefined> {
  return runner.first<JobsTable>(compile(filtered(tables, filter)));
}

/** At most `limit` (at least one) jobs, newest first, from the place after `after` on. */
export async function listJobs(
  runner: Runner,
  builder: Builder<JobTables>,
  filter: JobFilter,
  limit: number,
  after: JobCursor | undefined,
): Promise<JobPage> {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`A page cannot hold ${limit} jobs.`);
  let query = filtered(builder.tables, filter)
    .orderBy("create_time", "desc")
    .orderBy("sequence", "desc")
    .limit(limit + 1);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(create_time, sequence) < (${after.createTime}, ${after.sequence})`);
  }
  const rows = await runner.all<JobsTable>(builder.compile(query));
  const { items, next } = pageOf(rows, limit, ({ create_time, sequence }) => ({ createTime: create_time, sequence }));
  return { jobs: await withProgress(runner, builder, items), next };
}

export async function withProgress(
  runner: Runner,
  { tables, compile }: Builder<JobTables>,
  rows: readonly JobsTable[],
): Promise<readonly JobRecord[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const query = tables
    .selectFrom("job_progress")
    .selectAll()
    .where("job_id", "in", ids)
    .orderBy("job_id")
    .orderBy("position");
  const lines = Map.groupBy(await runner.all<JobProgressTable>(compile(query)), ({ job_id }) => job_id);
  return rows.map((row) => toRecord(row, (lines.get(row.id) ?? []).map(toLine)));
}

export function toRecord(row: JobsTable, progress: readonly ProgressLine[]): JobRecord {
  const { id, subject, lane, operation, status, error, attempts } = row;
  const times = { createTime: row.create_time, updateTime: row.update_time };
  return { id, subject, lane, operation, status, error, input: JSON.parse(row.input), progress, attempts, ...times };
}

function toLine({ at, step, text }: JobProgressTable): ProgressLine {
  return { at, step, text };
}

function filtered(tables: Builder<JobTables>["tables"], { subject, lane, id, operation, status }: JobFilter) {
  let query = tables.selectFrom("jobs").selectAll().where("subject", "=", subject);
  if (lane !== undefined) query = query.where("lane", "in", [lane, "*"]);
  if (id !== undefined) query = query.where("id", "=", id);
  if (operation !== undefined) query = query.where("operation", "=", operation);
  if (status !== undefined) query = query.where(sql<boolean>`status = ${status}`);
  return query;
}
