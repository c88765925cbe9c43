/** Computes digests of large streams on threads: the bytes are copied into shared memory, which costs a tenth of hashing them. */

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Digests, HashName, Hashing } from "./hashing.ts";
import type { HashAnswer, HashTask } from "./hashThread.ts";

export interface HashThreads {
  open(names: readonly HashName[]): Hashing;
}

const slabBytes = 512 * 1024;
/** One is filled while the others are hashed or wait for it. */
const slabsOfStream = 3;
/** Slabs that a thread keeps for its next streams. */
const sparesOfThread = 24;
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
  readonly #worker = startThread();
  readonly #streams = new Map<number, Stream>();
  readonly #spares: Uint8Array[] = [];
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
    const stream = new Stream(id, send, this.#spares, () => this.#end(id));
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

/** Gathers bytes in slabs of shared memory and hands them over, at most two ahead of the thread. */
class Stream implements Hashing {
  readonly #id: number;
  readonly #send: (task: HashTask) => void;
  readonly #spares: Uint8Array[];
  readonly #ended: () => void;
  readonly #free: Uint8Array[] = [];
  readonly #onThread: Uint8Array[] = [];
  #current: Uint8Array | undefined;
  #filled = 0;
  #made = 0;
  #room: PromiseWithResolvers<void> | undefined;
  #digests: PromiseWithResolvers<Digests> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #closed = false;

  constructor(id: number, send: (task: HashTask) => void, spares: Uint8Array[], ended: () => void) {
    this.#id = id;
    this.#send = send;
    this.#spares = spares;
    this.#ended = ended;
  }

  update(bytes: Uint8Array): Promise<void> | undefined {
    const slab = this.#slab();
    if (!slab) return this.#later(bytes);
    const piece = bytes.subarray(0, slab.length - this.#filled);
    slab.set(piece, this.#filled);
    this.#filled += piece.length;
    if (this.#filled === slab.length) this.#handOver(slab);
    return piece.length < bytes.length ? this.update(bytes.subarray(piece.length)) : undefined;
  }

  async digest(): Promise<Digests> {
    if (this.#failure) throw this.#failure.error;
    if (this.#current && this.#filled > 0) this.#handOver(this.#current);
    this.#digests = Promise.withResolvers<Digests>();
    this.#send({ kind: "digest", stream: this.#id });
    return this.#digests.promise;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#send({ kind: "close", stream: this.#id });
    this.#ended();
  }

  hear(answer: HashAnswer): void {
    if (answer.kind === "digests") {
      this.#closed = true;
      // The thread is through with all of them; of a stream that ends early it may not be.
      if (this.#spares.length < sparesOfThread) this.#spares.push(...this.#free.splice(0));
      this.#ended();
      this.#digests?.resolve(answer.digests);
      return;
    }
    const slab = this.#onThread.shift();
    if (slab) this.#free.push(slab);
    this.#room?.resolve();
    this.#room = undefined;
  }

  fail(error: unknown): void {
    this.#failure = { error };
    this.#closed = true;
    this.#room?.reject(error);
    this.#digests?.reject(error);
  }

  /** The slab to fill, or undefined while all are on the thread. */
  #slab(): Uint8Array | undefined {
    this.#current ??= this.#free.pop();
    if (!this.#current && this.#made < slabsOfStream) {
      this.#made += 1;
      this.#current = this.#spares.pop() ?? new Uint8Array(new SharedArrayBuffer(slabBytes));
    }
    return this.#current;
  }

  async #later(bytes: Uint8Array): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    this.#room ??= Promise.withResolvers<void>();
    await this.#room.promise;
    await this.update(bytes);
  }

  #handOver(slab: Uint8Array): void {
    this.#send({ kind: "update", stream: this.#id, bytes: slab.subarray(0, this.#filled) });
    this.#onThread.push(slab);
    this.#current = undefined;
    this.#filled = 0;
  }
}

/** Runs from sources and from the build alike. */
function startThread(): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  const file = new URL(fromSource ? "./hashThread.ts" : "./hashThread.js", import.meta.url);
  const options = fromSource ? { execArgv: ["--conditions=source", "--disable-warning=ExperimentalWarning"] } : {};
  return new Worker(file, options);
}

function defaultThreads(): number {
  return Math.max(1, Math.min(mostThreads, availableParallelism() - 1));
}
