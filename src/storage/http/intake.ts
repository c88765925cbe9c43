/** Gathers an upload in slabs: while one is filled, others are hashed and written from where they lie. */

import type { Hashing } from "#kernel/checksum/hashing";
import { giveSlabs, takeSlab } from "./slabs.ts";

/** Bounds the memory of an upload; who sends waits when all are in use. */
const slabsOfUpload = 3;

/** Bodies below it get memory of their length instead: thousands may be under way at once. */
const leastForSlabs = 64 * 1024;

/** A slab with bytes in it, lent to the reader until the reader gives it back. */
export interface Lent {
  readonly bytes: Uint8Array;
  readonly slab: Buffer;
  /** Settles when its bytes were hashed. */
  readonly hashed: Promise<void> | undefined;
}

export class Intake {
  readonly #hashing: Hashing;
  /** Of a short body whose memory was not made yet: its length. */
  #short: number | undefined;
  readonly #backlog: Uint8Array[] = [];
  readonly #filled: Lent[] = [];
  readonly #free: Buffer[] = [];
  /** All slabs this upload has taken. */
  readonly #taken: Buffer[] = [];
  #current: Buffer | undefined;
  #at = 0;
  #ended = false;
  #closed = false;
  #failure: { readonly error: unknown } | undefined;
  #room: PromiseWithResolvers<void> | undefined;
  #more: PromiseWithResolvers<void> | undefined;

  /** @param length of the body, where it is known */
  constructor(hashing: Hashing, length: number | undefined) {
    this.#hashing = hashing;
    this.#short = length !== undefined && length > 0 && length < leastForSlabs ? length : undefined;
  }

  /** Takes bytes in. They may be changed, and more may come, once it has returned or the promise it answered has settled. */
  take(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#closed) return undefined;
    this.#backlog.push(bytes);
    this.#store();
    if (this.#backlog.length === 0) return undefined;
    this.#room ??= Promise.withResolvers<void>();
    return this.#room.promise;
  }

  /** All was taken in. */
  end(): void {
    if (this.#current && this.#at > 0) this.#publish(this.#current);
    this.#ended = true;
    this.#wake();
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  /** The next slab, or undefined at the end. @throws what `fail` was told */
  async next(): Promise<Lent | undefined> {
    for (;;) {
      if (this.#failure) throw this.#failure.error;
      const lent = this.#filled.shift();
      if (lent || this.#ended) return lent;
      this.#more = Promise.withResolvers<void>();
      await this.#more.promise;
    }
  }

  /** The reader is through with it; it is filled again once it was hashed, too. */
  giveBack({ slab, hashed }: Lent): void {
    const again = (): void => {
      this.#free.push(slab);
      this.#store();
      if (this.#backlog.length > 0) return;
      this.#room?.resolve();
      this.#room = undefined;
    };
    if (hashed) hashed.then(again, (error: unknown) => this.fail(error));
    else again();
  }

  /** The end in every case: nobody reads or fills the slabs any more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#backlog.length = 0;
    this.#room?.resolve();
    this.#free.length = 0;
    giveSlabs(this.#taken.splice(0));
  }

  /** Moves what waits into slabs, as far as there are any. */
  #store(): void {
    for (let bytes = this.#backlog[0]; bytes; bytes = this.#backlog[0]) {
      const slab = (this.#current ??= this.#slab());
      if (!slab) return;
      const piece = bytes.subarray(0, slab.length - this.#at);
      slab.set(piece, this.#at);
      this.#at += piece.length;
      if (piece.length === bytes.length) this.#backlog.shift();
      else this.#backlog[0] = bytes.subarray(piece.length);
      if (this.#at === slab.length) this.#publish(slab);
    }
  }

  #slab(): Buffer | undefined {
    if (this.#short !== undefined) {
      const short = Buffer.allocUnsafeSlow(this.#short);
      this.#short = undefined;
      return short;
    }
    const free = this.#free.pop();
    if (free || this.#taken.length === slabsOfUpload) return free;
    const slab = takeSlab();
    this.#taken.push(slab);
    return slab;
  }

  #publish(slab: Buffer): void {
    const bytes = slab.subarray(0, this.#at);
    const hashed = this.#hashing.update(bytes);
    // Met when the slab is given back; an upload that ends before must not end the process.
    hashed?.catch(() => undefined);
    this.#filled.push({ bytes, slab, hashed });
    this.#current = undefined;
    this.#at = 0;
    this.#wake();
  }

  #wake(): void {
    this.#more?.resolve();
    this.#more = undefined;
  }
}
