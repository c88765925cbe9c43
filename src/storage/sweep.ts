/** Removes what nothing refers to any more: released contents at once, blobs of crashed writers and forgotten uploads when they are old. */

import type { Blobs } from "#ports/blobs";
import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import type { Pins } from "./content.ts";
import { blobText, partsText } from "./store/rows.ts";
import type { Stores } from "./store/stores.ts";

export interface SweepParts {
  readonly stores: Stores;
  readonly blobs: Blobs;
  readonly pins: Pins;
  readonly clock: Clock;
  readonly log: Log;
  /** How old a blob that no row refers to must be to count as left by a crash. */
  readonly graceMs: number;
  /** How long nothing may have been added to an upload before it is aborted. */
  readonly uploadMs: number;
}

export interface Sweep {
  /** There may be released contents: looked at soon, together with what else comes in. */
  kick(): void;
  /** One whole round; settles when it is over. */
  run(): Promise<void>;
  start(): void;
  /** Settles when the round under way is over. */
  stop(): Promise<void>;
}

const SOON_MS = 100;
const ROUND_MS = 600_000;
/** Looking at every blob there is takes a while, and only a crash leaves what it finds. */
const ORPHANS_MS = 86_400_000;
const BATCH = 200;
const REMOVALS_AT_ONCE = 8;
const COMPLETED_FOR_MS = 86_400_000;

export function createSweep(parts: SweepParts): Sweep {
  return new Sweeper(parts);
}

class Sweeper implements Sweep {
  readonly #parts: SweepParts;
  #soon: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;
  #queue: Promise<void> = Promise.resolve();
  #stopped = false;
  #orphansAt = 0;

  constructor(parts: SweepParts) {
    this.#parts = parts;
  }

  kick(): void {
    if (this.#soon !== undefined || this.#stopped) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      void this.#enqueue(() => this.#released());
    }, SOON_MS);
    this.#soon.unref();
  }

  run(): Promise<void> {
    return this.#enqueue(() => this.#wholeRound());
  }

  start(): void {
    void this.run();
    this.#timer = setInterval(() => {
      const isDue = this.#parts.clock.now() - this.#orphansAt >= ORPHANS_MS;
      void this.#enqueue(() => (isDue ? this.#wholeRound() : this.#round()));
    }, ROUND_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#soon);
    clearInterval(this.#timer);
    await this.#queue;
  }

  /** Rounds run one after the other. */
  #enqueue(round: () => Promise<void>): Promise<void> {
    this.#queue = this.#after(this.#queue, round);
    return this.#queue;
  }

  /** Never throws: a failure is logged and the next round tries again. */
  async #after(before: Promise<void>, round: () => Promise<void>): Promise<void> {
    await before;
    if (this.#stopped) return;
    try {
      await round();
    } catch (error) {
      this.#parts.log.warn({ error }, "Unused blobs could not be removed; later again");
    }
  }

  async #round(): Promise<void> {
    const { stores, blobs, clock, graceMs, uploadMs } = this.#parts;
    const now = clock.now();
    await stores.uploads.forgetCompleted(now - COMPLETED_FOR_MS);
    for (const uploadId of await stores.uploads.stale(now - uploadMs, 1000)) await stores.uploads.abort(uploadId);
    await this.#released();
    stores.pending.forgetOld();
    await blobs.clearUnfinished(now - graceMs);
  }

  async #wholeRound(): Promise<void> {
    const now = this.#parts.clock.now();
    this.#orphansAt = now;
    await this.#round();
    await this.#orphans(now - this.#parts.graceMs);
  }

  /** Until the queue is empty but for what is being read or could not be removed: the next round meets that again. */
  async #released(): Promise<void> {
    const { contents } = this.#parts.stores;
    const stuck = new Set<string>();
    while (!this.#stopped) {
      const queued = (await contents.released(BATCH + stuck.size)).filter((content) => !stuck.has(content));
      if (queued.length === 0) return;
      const free = queued.filter((content) => !this.#isPinned(content));
      const removable = await contents.settle(free);
      const gone = await this.#removeAll(removable);
      await contents.removed(gone);
      for (const content of queued) if (!free.includes(content)) stuck.add(content);
      for (const blobId of removable) if (!gone.includes(blobId)) stuck.add(blobText(blobId));
    }
  }

  #isPinned(content: string): boolean {
    const prefix = partsText("");
    return content.startsWith(prefix) && this.#parts.pins.isPinned(content.slice(prefix.length));
  }

  /** Blobs older than `before` that the index does not know. */
  async #orphans(before: number): Promise<void> {
    let batch: string[] = [];
    let removed = 0;
    const settle = async (): Promise<void> => {
      const unknown = await this.#parts.stores.contents.unknown(batch);
      removed += (await this.#removeAll(unknown)).length;
      batch = [];
    };
    for await (const { blobId, writtenAt } of this.#parts.blobs.list()) {
      if (this.#stopped) return;
      if (writtenAt > before || this.#parts.stores.pending.isPending(blobId)) continue;
      batch.push(blobId);
      if (batch.length === BATCH) await settle();
    }
    await settle();
    if (removed > 0) this.#parts.log.info({ removed }, "Removed blobs that no object refers to");
  }

  /** Answers those that are gone. */
  async #removeAll(blobIds: readonly string[]): Promise<readonly string[]> {
    const gone: string[] = [];
    const waiting = [...blobIds];
    const work = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        try {
          await this.#parts.blobs.remove(id);
          gone.push(id);
        } catch (error) {
          this.#parts.log.warn({ error, blobId: id }, "A blob could not be removed; later again");
        }
      }
    };
    await Promise.all(Array.from({ length: REMOVALS_AT_ONCE }, work));
    return gone;
  }
}
