/** Digests made on threads are those made on the spot, for many streams at once, however their bytes come. */

import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { type HashName, inlineHashing } from "./hashing.ts";
import { createHashThreads } from "./hashThreads.ts";

const names: HashName[] = ["MD5", "SHA256", "CRC32", "CRC32C", "CRC64NVME"];
const threads = createHashThreads(2);

async function onThread(bytes: Uint8Array, pieces: number) {
  const hashing = threads.open(names);
  const step = Math.max(1, Math.ceil(bytes.length / pieces));
  // Callers use the memory of a piece again as soon as it was taken in, and give two at a time.
  const memories = [shared(step), shared(step)] as const;
  const taken: (Promise<void> | undefined)[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    const memory = memories[taken.length % 2 === 0 ? 0 : 1];
    await taken.at(-2);
    memory.fill(0);
    const piece = bytes.subarray(at, at + step);
    memory.set(piece);
    taken.push(hashing.update(memory.subarray(0, piece.length)));
  }
  return hashing.digest();
}

const shared = (size: number): Buffer => Buffer.from(new SharedArrayBuffer(size));

async function onTheSpot(bytes: Uint8Array) {
  const hashing = inlineHashing(names);
  void hashing.update(bytes);
  return hashing.digest();
}

test.each([0, 1, 262_143, 262_144, 262_145, 3_000_000])("of %i bytes", async (size) => {
  const bytes = randomBytes(size);
  for (const pieces of [1, 7, 50]) {
    const digests = await onThread(bytes, pieces);
    expect(new Map([...digests].map(([name, digest]) => [name, Buffer.from(digest)]))).toEqual(await onTheSpot(bytes));
  }
});

test("of forty streams at once, some of which are given up", async () => {
  const works = Array.from({ length: 40 }, async (_, index) => {
    const bytes = randomBytes(500_000 + index);
    if (index % 4 === 0) {
      const hashing = threads.open(["MD5"]);
      const memory = shared(bytes.length);
      const taken = hashing.update(memory);
      if (index % 8 === 0) await taken;
      hashing.close();
      await taken;
      return;
    }
    const digests = await onThread(bytes, 9);
    expect(Buffer.from(digests.get("MD5") ?? []).toString("hex")).toBe(createHash("md5").update(bytes).digest("hex"));
  });
  await Promise.all(works);
});
