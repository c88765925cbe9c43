/** A thread that commits for all databases of a folder, so that no request waits while the disk does. Started when first needed. */

import type { Worker } from "node:worker_threads";
import { startThread } from "#kernel/thread";
import type { Result, Unit } from "./commit.ts";
import { type CommitAnswer, type CommitTask, packUnits, unpackResults } from "./commitMessages.ts";

interface Waiting {
  readonly resolve: (answer: CommitAnswer) => void;
  readonly reject: (error: Error) => void;
}

export class CommitThread {
  #worker: Worker | undefined;
  /** In the order the thread will answer. */
  readonly #waiting: Waiting[] = [];
  /** What the thread may have open. */
  readonly #files = new Set<string>();

  /** Commits the units on a connection of the thread; rejects only when the thread died: then nobody knows what was kept. */
  async commit(file: string, units: readonly Unit[]): Promise<readonly Result[]> {
    this.#files.add(file);
    return unpackResults(await this.#ask(packUnits(file, units)));
  }

  /** Settles when the thread no longer has the file open. */
  async release(file: string): Promise<void> {
    if (!this.#files.delete(file)) return;
    await this.#ask({ kind: "release", file });
  }

  /** Ends the thread; what it was given before is committed. */
  async close(): Promise<void> {
    await Promise.all([...this.#files].map((file) => this.release(file)));
    await this.#worker?.terminate();
  }

  #ask(task: CommitTask): Promise<CommitAnswer> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      worker.postMessage(task, []);
      this.#waiting.push({ resolve, reject });
      worker.ref();
    });
  }

  #start(): Worker {
    const worker = startThread(import.meta.url, "./committing");
    worker.on("message", (answers: readonly CommitAnswer[]) => {
      const waiting = this.#waiting.splice(0, answers.length);
      // A thread that waits for work must not keep the process alive.
      if (this.#waiting.length === 0) worker.unref();
      for (const [index, answer] of answers.entries()) waiting[index]?.resolve(answer);
    });
    const lose = (error: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#files.clear();
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    worker.on("error", lose);
    worker.on("exit", (code) => lose(new Error(`The committing thread ended with ${code}.`)));
    return worker;
  }
}
