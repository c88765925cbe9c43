/** The folder of blobs sits the exam, and what only a folder can show: its files, its rights, its crashes. */

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFilesystemBlobs } from "#adapters/blobs/filesystem/blobs";
import { systemRandom } from "#adapters/system/random";
import type { Blobs } from "#ports/blobs";
import { type BlobEngine, blobsExam } from "./blobs.ts";

const engine: BlobEngine = {
  name: "Folder",
  async open() {
    const folder = mkdtempSync(join(tmpdir(), "ohmstead-blobs-"));
    const start = (): Promise<Blobs> => openFilesystemBlobs({ folder, random: systemRandom });
    return {
      blobs: await start(),
      reopen: start,
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

describe("Folder", () => {
  blobsExam(engine);
});

describe("on disk", () => {
  let folder = "";
  let blobs: Blobs;
  beforeEach(async () => {
    folder = join(mkdtempSync(join(tmpdir(), "ohmstead-blobs-")), "blobs");
    blobs = await openFilesystemBlobs({ folder, random: systemRandom });
  });
  afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

  const write = (text: string) => blobs.write(once(text));
  const directories = () => readdirSync(folder).filter((name) => name !== "unfinished");

  test("only this user may read", async () => {
    const { blobId } = await write("secret");
    const [directory = "", file = ""] = blobId.split("-");
    expect(statSync(join(folder, directory)).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, directory, file)).mode & 0o777).toBe(0o600);
  });

  test("what a crashed writer left is cleared once it is old, and nothing else", async () => {
    const draft = join(folder, "unfinished", "left-by-a-crash");
    writeFileSync(draft, "half");
    const { blobId } = await write("whole");
    await blobs.clearUnfinished(Date.now() - 3_600_000);
    expect(readdirSync(join(folder, "unfinished"))).toEqual(["left-by-a-crash"]);
    utimesSync(draft, 1, 1);
    await blobs.clearUnfinished(Date.now() - 3_600_000);
    expect(readdirSync(join(folder, "unfinished"))).toEqual([]);
    expect(await blobs.read(blobId)).toBeDefined();
  });

  test("directories that got empty are removed, but for the one being filled", async () => {
    const { blobId } = await write("x");
    await blobs.remove(blobId);
    mkdirSync(join(folder, "emptyold"));
    for await (const entry of blobs.list()) expect(entry).toBeUndefined();
    expect(directories()).toEqual([blobId.slice(0, 8)]);
  });

  test("goes on when somebody removed the directory being filled", async () => {
    const { blobId } = await write("x");
    rmSync(join(folder, blobId.slice(0, 8)), { recursive: true });
    await expect(write("y")).rejects.toMatchObject({ name: "BlobsUnavailable", reason: "away" });
    expect((await write("z")).size).toBe(1);
  });

  test("a folder that is no folder is refused with a reason", async () => {
    const file = join(folder, "..", "file");
    writeFileSync(file, "");
    await expect(openFilesystemBlobs({ folder: file, random: systemRandom })).rejects.toMatchObject({
      name: "BlobsUnavailable",
      message: expect.stringContaining(file),
    });
  });
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
