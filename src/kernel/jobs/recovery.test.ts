/** The job engine after crashes, stops, lost leases and a database that fails for a while. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { migrate } from "#kernel/sql/migrate";
import type { Database, Databases } from "#ports/database";
import type { Log } from "#ports/log";
import { createJobs, type JobsOptions } from "./engine.ts";
import type { JobKind, JobRecord, StepContext } from "./job.ts";
import type { Jobs } from "./jobs.ts";
import { jobMigrations } from "./migrations/list.ts";

type Work = (context: StepContext<unknown>) => Promise<void> | void;

let folder = "";
let databases: Databases;
let database: Database;
let now = 1_000;
let trace: string[] = [];
let started: Jobs[] = [];
const clock = { now: () => now };
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => log,
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-recovery-"));
  databases = sqliteDatabases({ folder });
  database = await databases.open("house");
  await migrate(database, "jobs", jobMigrations);
  now = 1_000;
  trace = [];
  started = [];
});
afterEach(async () => {
  for (const jobs of started) await jobs.stop(0);
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

function engine(work: Record<string, Work> = {}, options: Partial<JobsOptions> = {}): Jobs {
  const timing = { pollMs: 10, abandonMs: 50, undoRetriesMs: [1], writeRetryMs: [1, 5], ...options.timing } as const;
  const jobs = createJobs({
    database,
    clock,
    log,
    owner: `owner-${started.length}`,
    soleOwner: true,
    ...options,
    timing,
  });
  jobs.define(kind(["a", "b", "c"], work));
  started.push(jobs);
  return jobs;
}

function kind(names: readonly string[], work: Record<string, Work>): JobKind {
  const steps = names.map((name) => ({
    name,
    async run(context: StepContext<unknown>) {
      trace.push(name);
      context.notes["last"] = name;
      await work[name]?.(context);
    },
    async undo(context: StepContext<unknown>) {
      trace.push(`undo ${name}`);
      await work[`undo ${name}`]?.(context);
    },
  }));
  return { operation: "Make", steps };
}

async function put(jobs: Jobs, id: string, lane = "dev"): Promise<void> {
  await database.transaction((transaction) =>
    jobs.enqueue(transaction, { id, subject: "app", lane, operation: "Make", input: {} }),
  );
  jobs.wake();
}

/** As a dead process leaves its job: RUNNING, held by an owner that is no more. */
async function leave(id: string, changes: string): Promise<void> {
  await put(engine(), id);
  const text = `update jobs set status = 'RUNNING', owner = 'dead', lease_until = 31000, attempts = 1, ${changes} where id = '${id}'`;
  expect((await database.run({ text, parameters: [] })).changes).toBe(1);
}

async function ended(jobs: Jobs, id: string): Promise<JobRecord> {
  return vi.waitFor(
    async () => {
      const job = await jobs.find({ subject: "app", id });
      if (job?.status !== "COMPLETED" && job?.status !== "FAILED") throw new Error(`${id} is ${job?.status}`);
      return job;
    },
    { timeout: 5_000, interval: 2 },
  );
}
const until = (check: () => boolean) => vi.waitFor(() => expect(check()).toBe(true), { timeout: 5_000, interval: 2 });
const untilAborted: Work = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

test("a job whose process died goes on at the step that was running, with its notes", async () => {
  await leave("x", `step = 'b', notes = '{"from":"before"}'`);
  let notes: unknown;
  const jobs = engine({ b: (context) => void (notes = { ...context.notes }) });
  await jobs.start();
  expect(await ended(jobs, "x")).toMatchObject({ status: "COMPLETED", attempts: 2 });
  expect(trace).toEqual(["b", "c"]);
  expect(notes).toEqual({ from: "before", last: "b" });
});

test("a job that was being undone goes on being undone", async () => {
  await leave("x", "phase = 'undo', step = 'b', reason = 'The name is taken.'");
  const jobs = engine();
  await jobs.start();
  expect(await ended(jobs, "x")).toMatchObject({ status: "FAILED", error: "The name is taken." });
  expect(trace).toEqual(["undo b", "undo a"]);
});

test("what an undo left behind before the crash is still in the error", async () => {
  await leave("x", `phase = 'undo', step = 'a', reason = 'No room.', left_behind = '["step \\"b\\" (locked)"]'`);
  const jobs = engine();
  await jobs.start();
  expect((await ended(jobs, "x")).error).toBe('No room. Not taken back: step "b" (locked).');
});

test("a cancel accepted before the crash is kept", async () => {
  await leave("x", "step = 'b'");
  expect(await engine().cancel({ subject: "app", id: "x" }, "cancelled by me")).toBe("cancelled");
  const jobs = engine();
  await jobs.start();
  expect(await ended(jobs, "x")).toMatchObject({ status: "FAILED", error: "cancelled by me" });
  expect(trace).toEqual(["undo b", "undo a"]);
});

test("a cancelled job that never began is taken back after a crash", async () => {
  const before = engine();
  await put(before, "x");
  await database.run({ text: "update jobs set cancel_reason = 'away with it'", parameters: [] });
  const jobs = engine();
  await jobs.start();
  expect(await ended(jobs, "x")).toMatchObject({ status: "FAILED", error: "away with it" });
  expect(trace).toEqual(["undo a"]);
});

test("a job that killed the process five times is taken back, and given up when even that kills it", async () => {
  await leave("x", "step = 'b', attempts = 5");
  const jobs = engine();
  await jobs.start();
  expect((await ended(jobs, "x")).error).toMatch(/^The server died 5 times while it was doing this/);
  expect(trace).toEqual(["undo b", "undo a"]);
  await jobs.stop(0);
  trace = [];
  await leave("y", "step = 'b', attempts = 10, phase = 'undo', reason = 'The server died.'");
  const later = engine();
  await later.start();
  expect((await ended(later, "y")).error).toMatch(/^The server died\. Not taken back: step "b" \(the server died/);
  expect(trace).toEqual([]);
});

test("a job whose steps changed with an upgrade is taken back with a reason", async () => {
  await leave("x", "step = 'renamed'");
  const jobs = engine();
  await jobs.start();
  expect((await ended(jobs, "x")).error).toMatch(/in other steps\. Try it again\.$/);
  expect(trace).toEqual(["undo c", "undo b", "undo a"]);
});

test("without sole ownership a lease is respected until it runs out", async () => {
  await leave("x", "step = 'b'");
  const jobs = engine({}, { soleOwner: false });
  await jobs.start();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(trace).toEqual([]);
  now = 31_001;
  expect(await ended(jobs, "x")).toMatchObject({ status: "COMPLETED" });
  expect(trace).toEqual(["b", "c"]);
});

test("whoever lost its lease is aborted and changes nothing any more", async () => {
  let late: Promise<void> | undefined;
  const slow = engine(
    {
      async b(context) {
        await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
        late = context.report("still here");
        await late;
      },
    },
    { soleOwner: false, owner: "first", timing: { leaseMs: 60 } },
  );
  await put(slow, "x");
  await slow.start();
  await until(() => trace.includes("b"));
  await database.run({ text: "update jobs set owner = 'second', lease_until = 99999", parameters: [] });
  await until(() => late !== undefined);
  await expect(late).rejects.toMatchObject({ name: "LeaseLost" });
  await slow.stop(1_000);
  expect(await slow.find({ subject: "app", id: "x" })).toMatchObject({ status: "RUNNING" });
  expect(trace).toEqual(["a", "b"]);
});

test("a cancel given to another process reaches the one that runs the job", async () => {
  const options = { soleOwner: false, timing: { leaseMs: 60 } };
  const runner = engine({ b: untilAborted }, options);
  const other = engine({}, options);
  await put(runner, "x");
  await runner.start();
  await until(() => trace.includes("b"));
  expect(await other.cancel({ subject: "app", id: "x" }, "from afar")).toBe("cancelled");
  expect(await ended(runner, "x")).toMatchObject({ status: "FAILED", error: "from afar" });
});

test("a stop lets the step end, starts no further one, and the next start goes on at once", async () => {
  let release = (): void => undefined;
  const first = engine({ a: () => new Promise((resolve) => (release = resolve)) }, { soleOwner: false });
  await put(first, "x");
  await first.start();
  await until(() => trace.includes("a"));
  const stopped = first.stop(5_000);
  release();
  await stopped;
  expect(await first.find({ subject: "app", id: "x" })).toMatchObject({ status: "RUNNING", attempts: 0 });
  expect(trace).toEqual(["a"]);
  const second = engine({}, { soleOwner: false, owner: "second" });
  await second.start();
  expect(await ended(second, "x")).toMatchObject({ status: "COMPLETED", attempts: 1 });
  expect(trace).toEqual(["a", "b", "c"]);
});

test("a stop aborts what takes longer than the grace; that is no failure", async () => {
  const first = engine({ b: untilAborted });
  await put(first, "x");
  await first.start();
  await until(() => trace.includes("b"));
  await first.stop(10);
  expect(await first.find({ subject: "app", id: "x" })).toMatchObject({ status: "RUNNING" });
  const second = engine();
  await second.start();
  expect(await ended(second, "x")).toMatchObject({ status: "COMPLETED" });
  expect(trace).toEqual(["a", "b", "b", "c"]);
});

test("a stop while undoing goes on undoing at the next start", async () => {
  const refuse: Work = () => Promise.reject(Object.assign(new Error("No."), { name: "Fault" }));
  const first = engine({ c: refuse, "undo b": untilAborted });
  await put(first, "x");
  await first.start();
  await until(() => trace.includes("undo b"));
  await first.stop(10);
  const second = engine();
  await second.start();
  expect(await ended(second, "x")).toMatchObject({ status: "FAILED", error: "No." });
  expect(trace).toEqual(["a", "b", "c", "undo c", "undo b", "undo b", "undo a"]);
});

test("a database that cannot write for a while delays a job and does not leave it standing", async () => {
  let failing = 0;
  const full = Object.assign(new Error("The disk is full."), { name: "DatabaseUnavailable" });
  /** The real database, whose batches fail while `failing` counts down. */
  const flaky = new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === "batch" && failing > 0) {
        failing -= 1;
        return () => Promise.reject(full);
      }
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const jobs = engine({ b: () => void (failing = 5) }, { database: flaky });
  await put(jobs, "x");
  failing = 3;
  await jobs.start();
  expect(await ended(jobs, "x")).toMatchObject({ status: "COMPLETED" });
  expect(trace).toEqual(["a", "b", "c"]);
});

test("a step that meets a full disk fails with the remedy as its reason", async () => {
  const full = Object.assign(new Error("The disk is full; free some room."), { name: "DatabaseUnavailable" });
  const jobs = engine({ b: () => Promise.reject(full) });
  await put(jobs, "x");
  await jobs.start();
  expect((await ended(jobs, "x")).error).toBe("The disk is full; free some room.");
});
