/** SRP outside the event loop: a few threads, and a queue in which no pool has to wait for another's crowd. */

import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { startThread } from "#kernel/thread";
import { tooManySignIns } from "./faults.ts";
import type { SrpChallenge, SrpIdentity } from "./srp.ts";
import type { SrpResult, SrpTask } from "./srpWorker.ts";
import type { PasswordVerifier } from "./user.ts";

/** `Srp` for requests: the same answers, later. @throws Fault TooManyRequestsException when too many of a pool wait */
export interface SrpQueue {
  challenge(poolId: string, clientPublic: string, stored: PasswordVerifier): Promise<SrpChallenge | undefined>;
  matches(poolId: string, identity: SrpIdentity, password: string, stored: PasswordVerifier): Promise<boolean>;
  makeVerifier(poolId: string, identity: SrpIdentity, password: string): Promise<PasswordVerifier>;
}

interface Job {
  readonly task: SrpTask;
  readonly resolve: (result: SrpResult) => void;
  readonly reject: (error: Error) => void;
}

/** A second's work or so of one thread; who comes later is asked to come again. */
const mostWaiting = 500;
const mostThreads = 4;
/** A thread has its next request at hand when it is done with one: it need not wait for a busy event loop. */
const aheadOfThread = 2;

/** @param threads at most so many; one core is left to the event loop */
export function createSrpQueue(threads: number = defaultThreads()): SrpQueue {
  /** By pool; the pool that was served last goes to the end. */
  const waiting = new Map<string, Job[]>();
  const free = threadsOf(threads, serve);

  function run(poolId: string, task: SrpTask): Promise<SrpResult> {
    const line = waiting.get(poolId) ?? [];
    if (line.length >= mostWaiting) throw tooManySignIns();
    waiting.set(poolId, line);
    return new Promise((resolve, reject) => {
      line.push({ task, resolve, reject });
      serve();
    });
  }

  function serve(): void {
    while (waiting.size > 0) {
      const give = free();
      const job = give && next(waiting);
      if (!job) return;
      give(job);
    }
  }

  return {
    async challenge(poolId, clientPublic, stored) {
      const result = await run(poolId, { kind: "challenge", clientPublic, stored });
      if (typeof result !== "object" || !("proofKey" in result)) return undefined;
      return { ...result, proofKey: Buffer.from(result.proofKey) };
    },
    async makeVerifier(poolId, identity, password) {
      const result = await run(poolId, { kind: "makeVerifier", identity, password });
      if (typeof result !== "object" || !("verifier" in result)) throw new Error("The SRP thread made no verifier.");
      return result;
    },
    matches: async (poolId, identity, password, stored) =>
      (await run(poolId, { kind: "matches", identity, password, stored })) === true,
  };
}

type Give = (job: Job) => void;

/** How to give a job to the thread with the least to do; undefined while all have enough. `onDone` hears of each end. */
function threadsOf(most: number, onDone: () => void): () => Give | undefined {
  /** What each thread was given, in the order it will answer. */
  const given = new Map<Worker, Job[]>();

  function start(): Worker {
    const worker = startThread(import.meta.url, "./srpWorker");
    const jobs: Job[] = [];
    given.set(worker, jobs);
    worker.on("message", (result: SrpResult) => {
      const job = jobs.shift();
      // A thread that waits for work must not keep the process alive.
      if (jobs.length === 0) worker.unref();
      job?.resolve(result);
      onDone();
    });
    // A thread that dies takes its own requests along and no others.
    const lose = (error: Error): void => {
      given.delete(worker);
      for (const job of jobs.splice(0)) job.reject(error);
      onDone();
    };
    worker.on("error", lose);
    worker.on("exit", (code) => lose(new Error(`The SRP thread ended with ${code}.`)));
    return worker;
  }

  return () => {
    let [least, fewest]: [Worker | undefined, number] = [undefined, aheadOfThread];
    for (const [worker, jobs] of given) if (jobs.length < fewest) [least, fewest] = [worker, jobs.length];
    const worker = fewest > 0 && given.size < most ? start() : least;
    if (!worker) return undefined;
    return (job) => {
      given.get(worker)?.push(job);
      worker.ref();
      worker.postMessage(job.task, []);
    };
  };
}

function next(waiting: Map<string, Job[]>): Job | undefined {
  const [first] = waiting;
  if (!first) return undefined;
  const [poolId, line] = first;
  const job = line.shift();
  waiting.delete(poolId);
  if (line.length > 0) waiting.set(poolId, line);
  return job;
}

function defaultThreads(): number {
  return Math.max(1, Math.min(mostThreads, availableParallelism() - 1));
}
