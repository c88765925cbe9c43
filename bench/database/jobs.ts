/** How many jobs a second are queued, and taken through one step to COMPLETED, all durable. */

import { createJobs } from "#kernel/jobs/engine";
import { jobMigrations } from "#kernel/jobs/migrations/list";
import { migrate } from "#kernel/sql/migrate";
import type { Database } from "#ports/database";
import type { Log } from "#ports/log";

const JOBS = 4_000;
const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

export async function jobRates(database: Database): Promise<void> {
  await migrate(database, "jobs", jobMigrations);
  const jobs = createJobs({ database, clock: { now: () => Date.now() }, log: silent, owner: "bench", soleOwner: true });
  let done = 0;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const run = async (): Promise<void> => {
    done += 1;
    if (done === JOBS) finish();
  };
  jobs.define({ operation: "Bench", steps: [{ name: "only", run }] });
  const queueing = performance.now();
  for (let n = 0; n < JOBS; n += 1) {
    const job = { id: `job-${n}`, subject: "app", lane: `lane-${n}`, operation: "Bench", input: { n } };
    await database.transaction((transaction) => jobs.enqueue(transaction, job));
  }
  report("queued, a transaction each", JOBS, performance.now() - queueing);
  const running = performance.now();
  await jobs.start();
  await finished;
  await jobs.stop(5_000);
  report("taken, run through one step and completed", JOBS, performance.now() - running);
  const job = { id: "last", subject: "app", lane: "last", operation: "Bench", input: null };
  await jobs.start();
  const once = performance.now();
  await database.transaction((transaction) => jobs.enqueue(transaction, job));
  jobs.wake();
  while ((await jobs.find({ subject: "app", id: "last" }))?.status !== "COMPLETED") await new Promise(setImmediate);
  console.log(`  one job alone, from queueing to COMPLETED: ${(performance.now() - once).toFixed(1)} ms`);
  await jobs.stop(0);
}

function report(what: string, count: number, ms: number): void {
  if (what.startsWith("queued")) console.log("Jobs");
  console.log(`  ${what.padEnd(58)} ${String(Math.round((count / ms) * 1000)).padStart(8)}/s`);
}
