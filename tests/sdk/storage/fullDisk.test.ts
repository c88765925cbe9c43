/** A whole server on a disk that fills up: uploads are refused with the reason, nothing is damaged, and it goes on when there is room. */

import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { startServer } from "../../support/server.ts";

const MEBIBYTE = 1024 * 1024;
const disk = join(mkdtempSync(join(tmpdir(), "ohmstead-full-")), "disk");
mkdirSync(disk);
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=48m", "tmpfs", disk]).status === 0;
afterAll(() => {
  if (mounted) spawnSync("umount", [disk]);
  rmSync(join(disk, ".."), { recursive: true, force: true });
});

describe.skipIf(!mounted)(`a disk of 48 MiB${mounted ? "" : " (skipped: no right to mount one)"}`, () => {
  test("fills up and is emptied under a running server", async () => {
    const server = await startServer({ data: join(disk, "data"), env: { OHMSTEAD_LOG_LEVEL: "error" } });
    const { url: endpoint, accessKey: credentials } = server;
    const s3 = new S3({ endpoint, region: "us-east-1", credentials, forcePathStyle: true, maxAttempts: 1 });
    const Bucket = "full";
    const put = (Key: string, Body: Uint8Array) => s3.putObject({ Bucket, Key, Body });
    const read = async (Key: string) => {
      const { Body } = await s3.getObject({ Bucket, Key });
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    };
    try {
      await s3.createBucket({ Bucket });
      const kept = randomBytes(10 * MEBIBYTE);
      await put("kept", kept);
      await put("small", Buffer.from("small"));
      const refused = await Promise.allSettled([
        put("too-big", randomBytes(40 * MEBIBYTE)),
        put("kept", randomBytes(40 * MEBIBYTE)),
      ]);
      for (const each of refused) {
        expect(each).toMatchObject({
          status: "rejected",
          reason: { name: expect.stringMatching(/Storage|Unavailable/) },
        });
      }
      expect(String(refused.map((each) => each.status === "rejected" && each.reason))).toMatch(/room|full|storage/i);
      expect((await read("kept")).equals(kept)).toBe(true);
      expect((await read("small")).toString()).toBe("small");
      expect(readdirSync(join(disk, "data/blobs/unfinished"))).toEqual([]);

      // To the last byte: not even a row can be written then, and reading goes on.
      fill(join(disk, "ballast"));
      await expect(put("row", Buffer.from("x"))).rejects.toMatchObject({ $fault: "server" });
      expect((await read("kept")).equals(kept)).toBe(true);
      expect((await s3.listObjectsV2({ Bucket })).KeyCount).toBe(2);
      const health = await fetch(`${endpoint}/health`);
      expect(health.status).toBe(503);
      expect(await health.json()).toMatchObject({ reason: expect.stringContaining("has no room left; free some") });

      rmSync(join(disk, "ballast"));
      expect((await fetch(`${endpoint}/health`)).status).toBe(200);
      await put("after", randomBytes(5 * MEBIBYTE));
      await put("row", Buffer.from("x"));
      expect((await s3.listObjectsV2({ Bucket })).Contents?.map(({ Key }) => Key)).toEqual([
        "after",
        "kept",
        "row",
        "small",
      ]);
    } finally {
      s3.destroy();
      await server.stop();
    }
  });
});

function fill(path: string): void {
  for (const size of [MEBIBYTE, 4096]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size, 1), { flag: "a" });
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOSPC") throw error;
    }
  }
}
