/** Memory that reads and writes of files use again: garbage of this size makes the collector run without end. */

const SIZE = 256 * 1024;
/** Buffers kept for the next body; two serve one. */
const KEPT = 64;

const pool: Buffer[] = [];

export function takeBuffer(): Buffer {
  return pool.pop() ?? Buffer.allocUnsafeSlow(SIZE);
}

/** Nobody may use them any more. */
export function giveBuffers(...buffers: readonly Buffer[]): void {
  if (pool.length < KEPT) pool.push(...buffers);
}
