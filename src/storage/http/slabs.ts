/** Memory that uploads use again: shared, so that threads can hash it where it lies, and never garbage to collect. */

const slabBytes = 512 * 1024;
/** Slabs kept for the next uploads: 24 MiB. */
const kept = 48;

const pool: Buffer[] = [];

export function takeSlab(): Buffer {
  return pool.pop() ?? Buffer.from(new SharedArrayBuffer(slabBytes));
}

/** Nobody may use them any more. */
export function giveSlabs(slabs: readonly Buffer[]): void {
  pool.push(...slabs.slice(0, Math.max(0, kept - pool.length)));
}
