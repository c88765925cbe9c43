/** The exam every place for blobs behind `ports/blobs` must pass. */

import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BlobEntry, Blobs } from "#ports/blobs";

export interface OpenBlobs {
  readonly blobs: Blobs;
  /** Closes it and opens it again on the same place, as after a restart. */
  reopen(): Promise<Blobs>;
  close(): Promise<void>;
}

export interface BlobEngine {
  readonly name: string;
  open(): Promise<OpenBlobs>;
}

const MEBIBYTE = 1024 * 1024;

export function blobsExam(engine: BlobEngine): void {
  let open: OpenBlobs;
  beforeEach(async () => {
    open = await engine.open();
  });
  afterEach(() => open.close());

  const poured = async (blobId: string, range?: { start: number; end: number }): Promise<Buffer> => {
    const chunks: Uint8Array[] = [];
    const body = await open.blobs.read(blobId, range);
    // Copied, as the memory is used again once this settles.
    await body?.pour(async (chunk) => {
      await new Promise((resolve) => setImmediate(resolve));
      chunks.push(Uint8Array.from(chunk));
    });
    return Buffer.concat(chunks);
  };
  const readAll = async (blobId: string, range?: { start: number; end: number }): Promise<Buffer | undefined> => {
    const stream = await open.blobs.read(blobId, range);
    return stream && buffer(stream);
  };
  const listed = async (blobs = open.blobs): Promise<BlobEntry[]> => {
    const entries: BlobEntry[] = [];
    for await (const entry of blobs.list()) entries.push(entry);
    return entries;
  };
  const far = (): number => Date.now() + 86_400_000;

  test.each([0, 1, 65_536, 5 * MEBIBYTE, 5 * MEBIBYTE + 1, 17 * MEBIBYTE])(
    "keeps %i bytes as they are",
    async (size) => {
      const bytes = randomBytes(size);
      const written = await open.blobs.write(chunksOf(bytes, 60_000));
      expect(written.size).toBe(size);
      expect(written.blobId).toMatch(/^[A-Za-z0-9._-]{1,100}$/);
      expect((await readAll(written.blobId))?.equals(bytes)).toBe(true);
    },
  );

  test("takes chunks of any size, empty ones too", async () => {
    const chunks = [
      Buffer.alloc(0),
      Buffer.from("a"),
      Buffer.alloc(3 * MEBIBYTE, 7),
      Buffer.alloc(0),
      Buffer.from("z"),
    ];
    const { blobId, size } = await open.blobs.write(each(chunks));
    expect(size).toBe(3 * MEBIBYTE + 2);
    expect(digest(await readAll(blobId))).toBe(digest(Buffer.concat(chunks)));
  });

  test("keeps chunks whose memory the source uses again once it is asked for the next", async () => {
    const bytes = randomBytes(9 * MEBIBYTE + 5);
    const { blobId } = await open.blobs.write(inOneMemory(bytes, 700_000));
    expect(digest(await readAll(blobId))).toBe(digest(bytes));
  });

  test("reads ranges, first and last byte included", async () => {
    const bytes = randomBytes(700_000);
    const { blobId } = await open.blobs.write(each([bytes]));
    for (const [start, end] of [
      [0, 0],
      [0, 699_999],
      [699_999, 699_999],
      [262_143, 262_144],
      [10, 600_000],
    ] as const) {
      expect((await readAll(blobId, { start, end }))?.equals(bytes.subarray(start, end + 1))).toBe(true);
    }
  });

  test("blobs written at once don't mix, and each has an id of its own", async () => {
    const contents = Array.from({ length: 40 }, (_, n) => randomBytes(n * 5000));
    const written = await Promise.all(contents.map((bytes) => open.blobs.write(chunksOf(bytes, 4096))));
    expect(new Set(written.map(({ blobId }) => blobId)).size).toBe(contents.length);
    for (const [n, { blobId }] of written.entries()) expect(digest(await readAll(blobId))).toBe(digest(contents[n]));
  });

  test("a source that fails leaves nothing, is told of by its own error, and is ended", async () => {
    const source = failing(2 * MEBIBYTE);
    await expect(open.blobs.write(source.chunks)).rejects.toThrow("the client went away");
    expect(source.ended()).toBe(true);
    expect(await listed()).toEqual([]);
    await open.blobs.clearUnfinished(far());
    expect(await listed()).toEqual([]);
  });

  test("lists what is finished, with its size and time", async () => {
    const before = Date.now();
    const a = await open.blobs.write(each([Buffer.from("four")]));
    const b = await open.blobs.write(each([Buffer.alloc(0)]));
    const entries = await listed();
    expect(entries.map(({ blobId, size }) => ({ blobId, size })).sort(byId)).toEqual([a, b].sort(byId));
    for (const { writtenAt } of entries) {
      expect(writtenAt).toBeGreaterThan(before - 5000);
      expect(writtenAt).toBeLessThan(Date.now() + 5000);
    }
  });

  test("what is being written is neither listed nor cleared", async () => {
    const gate = held();
    const writing = open.blobs.write(gate.chunks);
    await gate.begun;
    expect(await listed()).toEqual([]);
    await open.blobs.clearUnfinished(far());
    gate.release();
    const { blobId } = await writing;
    expect((await readAll(blobId))?.length).toBe(12 * MEBIBYTE);
  });

  test("a removed blob is gone; removing it again, or one that never was, is no error", async () => {
    const { blobId } = await open.blobs.write(each([Buffer.from("x")]));
    await open.blobs.remove(blobId);
    await open.blobs.remove(blobId);
    expect(await open.blobs.read(blobId)).toBeUndefined();
    expect(await listed()).toEqual([]);
  });

  test("texts that are no ids lead nowhere", async () => {
    const { blobId } = await open.blobs.write(each([Buffer.from("x")]));
    for (const id of ["", ".", "..", "../x", "/etc/passwd", `../${blobId}`, `${blobId}/..`, "a\0b", "x".repeat(5000)]) {
      expect(await open.blobs.read(id)).toBeUndefined();
      await open.blobs.remove(id);
    }
    expect((await readAll(blobId))?.toString()).toBe("x");
  });

  test("a reader that began reads to the end though the blob is removed", async () => {
    const bytes = randomBytes(12 * MEBIBYTE);
    const { blobId } = await open.blobs.write(chunksOf(bytes, MEBIBYTE));
    const stream = await open.blobs.read(blobId);
    await open.blobs.remove(blobId);
    expect(digest(stream && (await buffer(stream)))).toBe(digest(bytes));
  });

  test("pours what iterating reads, many at once, though each chunk's memory is used again", async () => {
    const contents = [0, 1, 262_144, 262_145, 3 * MEBIBYTE + 7].map((size) => randomBytes(size));
    const written = await Promise.all(contents.map((bytes) => open.blobs.write(each([bytes]))));
    const pour = async (index: number): Promise<boolean> => {
      const bytes = contents[index % contents.length] ?? Buffer.alloc(0);
      return (await poured(written[index % contents.length]?.blobId ?? "")).equals(bytes);
    };
    expect(await Promise.all(Array.from({ length: 40 }, (_, index) => pour(index)))).toEqual(Array(40).fill(true));
    const range = { start: 262_140, end: 600_000 };
    const last = written.at(-1)?.blobId ?? "";
    expect(
      (await poured(last, range)).equals(contents.at(-1)?.subarray(range.start, range.end + 1) ?? Buffer.alloc(0)),
    ).toBe(true);
  });

  test("pouring ends when the one who writes fails, with that error", async () => {
    const { blobId } = await open.blobs.write(each([randomBytes(2 * MEBIBYTE)]));
    const body = await open.blobs.read(blobId);
    let calls = 0;
    const pouring = body?.pour(async () => {
      calls += 1;
      throw new Error("the reader went away");
    });
    await expect(pouring).rejects.toThrow("the reader went away");
    expect(calls).toBe(1);
  });

  test("a reader may stop early", async () => {
    const { blobId } = await open.blobs.write(each([Buffer.alloc(8 * MEBIBYTE)]));
    const stream = await open.blobs.read(blobId);
    stream?.close();
    stream?.close();
    expect((await readAll(blobId, { start: 5, end: 9 }))?.length).toBe(5);
  });

  test("what was written is there after a restart", async () => {
    const bytes = randomBytes(100_000);
    const { blobId } = await open.blobs.write(each([bytes]));
    const again = await open.reopen();
    const stream = await again.read(blobId);
    expect(digest(stream && (await buffer(stream)))).toBe(digest(bytes));
    expect((await listed(again)).map((entry) => entry.blobId)).toEqual([blobId]);
  });

  test("says that it can be written", async () => {
    await expect(open.blobs.check()).resolves.toBeUndefined();
  });
}

function digest(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "none" : createHash("sha256").update(bytes).digest("hex");
}

function byId(a: { readonly blobId: string }, b: { readonly blobId: string }): number {
  return a.blobId < b.blobId ? -1 : 1;
}

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function* inOneMemory(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(size);
  for (let from = 0; from < bytes.length; from += size) {
    const length = bytes.copy(memory, 0, from, from + size);
    yield memory.subarray(0, length);
    memory.fill(0);
  }
}

function failing(after: number): { readonly chunks: AsyncIterable<Uint8Array>; ended(): boolean } {
  let over = false;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (let sent = 0; sent < after; sent += 65_536) yield Buffer.alloc(65_536);
      throw new Error("the client went away");
    } finally {
      over = true;
    }
  }
  return { chunks: chunks(), ended: () => over };
}

/** 12 MiB, of which the last waits to be released. */
function held(): { readonly chunks: AsyncIterable<Uint8Array>; readonly begun: Promise<void>; release(): void } {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < 11; n += 1) yield Buffer.alloc(MEBIBYTE);
    begun.resolve();
    await gate.promise;
    yield Buffer.alloc(MEBIBYTE);
  }
  return { chunks: chunks(), begun: begun.promise, release: () => gate.resolve() };
}
