/** Computes digests of large streams on threads, which read the bytes where they lie: in memory that is shared with them. */

import { availableParallelism } from "node:os";
import { startThread } from "#kernel/thread";
import type { Digests, HashName, Hashing } from "./hashing.ts";
import type { HashAnswer, HashTask } from "./hashThread.ts";

export interface HashThreads {
  /** What `update` is given must lie in a SharedArrayBuffer. */
  open(names: readonly HashName[]): Hashing;
}

const mostThreads = 4;
/** How long a thread without work is kept. */
const idleMs = 30_000;

/** Threads start with the first stream. @param count at most so many; one core is left to the event loop */
export function createHashThreads(count: number = defaultThreads()): HashThreads {
  const threads: Thread[] = [];
  return {
    open(names) {
      const free = threads.toSorted((a, b) => a.load - b.load)[0];
      if (free && (free.load === 0 || threads.length >= count)) return free.open(names);
      const thread = new Thread(() => {
        const place = threads.indexOf(thread);
        if (place >= 0) threads.splice(place, 1);
      });
      threads.push(thread);
      return thread.open(names);
    },
  };
}

class Thread {
  readonly #worker = startThread(import.meta.url, "./hashThread");
  readonly #streams = new Map<number, Stream>();
  readonly #gone: () => void;
  #next = 0;
  #idle: NodeJS.Timeout | undefined;

  /** @param gone told when the thread has ended and must not be used any more */
  constructor(gone: () => void) {
    this.#gone = gone;
    this.#worker.unref();
    this.#worker.on("message", (answer: HashAnswer) => this.#streams.get(answer.stream)?.hear(answer));
    this.#worker.on("error", (error) => this.#fail(error));
  }

  get load(): number {
    return this.#streams.size;
  }

  open(names: readonly HashName[]): Hashing {
    clearTimeout(this.#idle);
    const id = this.#next;
    this.#next += 1;
    const send = (task: HashTask): void => this.#worker.postMessage(task, []);
    const stream = new Stream(id, send, () => this.#end(id));
    this.#streams.set(id, stream);
    send({ kind: "open", stream: id, names });
    return stream;
  }

  #end(id: number): void {
    this.#streams.delete(id);
    if (this.#streams.size > 0) return;
    this.#idle = setTimeout(() => {
      this.#gone();
      void this.#worker.terminate();
    }, idleMs).unref();
  }

  #fail(error: unknown): void {
    this.#gone();
    for (const stream of this.#streams.values()) stream.fail(error);
  }
}

/** One stream's side of the talk with its thread, which answers updates in their order. */
class Stream implements Hashing {
  readonly #id: number;
  readonly #send: (task: HashTask) => void;
  readonly #ended: () => void;
  readonly #onThread: PromiseWithResolvers<void>[] = [];
  #digests: PromiseWithResolvers<Digests> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #closed = false;

  constructor(id: number, send: (task: HashTask) => void, ended: () => void) {
    this.#id = id;
    this.#send = send;
    this.#ended = ended;
  }

  update(bytes: Uint8Array): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure.error);
    const taken = Promise.withResolvers<void>();
    this.#onThread.push(taken);
    this.#send({ kind: "update", stream: this.#id, bytes });
    return taken.promise;
  }

  async digest(): Promise<Digests> {
    if (this.#failure) throw this.#failure.error;
    this.#digests = Promise.withResolvers<Digests>();
    this.#send({ kind: "digest", stream: this.#id });
    return this.#digests.promise;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#send({ kind: "close", stream: this.#id });
    this.#ended();
    // What the thread still reads of it counts for nothing.
    for (const taken of this.#onThread.splice(0)) taken.resolve();
  }

  hear(answer: HashAnswer): void {
    if (answer.kind === "taken") {
      this.#onThread.shift()?.resolve();
      return;
    }
    this.#closed = true;
    this.#ended();
    this.#digests?.resolve(answer.digests);
  }

  fail(error: unknown): void {
    this.#failure = { error };
    this.#closed = true;
    for (const taken of this.#onThread.splice(0)) taken.reject(error);
    this.#digests?.reject(error);
  }
}

function defaultThreads(): number {
  return Math.max(1, Math.min(mostThreads, availableParallelism() - 1));
}
