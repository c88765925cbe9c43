/** An unmodified boto3 stores files, over http and https; see storage.py for the calls. */

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";
import { preparePython, runProgram } from "./python.ts";

const python = preparePython();
if ("missing" in python) console.log(`boto3's storage interop is skipped: ${python.missing}`);

describe.skipIf("missing" in python)("boto3", () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  }, 240_000);
  afterAll(async () => {
    await server.stop();
  });

  const MEBIBYTE = 1024 * 1024;

  test.each([
    ["http", "us-east-1"],
    ["https", "us-east-1"],
    ["http", "eu-central-1"],
  ] as const)(
    "over %s, in region %s",
    async (scheme, region) => {
      if ("missing" in python) return;
      const { url, httpsUrl, data, accessKey } = server;
      const env = { AWS_ACCESS_KEY_ID: accessKey.accessKeyId, AWS_SECRET_ACCESS_KEY: accessKey.secretAccessKey };
      const address = scheme === "https" ? [httpsUrl, join(data, "tls/ca.pem")] : [url, ""];
      const [endpoint = "", authority = ""] = address;
      const args = [join(import.meta.dirname, "storage.py"), endpoint, region, `boto3-${scheme}-${region}`, authority];
      const { code, stdout, stderr } = await runProgram(python.python, args, env);
      if (code !== 0) throw new Error(`the script ended with ${code}:\n${stdout}\n${stderr}`);
      const seen = JSON.parse(stdout) as Record<string, unknown>;
      expect(seen).toMatchObject({
        again: "BucketAlreadyOwnedByYou",
        buckets: true,
        sizes: Object.fromEntries(
          [0, 1, 5 * MEBIBYTE, 5 * MEBIBYTE + 1].map((size) => [size, [true, { size: String(size) }, true]]),
        ),
        large: [true, "8", "8"],
        "large at once": [true, true, true],
        copied: 64 * MEBIBYTE,
        listed: true,
        "older list": ["sizes/0", "sizes/1", "sizes/5242880", "sizes/5242881"],
        range: true,
        once: ["none", "PreconditionFailed"],
        missing: ["NoSuchKey", "404", "NotImplemented"],
        SHA1: true,
        SHA256: true,
        tags: [{ Key: "a", Value: "b" }],
        link: [region !== "us-east-1", "ü/日本 🎉"],
        "link v4": [true, "ü/日本 🎉"],
        "by link": "linked",
        multi: true,
        parts: 1,
        uploads: 1,
        aborted: "NoSuchUpload",
        gone: "404",
      });
      expect(Object.values(seen["keys"] as object)).toEqual(Array.from({ length: 10 }, () => true));
      expect(seen["folders"]).toContain("../");
    },
    240_000,
  );
});
