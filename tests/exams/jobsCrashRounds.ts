/** Crash rounds of the job engine: killed at random moments, it keeps every acknowledged job and leaves none standing. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Engine } from "./engine.ts";
import { crashBench, stepNames } from "./jobsCrashWork.ts";

export interface RoundsReport {
  readonly queued: number;
  readonly completed: number;
  readonly failed: number;
  readonly interrupted: number;
  /** Empty when every promise held. */
  readonly broken: readonly string[];
}

const DRAIN_MS = 20_000;

/** Runs `rounds` on one place, so that damage of one would show in a later one. */
export async function crashRounds(
  engine: Engine,
  rounds: number,
  onRound: (line: string) => void,
): Promise<RoundsReport> {
  const place = await engine.freshPlace();
  const total = { queued: 0, completed: 0, failed: 0, interrupted: 0 };
  const broken: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const lines = await workUntilKilled(engine, place, round);
    const report = await afterCrash(engine, place, lines);
    total.queued += report.queued;
    total.completed += report.completed;
    total.failed += report.failed;
    total.interrupted += report.interrupted;
    broken.push(...report.broken.map((problem) => `round ${round}: ${problem}`));
    onRound(
      `round ${round}: ${report.queued} queued, ${report.interrupted} interrupted, ${report.broken.length} broken`,
    );
  }
  await engine.discard(place);
  return { ...total, broken };
}

async function workUntilKilled(engine: Engine, place: string, round: number): Promise<readonly string[]> {
  const program = fileURLToPath(new URL("./jobsCrashWorker.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", program, engine.name, place, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      resolve();
    });
  });
  await Promise.race([ready, ended]);
  await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 250));
  child.kill("SIGKILL");
  await ended;
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "" && line !== "ready");
}

/** Starts the engine on what the crash left, waits until nothing is active, and checks every promise. */
async function afterCrash(engine: Engine, place: string, lines: readonly string[]): Promise<RoundsReport> {
  const databases = await engine.open(place);
  const bench = await crashBench(databases);
  const { jobs } = bench;
  const interrupted = (await jobs.list({ subject: "app", status: "RUNNING" }, 1000)).jobs.length;
  await jobs.start();
  const broken: string[] = [];
  const deadline = Date.now() + DRAIN_MS;
  while (await active(jobs)) {
    if (Date.now() > deadline) {
      broken.push(`jobs are still active after ${DRAIN_MS} ms`);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const there = new Set(await bench.effects());
  const counts = { queued: 0, completed: 0, failed: 0, interrupted };
  for (const line of lines) {
    const [what, id = ""] = line.split(" ");
    const job = await jobs.find({ subject: "app", id });
    if (job === undefined) broken.push(`${line}, and the job is lost`);
    else if (what === "cancelled" && job.status !== "FAILED") broken.push(`${line}, and the job is ${job.status}`);
    if (what !== "queued" || job === undefined) continue;
    counts.queued += 1;
    if (job.status === "COMPLETED") counts.completed += 1;
    else counts.failed += 1;
    const done = stepNames.filter((step) => there.has(`${id} ${step}`));
    const expected = job.status === "COMPLETED" ? stepNames.length : 0;
    if (done.length !== expected)
      broken.push(`${id} is ${job.status} with the effects ${done.join(", ") || "of nothing"}`);
    if (job.status === "FAILED" && !/^(refused at|cancelled)/.test(job.error))
      broken.push(`${id} failed with "${job.error}"`);
  }
  // Jobs whose acknowledgement was cut off by the kill keep the same promise.
  for (const id of new Set([...there].map((effect) => effect.split(" ")[0] ?? ""))) {
    const job = await jobs.find({ subject: "app", id });
    if (job?.status !== "COMPLETED") broken.push(`effects of ${id}, which is ${job?.status ?? "no job"}`);
  }
  await jobs.stop(1_000);
  await databases.close();
  return { ...counts, broken };
}

async function active(jobs: Awaited<ReturnType<typeof crashBench>>["jobs"]): Promise<boolean> {
  const pages = await Promise.all(["PENDING", "RUNNING"].map((status) => jobs.list({ subject: "app", status }, 1)));
  return pages.some((page) => page.jobs.length > 0);
}
