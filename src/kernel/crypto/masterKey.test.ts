/** The master key file: made once, private, whole, the same for all. */

import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openMasterKey } from "./masterKey.ts";

describe("openMasterKey", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ohmstead-key-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("makes a private file once and reads it afterwards", async () => {
    const path = join(folder, "deep", "master.key");
    const made = await openMasterKey({ path });
    expect(made.byteLength).toBe(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await openMasterKey({ path })).toEqual(made);
    expect(await readdir(join(folder, "deep"))).toEqual(["master.key"]);
  });

  it("gives all servers that start at once the same key", async () => {
    const path = join(folder, "master.key");
    const keys = await Promise.all(Array.from({ length: 20 }, () => openMasterKey({ path })));
    expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(1);
  });

  it("refuses a file that others can read and says how to mend it", async () => {
    const path = join(folder, "master.key");
    await openMasterKey({ path });
    await chmod(path, 0o644);
    await expect(openMasterKey({ path })).rejects.toThrow(`chmod 600 ${path}`);
  });

  it("refuses an empty or short file instead of making a new key over it", async () => {
    const path = join(folder, "master.key");
    await writeFile(path, "", { mode: 0o600 });
    await expect(openMasterKey({ path })).rejects.toThrow("must be 32 bytes");
  });

  it("takes a value as hex or base64", async () => {
    const hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const base64 = Buffer.from(hex, "hex").toString("base64");
    expect(await openMasterKey({ value: hex })).toEqual(await openMasterKey({ value: ` ${base64}\n` }));
    await expect(openMasterKey({ value: "short" })).rejects.toThrow("must be 32 bytes");
  });
});
