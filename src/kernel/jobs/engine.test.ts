/** The job engine on a real database: order of steps, undoing, crashes, cancels, retries, limits. */

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

let folder = "";
let databases: Databases;
let database: Database;
let now = 1_000;
let trace: string[] = [];
let logged: string[] = [];
let started: Jobs[] = [];
const clock = { now: () => now };

const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (_, message) => logged.push(`warn ${message}`),
  error: (_, message) => logged.push(`error ${message}`),
  child: () => log,
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-jobs-"));
  databases = sqliteDatabases({ folder });
  database = await databases.open("house");
  await migrate(database, "jobs", jobMigrations);
  now = 1_000;
  trace = [];
  logged = [];
  started = [];
});
afterEach(async () => {
  for (const jobs of started) await jobs.stop(0);
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

function engine(kinds: readonly JobKind[], options: Partial<JobsOptions> = {}): Jobs {
  const timing = { pollMs: 20, abandonMs: 50, undoRetriesMs: [1, 1], writeRetryMs: [1, 5], ...options.timing } as const;
  const owner = `owner-${started.length}`;
  const jobs = createJobs({ database, clock, log, owner, soleOwner: true, ...options, timing });
  for (const kind of kinds) jobs.define(kind);
  started.push(jobs);
  return jobs;
}

/** A kind whose steps note in `trace` what was done; `work` may do more for a step named by it. */
function kind(
  operation: string,
  names: readonly string[],
  work: Record<string, (context: StepContext<unknown>) => Promise<void> | void> = {},
): JobKind {
  return {
    operation,
    steps: names.map((name) => ({
      name,
      async run(context) {
        trace.push(name);
        await work[name]?.(context);
      },
      async undo(context) {
        trace.push(`undo ${name}`);
        await work[`undo ${name}`]?.(context);
      },
    })),
  };
}

let serial = 0;
async function put(
  jobs: Jobs,
  operation: string,
  lane = "dev",
  subject = "app",
  input: unknown = { n: 1 },
): Promise<string> {
  const id = `job-${++serial}`;
  const outcome = await database.transaction((transaction) =>
    jobs.enqueue(transaction, { id, subject, lane, operation, input }),
  );
  jobs.wake();
  return "job" in outcome ? outcome.job.id : `busy with ${outcome.busy.id}`;
}

async function ended(jobs: Jobs, id: string, subject = "app"): Promise<JobRecord> {
  return vi.waitFor(
    async () => {
      const job = await jobs.find({ subject, id });
      if (job?.status !== "COMPLETED" && job?.status !== "FAILED") throw new Error(`${id} is ${job?.status}`);
      return job;
    },
    { timeout: 5_000, interval: 2 },
  );
}

async function until(check: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(check()).toBe(true), { timeout: 5_000, interval: 2 });
}

const refusal = (message: string): Error => Object.assign(new Error(message), { name: "ProvisionRefusal" });
const gate = () => {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), promise };
};

test("a job goes through its steps, keeps notes and progress, and completes", async () => {
  const jobs = engine([
    kind("Make", ["a", "b"], {
      async a(context) {
        context.notes["made"] = context.input;
        await context.report("half way");
      },
      b: (context) => void trace.push(JSON.stringify(context.notes)),
    }),
  ]);
  const id = await put(jobs, "Make");
  const waiting = await jobs.find({ subject: "app", id });
  expect(waiting).toMatchObject({ status: "PENDING", error: "", attempts: 0, createTime: 1_000, input: { n: 1 } });
  now = 2_000;
  await jobs.start();
  const job = await ended(jobs, id);
  expect(trace).toEqual(["a", "b", '{"made":{"n":1}}']);
  expect(job).toMatchObject({ status: "COMPLETED", error: "", attempts: 1, createTime: 1_000, updateTime: 2_000 });
  expect(job.progress).toEqual([
    { at: 2_000, step: "a", text: "half way" },
    { at: 2_000, step: "a", text: "Done." },
    { at: 2_000, step: "b", text: "Done." },
  ]);
});

test("a refusal takes back the done steps and the failed one in reverse, and its words are the error", async () => {
  const jobs = engine([
    kind("Make", ["a", "b", "c"], {
      b: () => {
        throw refusal("The name is taken.");
      },
    }),
  ]);
  const id = await put(jobs, "Make");
  await jobs.start();
  expect(await ended(jobs, id)).toMatchObject({ status: "FAILED", error: "The name is taken." });
  expect(trace).toEqual(["a", "b", "undo b", "undo a"]);
});

test("a bug becomes a plain reason with the job's id, and the log has the rest", async () => {
  const jobs = engine([
    kind("Make", ["a"], {
      a: () => {
        throw new TypeError("secret inner words at /etc/passwd");
      },
    }),
  ]);
  const id = await put(jobs, "Make");
  await jobs.start();
  const { error } = await ended(jobs, id);
  expect(error).toBe(`Step "a" of Make failed inside the server. Its log has the details under job ${id}.`);
  expect(logged).toContain("error a step of a job failed");
});

test("notes that are not JSON fail the step", async () => {
  const jobs = engine([kind("Make", ["a"], { a: (context) => void (context.notes["big"] = 1n) })]);
  const id = await put(jobs, "Make");
  await jobs.start();
  expect(await ended(jobs, id)).toMatchObject({ status: "FAILED" });
  expect(trace).toEqual(["a", "undo a"]);
});

test("an undo that fails is tried again; one that keeps failing is named, and the others still run", async () => {
  let tries = 0;
  const jobs = engine([
    kind("Make", ["a", "b", "c"], {
      c: () => {
        throw refusal("No room.");
      },
      "undo c": () => {
        if (++tries < 3) throw new Error("not yet");
      },
      "undo b": () => {
        throw refusal("the folder is locked");
      },
    }),
  ]);
  const id = await put(jobs, "Make");
  await jobs.start();
  const job = await ended(jobs, id);
  expect(job.error).toBe('No room. Not taken back: step "b" (the folder is locked).');
  expect(trace).toEqual(["a", "b", "c", "undo c", "undo c", "undo c", "undo b", "undo b", "undo b", "undo a"]);
});

test("an operation nobody defined fails saying so", async () => {
  const jobs = engine([]);
  const id = await put(jobs, "Unheard");
  await jobs.start();
  expect(await ended(jobs, id)).toMatchObject({
    status: "FAILED",
    error: "This server does not know how to do Unheard.",
  });
});

test("a kind without steps completes", async () => {
  const jobs = engine([{ operation: "Nothing", steps: [] }]);
  const id = await put(jobs, "Nothing");
  await jobs.start();
  expect(await ended(jobs, id)).toMatchObject({ status: "COMPLETED" });
});

test("steps need names of their own and operations are defined once", () => {
  const jobs = engine([kind("Make", ["a"])]);
  expect(() => jobs.define(kind("Make", ["b"]))).toThrow("defined twice");
  expect(() => jobs.define(kind("Other", ["b", "b"]))).toThrow("names of their own");
});

test("one active job a lane; `*` excludes all lanes of the subject both ways, and no other subject", async () => {
  const jobs = engine([]);
  const dev = await put(jobs, "Make", "dev");
  expect(await put(jobs, "Make", "dev")).toBe(`busy with ${dev}`);
  const prod = await put(jobs, "Make", "prod");
  expect(prod).toMatch(/^job-/);
  expect(await put(jobs, "Make", "*")).toBe(`busy with ${dev}`);
  const whole = await put(jobs, "Make", "*", "other");
  expect(await put(jobs, "Make", "dev", "other")).toBe(`busy with ${whole}`);
  expect(await put(jobs, "Make", "*", "other")).toBe(`busy with ${whole}`);
  expect(await put(jobs, "Make", "dev", "third")).toMatch(/^job-/);
});

test("of a hundred at once for one lane exactly one is queued", async () => {
  const jobs = engine([]);
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => put(jobs, "Make")));
  expect(new Set(outcomes).size).toBe(2);
  expect(outcomes.filter((outcome) => !outcome.startsWith("busy"))).toHaveLength(1);
});

test("a rolled back transaction queues nothing", async () => {
  const jobs = engine([]);
  const attempt = database.transaction(async (transaction) => {
    await jobs.enqueue(transaction, { id: "x", subject: "app", lane: "dev", operation: "Make", input: null });
    throw new Error("changed my mind");
  });
  await expect(attempt).rejects.toThrow("changed my mind");
  expect(await jobs.find({ subject: "app", id: "x" })).toBeUndefined();
});

test("lanes run side by side, at most so many, and one that hangs blocks no other", async () => {
  const hang = gate();
  let running = 0;
  let most = 0;
  const slow = kind("Slow", ["s"], {
    async s() {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
    },
  });
  const jobs = engine([slow, kind("Hang", ["h"], { h: () => hang.promise })], { concurrency: 4 });
  await jobs.start();
  const hanging = await put(jobs, "Hang", "stuck");
  const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => put(jobs, "Slow", `lane-${n}`)));
  for (const id of ids) expect(await ended(jobs, id)).toMatchObject({ status: "COMPLETED" });
  expect(most).toBe(3);
  expect(await jobs.find({ subject: "app", id: hanging })).toMatchObject({ status: "RUNNING" });
  hang.open();
  expect(await ended(jobs, hanging)).toMatchObject({ status: "COMPLETED" });
});

test("cancelling a waiting job ends it before the answer; what was queued with it is taken back", async () => {
  const jobs = engine([kind("Make", ["a", "b"])]);
  const id = await put(jobs, "Make");
  expect(await jobs.cancel({ subject: "app", id }, "cancelled by me")).toBe("cancelled");
  expect(await jobs.find({ subject: "app", id })).toMatchObject({ status: "FAILED", error: "cancelled by me" });
  expect(trace).toEqual(["undo a"]);
  expect(await jobs.cancel({ subject: "app", id }, "again")).toBe("not-active");
  expect(await jobs.cancel({ subject: "app", id: "nobody" }, "again")).toBe("not-found");
  expect(await jobs.cancel({ subject: "other", id }, "again")).toBe("not-found");
});

test("cancelling a running job aborts its step, undoes it, and ends it with the reason", async () => {
  const jobs = engine([
    kind("Make", ["a", "b", "c"], {
      b: ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    }),
  ]);
  const id = await put(jobs, "Make");
  await jobs.start();
  await until(() => trace.includes("b"));
  expect(await jobs.cancel({ subject: "app", id }, "cancelled by me")).toBe("cancelled");
  expect(await ended(jobs, id)).toMatchObject({ status: "FAILED", error: "cancelled by me" });
  expect(trace).toEqual(["a", "b", "undo b", "undo a"]);
});

test("a cancel accepted while the last step ends wins over its completion", async () => {
  const last = gate();
  const jobs = engine([kind("Make", ["a"], { a: () => last.promise })]);
  const id = await put(jobs, "Make");
  await jobs.start();
  await until(() => trace.includes("a"));
  const cancelled = jobs.cancel({ subject: "app", id }, "too late?");
  last.open();
  expect(await cancelled).toBe("cancelled");
  expect(await ended(jobs, id)).toMatchObject({ status: "FAILED", error: "too late?" });
  expect(trace).toEqual(["a", "undo a"]);
});

test("a step that does not heed its abort is given up", async () => {
  const never = gate();
  const jobs = engine([kind("Make", ["a"], { a: () => never.promise })]);
  const id = await put(jobs, "Make");
  await jobs.start();
  await until(() => trace.includes("a"));
  await jobs.cancel({ subject: "app", id }, "enough");
  expect(await ended(jobs, id)).toMatchObject({ status: "FAILED", error: "enough" });
  never.open();
});

test("a step over its time is aborted, and the error says so", async () => {
  const jobs = engine(
    [
      kind("Make", ["a"], {
        a: ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("x")))),
      }),
    ],
    { timing: { stepTimeoutMs: 1_000 } },
  );
  const id = await put(jobs, "Make");
  await jobs.start();
  expect((await ended(jobs, id)).error).toBe('Step "a" of Make took longer than 1 seconds and was stopped.');
});

test("a failed job runs again from a clean state, unless its lane is busy", async () => {
  let broken = true;
  const jobs = engine([
    kind("Make", ["a", "b"], {
      a: (context) => {
        expect(context.notes).toEqual({});
        context.notes["x"] = 1;
      },
      b: () => {
        if (broken) throw refusal("Not today.");
      },
    }),
    kind("Wait", ["w"], {
      w: ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("x")))),
    }),
  ]);
  const id = await put(jobs, "Make");
  await jobs.start();
  await ended(jobs, id);
  const other = await put(jobs, "Wait");
  expect(await jobs.retry({ subject: "app", id })).toBe("lane-busy");
  await jobs.cancel({ subject: "app", id: other }, "away");
  await ended(jobs, other);
  broken = false;
  expect(await jobs.retry({ subject: "app", id })).toBe("queued");
  expect(await ended(jobs, id)).toMatchObject({ status: "COMPLETED", error: "", attempts: 1 });
  expect(await jobs.retry({ subject: "app", id })).toBe("not-failed");
  expect(await jobs.retry({ subject: "app", id: "nobody" })).toBe("not-found");
});

test("pages are newest first and stay stable while jobs arrive", async () => {
  const jobs = engine([]);
  const ids: string[] = [];
  for (let n = 0; n < 7; n += 1) {
    now = 1_000 + Math.floor(n / 2);
    ids.push(await put(jobs, n % 2 === 0 ? "Even" : "Odd", `lane-${n}`));
  }
  const newest = ids.toReversed();
  const first = await jobs.list({ subject: "app" }, 3);
  expect(first.jobs.map(({ id }) => id)).toEqual(newest.slice(0, 3));
  now = 5_000;
  await put(jobs, "Late", "lane-late");
  const second = await jobs.list({ subject: "app" }, 3, first.next);
  const third = await jobs.list({ subject: "app" }, 3, second.next);
  expect([...second.jobs, ...third.jobs].map(({ id }) => id)).toEqual(newest.slice(3));
  expect(third.next).toBeUndefined();
  expect((await jobs.list({ subject: "app", operation: "Odd" }, 25)).jobs).toHaveLength(3);
  expect((await jobs.list({ subject: "app", status: "RUNNING" }, 25)).jobs).toHaveLength(0);
  expect((await jobs.list({ subject: "app", id: ids[2] ?? "" }, 25)).jobs.map(({ id }) => id)).toEqual([ids[2]]);
  expect((await jobs.list({ subject: "nobody" }, 25)).jobs).toEqual([]);
});

test("a lane's list has the whole-subject jobs too", async () => {
  const jobs = engine([kind("Make", ["a"])]);
  await jobs.start();
  const whole = await put(jobs, "Make", "*");
  await ended(jobs, whole);
  const dev = await put(jobs, "Make", "dev");
  await ended(jobs, dev);
  await ended(jobs, await put(jobs, "Make", "prod"));
  expect((await jobs.list({ subject: "app", lane: "dev" }, 25)).jobs.map(({ id }) => id)).toEqual([dev, whole]);
});

test("forget removes finished jobs of a lane or a subject, their progress too, and spares one", async () => {
  const jobs = engine([kind("Make", ["a"])]);
  const ids = [
    await put(jobs, "Make", "dev"),
    await put(jobs, "Make", "prod"),
    await put(jobs, "Make", "dev", "other"),
  ];
  await jobs.start();
  for (const [n, id] of ids.entries()) await ended(jobs, id, n === 2 ? "other" : "app");
  await jobs.stop(100);
  const waiting = await put(jobs, "Make", "later");
  await database.transaction((transaction) => jobs.forget(transaction, "app", "dev", "none"));
  expect((await jobs.list({ subject: "app" }, 25)).jobs.map(({ id }) => id)).toEqual([waiting, ids[1]]);
  await database.transaction((transaction) => jobs.forget(transaction, "app", undefined, ids[1] ?? ""));
  await database.transaction((transaction) => jobs.forget(transaction, "other", undefined, "none"));
  expect((await jobs.list({ subject: "app" }, 25)).jobs.map(({ id }) => id)).toEqual([waiting, ids[1]]);
  const lines = await database.all({ text: "select distinct job_id from job_progress", parameters: [] });
  expect(lines).toEqual([{ job_id: ids[1] }]);
});
