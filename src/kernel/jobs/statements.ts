/** The hot statements of the job tables, compiled once for a database. */

import { sql } from "kysely";
import { type Builder, createBuilder } from "#kernel/sql/builder";
import type { Database } from "#ports/database";
import { JobRecords } from "./records.ts";
import type { JobTables, Phase } from "./tables.ts";

/** Spelled as in the partial indexes, so that they serve it. */
export const active = sql<boolean>`status in ('PENDING', 'RUNNING')`;
const running = sql<boolean>`status = 'RUNNING'`;

/** A job as long as `owner` holds it: whoever lost the lease changes nothing any more. */
type Held = { readonly id: string; readonly owner: string };

export type JobStatements = ReturnType<typeof createStatements>;

export function createStatements(database: Database) {
  const builder = createBuilder<JobTables>(database);
  const records = new JobRecords(database);
  return { builder, records, ...queueStatements(builder), ...leaseStatements(builder), ...stepStatements(builder) };
}

function queueStatements({ tables, prepare }: Builder<JobTables>) {
  const busy = tables.selectFrom("jobs").select("id").where(active).orderBy("sequence").limit(1);
  return {
    busySubject: prepare<{ subject: string }>((slot) => busy.where("subject", "=", slot("subject"))),
    busyLane: prepare<{ subject: string; lane: string }>((slot) =>
      busy.where("subject", "=", slot("subject")).where(sql<boolean>`lane in ('*', ${slot("lane")})`),
    ),
    insert: prepare<{
      id: string;
      subject: string;
      lane: string;
      operation: string;
      input: string;
      now: number;
    }>((slot) =>
      tables.insertInto("jobs").values({
        id: slot("id"),
        sequence: sql<number>`(select coalesce(max(sequence), 0) + 1 from jobs)`,
        subject: slot("subject"),
        lane: slot("lane"),
        operation: slot("operation"),
        status: "PENDING",
        error: "",
        input: slot("input"),
        notes: "{}",
        phase: "forward",
        step: "",
        reason: "",
        left_behind: "[]",
        cancel_reason: null,
        attempts: 0,
        owner: null,
        lease_until: 0,
        create_time: slot("now"),
        update_time: slot("now"),
      }),
    ),
  };
}

function leaseStatements({ tables, prepare }: Builder<JobTables>) {
  const waiting = tables
    .selectFrom("jobs")
    .select(["id", "status", "owner", "attempts"])
    .where(active)
    .orderBy("sequence");
  return {
    /** Every active job is free to take, but for those this process runs already. */
    waitingForSoleOwner: prepare<{ limit: number }>((slot) => waiting.limit(slot("limit"))),
    waiting: prepare<{ owner: string; now: number; limit: number }>((slot) =>
      waiting
        .where(
          sql<boolean>`(status = 'PENDING' or owner is null or owner = ${slot("owner")} or lease_until < ${slot("now")})`,
        )
        .limit(slot("limit")),
    ),
    /** One job, as `waiting` sees it. */
    seen: prepare<{ id: string }>((slot) => waiting.where("id", "=", slot("id"))),
    /** Takes the job unless somebody changed it since it was seen. */
    claim: prepare<{
      id: string;
      seenStatus: string;
      seenOwner: string;
      seenAttempts: number;
      owner: string;
      leaseUntil: number;
      now: number;
    }>((slot) =>
      tables
        .updateTable("jobs")
        .set({
          status: "RUNNING",
          owner: slot("owner"),
          lease_until: slot("leaseUntil"),
          attempts: sql<number>`attempts + 1`,
          update_time: slot("now"),
        })
        .where("id", "=", slot("id"))
        .where(sql<boolean>`status = ${slot("seenStatus")} and coalesce(owner, '') = ${slot("seenOwner")}`)
        .where("attempts", "=", slot("seenAttempts"))
        .returningAll(),
    ),
    renew: prepare<{ owner: string; leaseUntil: number }>((slot) =>
      tables
        .updateTable("jobs")
        .set({ lease_until: slot("leaseUntil") })
        .where("owner", "=", slot("owner"))
        .where(active)
        .where(running)
        .returning(["id", "cancel_reason"]),
    ),
    /** An orderly stop: the next start goes on at once, and this start does not count as one that died. */
    release: prepare<Held>((slot) =>
      tables
        .updateTable("jobs")
        .set({ owner: null, lease_until: 0, attempts: sql<number>`attempts - 1` })
        .where("id", "=", slot("id"))
        .where("owner", "=", slot("owner"))
        .where(running),
    ),
  };
}

function stepStatements({ tables, prepare }: Builder<JobTables>) {
  const held = (slot: <Name extends keyof Held>(name: Name) => Held[Name]) =>
    tables.updateTable("jobs").where("id", "=", slot("id")).where("owner", "=", slot("owner")).where(running);
  return {
    state: prepare<Held>((slot) =>
      tables
        .selectFrom("jobs")
        .select(["cancel_reason"])
        .where("id", "=", slot("id"))
        .where("owner", "=", slot("owner"))
        .where(running),
    ),
    saveNotes: prepare<Held & { notes: string; now: number }>((slot) =>
      held(slot).set({ notes: slot("notes"), update_time: slot("now") }),
    ),
    /** Forward only: does nothing once a cancel was accepted, so that a cancelled job never goes on. */
    advance: prepare<Held & { step: string; status: "RUNNING" | "COMPLETED"; notes: string; now: number }>((slot) =>
      held(slot)
        .set({ step: slot("step"), status: slot("status"), notes: slot("notes"), update_time: slot("now") })
        .where("cancel_reason", "is", null),
    ),
    turn: prepare<
      Held & { phase: Phase; step: string; reason: string; leftBehind: string; notes: string; now: number }
    >((slot) =>
      held(slot).set({
        phase: slot("phase"),
        step: slot("step"),
        reason: slot("reason"),
        left_behind: slot("leftBehind"),
        notes: slot("notes"),
        update_time: slot("now"),
      }),
    ),
    fail: prepare<Held & { error: string; notes: string; now: number }>((slot) =>
      held(slot).set({ status: "FAILED", error: slot("error"), notes: slot("notes"), update_time: slot("now") }),
    ),
    report: prepare<{ id: string; at: number; step: string; text: string }>((slot) =>
      tables.insertInto("job_progress").values({
        job_id: slot("id"),
        position: sql<number>`(select coalesce(max(position), 0) + 1 from job_progress where job_id = ${slot("id")})`,
        at: slot("at"),
        step: slot("step"),
        text: slot("text"),
      }),
    ),
  };
}
