/** An unmodified AWS CLI copies, moves and syncs files, and makes links, as a user types it. */

import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";
import { preparePython, runProgram } from "./python.ts";

const python = preparePython();
if ("missing" in python) console.log(`the AWS CLI's storage interop is skipped: ${python.missing}`);

const MEBIBYTE = 1024 * 1024;
/** The CLI sends files from 8 MiB on in parts. */
const sizes = [0, 1, 5 * MEBIBYTE, 5 * MEBIBYTE + 1, 64 * MEBIBYTE];

describe.skipIf("missing" in python)("aws s3", () => {
  let server: RunningServer;
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-s3-"));
  const at = (...names: string[]): string => join(folder, ...names);
  const large = randomBytes(20 * 1024 * 1024);

  beforeAll(async () => {
    server = await startServer();
    mkdirSync(at("source/deep er"), { recursive: true });
    writeFileSync(at("source/empty"), "");
    writeFileSync(at("source/one.txt"), "1");
    writeFileSync(at("source/deep er/ü + x.bin"), large);
    await aws("s3", "mb", "s3://cli");
  }, 240_000);

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const aws = (...args: string[]): Promise<string> => awsOver("http", ...args);

  async function awsOver(scheme: "http" | "https", ...args: string[]): Promise<string> {
    if ("missing" in python) throw new Error(python.missing);
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: join(server.data, "credentials"),
      AWS_CA_BUNDLE: join(server.data, "tls/ca.pem"),
      AWS_PROFILE: "ohmstead",
      AWS_ENDPOINT_URL: scheme === "http" ? server.url : server.httpsUrl,
      AWS_DEFAULT_REGION: "us-east-1",
      HOME: folder,
      LC_ALL: "C.UTF-8",
    };
    const { code, stdout, stderr } = await runProgram(python.aws, args, env);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  }

  test.each(["http", "https"] as const)(
    "%s: cp, sync and mv keep every byte and checksum of any size",
    async (scheme) => {
      const bucket = `s3://sizes-${scheme}`;
      const run = (...args: string[]): Promise<string> => awsOver(scheme, ...args);
      const files = new Map(sizes.map((size) => [String(size), randomBytes(size)]));
      mkdirSync(at("sizes"), { recursive: true });
      for (const [name, bytes] of files) writeFileSync(at("sizes", name), bytes);
      const expectAll = (...folders: string[]): void => {
        for (const [name, bytes] of files)
          expect([name, readFileSync(at(...folders, name)).equals(bytes)]).toEqual([name, true]);
      };
      await run("s3", "mb", bucket);
      await run("s3", "cp", "--recursive", at("sizes"), `${bucket}/cp`);
      await run("s3", "mv", "--recursive", `${bucket}/cp`, `${bucket}/moved`);
      await run("s3", "sync", `${bucket}/moved`, at("down", scheme));
      expectAll("down", scheme);
      await run("s3", "sync", at("down", scheme), `${bucket}/synced`);
      await run("s3", "cp", "--recursive", `${bucket}/synced`, at("again", scheme));
      expectAll("again", scheme);
      for (const [name, bytes] of files) {
        const asked = ["--bucket", `sizes-${scheme}`, "--key", `synced/${name}`, "--checksum-mode", "ENABLED"];
        const head = JSON.parse(await run("s3api", "head-object", ...asked)) as object;
        const whole = { ContentLength: bytes.length, ChecksumCRC32: crc32Of(bytes), ChecksumType: "FULL_OBJECT" };
        const inParts = {
          ContentLength: bytes.length,
          ChecksumCRC32: expect.stringMatching(/-8$/),
          ChecksumType: "COMPOSITE",
        };
        expect(head).toMatchObject(bytes.length < 8 * MEBIBYTE ? whole : inParts);
      }
    },
    240_000,
  );

  test("cp up, down and across, in parts where the file is large", async () => {
    await aws("s3", "cp", at("source/deep er/ü + x.bin"), "s3://cli/large.bin");
    await aws("s3", "cp", "s3://cli/large.bin", "s3://cli/copy of large.bin");
    await aws("s3", "cp", "s3://cli/copy of large.bin", at("back.bin"));
    expect(readFileSync(at("back.bin")).equals(large)).toBe(true);
    const head = JSON.parse(await aws("s3api", "head-object", "--bucket", "cli", "--key", "large.bin")) as object;
    expect(head).toMatchObject({ ContentLength: large.length, ETag: expect.stringMatching(/-3"$/) });
  }, 120_000);

  test("sync there, once; back; and away what is gone", async () => {
    await aws("s3", "sync", at("source"), "s3://cli/synced");
    expect(await aws("s3", "sync", at("source"), "s3://cli/synced")).toBe("");
    await aws("s3", "sync", "s3://cli/synced", at("restored"));
    const names = (path: string): Set<string> => new Set(readdirSync(path, { recursive: true, encoding: "utf8" }));
    expect(names(at("restored"))).toEqual(names(at("source")));
    expect(readFileSync(at("restored/deep er/ü + x.bin")).equals(large)).toBe(true);
    rmSync(at("source/one.txt"));
    expect(await aws("s3", "sync", "--delete", at("source"), "s3://cli/synced")).toContain(
      "delete: s3://cli/synced/one.txt",
    );
  }, 120_000);

  test("mv, ls and rm", async () => {
    await aws("s3", "mv", "s3://cli/synced/empty", "s3://cli/moved");
    const listed = await aws("s3", "ls", "--recursive", "s3://cli/");
    expect(listed).toContain(" moved\n");
    expect(listed).not.toContain("synced/empty");
    expect(await aws("s3", "ls", "s3://cli/")).toContain("PRE synced/");
    await aws("s3", "rm", "--recursive", "s3://cli/synced");
    expect(await aws("s3", "ls", "s3://cli/")).not.toContain("synced");
  }, 120_000);

  test("presign, as the CLI does it by itself and by version 4", async () => {
    writeFileSync(at("hello.txt"), "hello");
    await aws("s3", "cp", at("hello.txt"), "s3://cli/hello there.txt");
    for (const region of ["us-east-1", "eu-central-1"]) {
      const link = (await aws("s3", "presign", "--region", region, "s3://cli/hello there.txt")).trim();
      expect(link.includes("X-Amz-Signature")).toBe(region === "eu-central-1");
      expect(await (await fetch(link)).text()).toBe("hello");
    }
  }, 120_000);

  test("rb removes the bucket with what is in it", async () => {
    await aws("s3", "rb", "--force", "s3://cli");
    expect(await aws("s3", "ls")).not.toContain("cli");
  }, 120_000);
});

function crc32Of(bytes: Buffer): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString("base64");
}
