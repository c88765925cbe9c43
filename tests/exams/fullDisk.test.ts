/** A disk without room: a small file system in memory where it may be mounted, which takes rights a plain user lacks. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { openFilesystemBlobs } from "#adapters/blobs/filesystem/blobs";
import { systemRandom } from "#adapters/system/random";

const MEBIBYTE = 1024 * 1024;
const folder = join(mkdtempSync(join(tmpdir(), "ohmstead-full-")), "disk");
mkdirSync(folder);
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]).status === 0;
afterAll(() => {
  if (mounted) spawnSync("umount", [folder]);
  rmSync(join(folder, ".."), { recursive: true, force: true });
});

describe.skipIf(!mounted)(`a disk of 8 MiB${mounted ? "" : " (skipped: no right to mount one)"}`, () => {
  test("what does not fit is refused whole, what was there stays, and what fits goes on being written", async () => {
    const root = join(folder, "blobs");
    const blobs = await openFilesystemBlobs({ folder: root, random: systemRandom });
    const kept = await blobs.write(zeros(4));
    const tooMuch = await Promise.allSettled([blobs.write(zeros(6)), blobs.write(zeros(5))]);
    expect(tooMuch.map((each) => each.status === "rejected" && (each.reason as Error))).toEqual([
      expect.objectContaining({ name: "BlobsUnavailable", reason: "full" }),
      expect.objectContaining({ message: expect.stringContaining("the disk is full; free some room") }),
    ]);
    expect(readdirSync(join(root, "unfinished"))).toEqual([]);
    const stream = await blobs.read(kept.blobId);
    expect(stream && (await buffer(stream)).length).toBe(4 * MEBIBYTE);
    expect((await blobs.write(zeros(1))).size).toBe(MEBIBYTE);
    await blobs.remove(kept.blobId);
    expect((await blobs.write(zeros(5))).size).toBe(5 * MEBIBYTE);
  });
});

async function* zeros(mebibytes: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < mebibytes * 4; n += 1) yield Buffer.alloc(MEBIBYTE / 4);
}
