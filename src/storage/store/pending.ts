/** Blobs that were written and not committed yet: the sweep leaves them alone, and the bytes of small ones wait here for their row. */

import { randomText } from "#kernel/id";
import type { Clock } from "#ports/clock";
import type { Random } from "#ports/random";

const SMALL = "small-";
/** Whoever wrote a blob commits or discards it right after; one that is held this long was forgotten. */
const FORGOTTEN_MS = 86_400_000;

interface Held {
  readonly bytes: Uint8Array | undefined;
  readonly since: number;
}

export class PendingBlobs {
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();

  constructor(random: Random, clock: Clock) {
    this.#random = random;
    this.#clock = clock;
  }

  /** Takes the bytes of a small blob in and answers the id under which they will be committed. */
  hold(bytes: Uint8Array): string {
    const blobId = `${SMALL}${randomText(this.#random, 24)}`;
    this.#held.set(blobId, { bytes, since: this.#clock.now() });
    return blobId;
  }

  /** Notes a blob that lies behind the blobs port. */
  note(blobId: string): void {
    this.#held.set(blobId, { bytes: undefined, since: this.#clock.now() });
  }

  /** The bytes to commit with the row; undefined for blobs that lie elsewhere. */
  bytes(blobId: string): Uint8Array | undefined {
    return this.#held.get(blobId)?.bytes;
  }

  isPending(blobId: string): boolean {
    return this.#held.has(blobId);
  }

  /** Committed or discarded. */
  forget(blobId: string): void {
    this.#held.delete(blobId);
  }

  forgetOld(): void {
    const before = this.#clock.now() - FORGOTTEN_MS;
    for (const [blobId, { since }] of this.#held) if (since < before) this.#held.delete(blobId);
  }
}

/** Whether the blob lies in the database instead of behind the blobs port. */
export function isSmall(blobId: string): boolean {
  return blobId.startsWith(SMALL);
}
