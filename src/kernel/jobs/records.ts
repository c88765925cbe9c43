/** Reads jobs from their tables: one by id, and pages newest first; each read is one statement, compiled at its first use. */

import { sql } from "kysely";
import { type Builder, createBuilder, type Slot } from "#kernel/sql/builder";
import { pageOf } from "#kernel/sql/page";
import type { Database, Runner, Sql } from "#ports/database";
import type { JobFilter, JobRecord, ProgressLine } from "./job.ts";
import type { JobCursor, JobPage } from "./jobs.ts";
import type { JobsTable, JobTables } from "./tables.ts";

/** A job with its progress lines as a JSON array. */
export type JobRow = JobsTable & { readonly progress: string };

type JobFilterById = JobFilter & { readonly id: string };

type Form = "one" | "first page" | "later page";

/** Values of a read; those its statement does not ask for are not looked at. */
type Values = {
  readonly subject: string;
  readonly lane: string;
  readonly id: string;
  readonly operation: string;
  readonly status: string;
  readonly createTime: number;
  readonly sequence: number;
  readonly limit: number;
};

const unused: Values = {
  subject: "",
  lane: "",
  id: "",
  operation: "",
  status: "",
  createTime: 0,
  sequence: 0,
  limit: 0,
};
const optional = ["lane", "id", "operation", "status"] as const;

export class JobRecords {
  readonly #builder: Builder<JobTables>;
  readonly #progress: string;
  /** By form and filters given: a few dozen at most. */
  readonly #statements = new Map<string, (values: Values) => Sql>();

  constructor(database: Pick<Database, "dialect" | "spelling">) {
    const { jsonArrayOf, jsonObject } = database.spelling;
    this.#builder = createBuilder<JobTables>(database);
    const line = jsonObject(["at", "step", "text"].map((column) => [column, `line.${column}`]));
    this.#progress = jsonArrayOf(line, "FROM job_progress AS line WHERE line.job_id = jobs.id ORDER BY line.position");
  }

  async find(runner: Runner, filter: JobFilterById): Promise<JobRecord | undefined> {
    const row = await this.findRow(runner, filter);
    return row && toRecord(row);
  }

  async findRow(runner: Runner, filter: JobFilterById): Promise<JobRow | undefined> {
    return runner.first<JobRow>(this.#statement(filter, "one")({ ...unused, ...filter }));
  }

  /** At most `limit` (at least one) jobs, newest first, from the place after `after` on. */
  async list(runner: Runner, filter: JobFilter, limit: number, after: JobCursor | undefined): Promise<JobPage> {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`A page cannot hold ${limit} jobs.`);
    const statement = this.#statement(filter, after === undefined ? "first page" : "later page");
    const rows = await runner.all<JobRow>(statement({ ...unused, ...filter, ...after, limit: limit + 1 }));
    const { items, next } = pageOf(rows, limit, ({ create_time, sequence }) => ({ createTime: create_time, sequence }));
    return { jobs: items.map(toRecord), next };
  }

  #statement(filter: JobFilter, form: Form): (values: Values) => Sql {
    const name = [form, ...optional.filter((each) => filter[each] !== undefined)].join(" ");
    const known =
      this.#statements.get(name) ?? this.#builder.prepare<Values>((slot) => this.#query(filter, form, slot));
    this.#statements.set(name, known);
    return known;
  }

  #query({ lane, id, operation, status }: JobFilter, form: Form, slot: Slot<Values>) {
    const all = this.#builder.tables
      .selectFrom("jobs")
      .selectAll()
      .select(sql<string>`${sql.raw(this.#progress)}`.as("progress"));
    // SQLite looks at the value of a bare parameter in LIMIT, or after `=` where rows are sorted, and for that compiles the
    // statement anew at each use; so it is spelled `in` and `+ 0`, which means the same and is planned alike.
    let query = all.where("subject", "in", [slot("subject")]);
    if (lane !== undefined) query = query.where("lane", "in", [slot("lane"), "*"]);
    if (id !== undefined) query = query.where("id", "in", [slot("id")]);
    if (operation !== undefined) query = query.where("operation", "in", [slot("operation")]);
    if (status !== undefined) query = query.where(sql<boolean>`status in (${slot("status")})`);
    if (form === "one") return query;
    if (form === "later page") {
      query = query.where(sql<boolean>`(create_time, sequence) < (${slot("createTime")}, ${slot("sequence")})`);
    }
    return query
      .orderBy("create_time", "desc")
      .orderBy("sequence", "desc")
      .limit(sql<number>`${slot("limit")} + 0`);
  }
}

function toRecord(row: JobRow): JobRecord {
  const { id, subject, lane, operation, status, error, attempts } = row;
  const input: unknown = JSON.parse(row.input);
  const progress = JSON.parse(row.progress) as readonly ProgressLine[];
  const times = { createTime: row.create_time, updateTime: row.update_time };
  return { id, subject, lane, operation, status, error, input, progress, attempts, ...times };
}
