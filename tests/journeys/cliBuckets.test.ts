/** `ohmstead buckets` against two running servers, one of them in the part of another S3 engine. */

import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { S3 } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";

const MEBIBYTE = 1024 * 1024;
const root = join(import.meta.dirname, "../..");
let here: RunningServer;
let there: RunningServer;
let ours: S3;
let theirs: S3;

beforeAll(async () => {
  [here, there] = await Promise.all([startServer(), startServer()]);
  [ours, theirs] = [clientOf(here), clientOf(there)];
});
afterAll(async () => {
  ours.destroy();
  theirs.destroy();
  await Promise.all([here.stop(), there.stop()]);
});

function clientOf({ url: endpoint, accessKey: credentials }: RunningServer): S3 {
  return new S3({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const entry = ["--conditions=source", "--disable-warning=ExperimentalWarning", join(root, "src/main.ts")];

/** Starts a program; keys for `s3://` come by AWS's variables, those for this server from its data folder. */
function start(program: string, args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    OHMSTEAD_URL: here.url,
    OHMSTEAD_DATA: here.data,
    AWS_SHARED_CREDENTIALS_FILE: join(there.data, "credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
}

async function finished(child: ReturnType<typeof start>): Promise<Ended> {
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, out, err };
}

const ohmstead = (...args: readonly string[]): Promise<Ended> =>
  finished(start(process.execPath, [...entry, "buckets", ...args]));

const syncing = (from: string, to: string): readonly string[] => {
  const engine = ["--endpoint", there.url, "--region", "us-east-1", "--profile", "ohmstead"];
  return ["sync", from, to, ...engine];
};
const sync = (from: string, to: string, ...more: string[]) => ohmstead(...syncing(from, to), ...more);

async function contents(client: S3, Bucket: string, Prefix = ""): Promise<Record<string, string>> {
  const { Contents = [] } = await client.listObjectsV2({ Bucket, Prefix });
  const found: Record<string, string> = {};
  for (const { Key = "" } of Contents) {
    const { Body } = await client.getObject({ Bucket, Key });
    found[Key] = Buffer.from((await Body?.transformToByteArray()) ?? []).toString("latin1");
  }
  return found;
}

test("list and usage tell the buckets, who stands on them and what they hold", async () => {
  await ours.createBucket({ Bucket: "usage-a" });
  await ours.createBucket({ Bucket: "usage-b" });
  await ours.putObject({ Bucket: "usage-a", Key: "1", Body: "x".repeat(1000) });
  await ours.putObject({ Bucket: "usage-a", Key: "2", Body: "x".repeat(1048) });
  const listed = await ohmstead("list");
  expect(listed.out).toMatch(/^BUCKET +MADE +BACKENDS\nusage-a +\S+Z\nusage-b +\S+Z\n$/);
  const usage = await ohmstead("usage");
  expect(usage.out).toMatch(/usage-a +2 +2\.0 KiB\nusage-b +0 +0 B\n$/);
  const one = await ohmstead("usage", "usage-a", "--json");
  expect(JSON.parse(one.out)).toEqual({ name: "usage-a", objects: 2, bytes: 2048 });
  expect(await ohmstead("usage", "usage-")).toMatchObject({ code: 1, err: "There is no bucket usage-.\n" });
});

test("sync brings objects of any size and key here with their headers, and again copies only what changed", async () => {
  await theirs.createBucket({ Bucket: "source" });
  await ours.createBucket({ Bucket: "target" });
  const big = randomBytes(40 * MEBIBYTE + 5);
  const put = (Key: string, Body: string | Uint8Array) => theirs.putObject({ Bucket: "source", Key, Body });
  await put("a/empty", "");
  await put("a/big", big);
  await put("a/ü &+//../x", "odd");
  await theirs.putObject({
    Bucket: "source",
    Key: "a/typed",
    Body: "<p>",
    ContentType: "text/html",
    CacheControl: "max-age=5",
    Metadata: { who: "me" },
  });
  await put("b", "outside");

  const dry = await sync("s3://source/a", "target/copy", "--dry-run");
  expect(dry).toMatchObject({ code: 0, out: "4 would be copied, 0 there already, 0 would be deleted.\n" });
  expect(await contents(ours, "target")).toEqual({});

  expect(await sync("s3://source/a", "target/copy")).toMatchObject({
    code: 0,
    err: "",
    out: "4 copied, 0 there already, 0 deleted.\n",
  });
  const copied = await contents(ours, "target");
  expect(Object.keys(copied)).toEqual(["copy/big", "copy/empty", "copy/typed", "copy/ü &+//../x"]);
  expect(Buffer.from(copied["copy/big"] ?? "", "latin1").equals(big)).toBe(true);
  expect(await ours.headObject({ Bucket: "target", Key: "copy/typed" })).toMatchObject({
    ContentType: "text/html",
    CacheControl: "max-age=5",
    Metadata: { who: "me" },
  });

  await put("a/typed", "<b>");
  await theirs.deleteObject({ Bucket: "source", Key: "a/empty" });
  await ours.deleteObject({ Bucket: "target", Key: "copy/ü &+//../x" });
  expect(await sync("s3://source/a", "target/copy")).toMatchObject({ out: "2 copied, 1 there already, 0 deleted.\n" });
  expect(await sync("s3://source/a", "target/copy", "--delete")).toMatchObject({
    out: "0 copied, 3 there already, 1 deleted.\n",
  });
  expect(Object.keys(await contents(ours, "target"))).toEqual(["copy/big", "copy/typed", "copy/ü &+//../x"]);
});

test("sync takes objects out to another engine, and between buckets here", async () => {
  await ours.createBucket({ Bucket: "outgoing" });
  await ours.createBucket({ Bucket: "sideways" });
  await theirs.createBucket({ Bucket: "backup" });
  for (let n = 0; n < 25; n += 1) await ours.putObject({ Bucket: "outgoing", Key: `k${n}`, Body: `${n}` });
  expect(await sync("outgoing", "s3://backup/today")).toMatchObject({
    out: "25 copied, 0 there already, 0 deleted.\n",
  });
  expect((await contents(theirs, "backup"))["today/k7"]).toBe("7");
  expect(await sync("outgoing", "sideways")).toMatchObject({ out: "25 copied, 0 there already, 0 deleted.\n" });
});

test("a sync that was killed goes on where it stopped, copies nothing twice and leaves nothing half", async () => {
  const count = 200;
  const bodyOf = (n: number): Buffer => Buffer.alloc(200_000, `body ${n} `);
  await theirs.createBucket({ Bucket: "many" });
  await ours.createBucket({ Bucket: "arriving" });
  for (let n = 0; n < count; n += 1) await theirs.putObject({ Bucket: "many", Key: `${n}`, Body: bodyOf(n) });
  const arrived = async () => (await ours.listObjectsV2({ Bucket: "arriving" })).KeyCount ?? 0;

  const child = start(process.execPath, [...entry, "buckets", ...syncing("s3://many", "arriving")]);
  const ended = finished(child);
  await expect.poll(arrived, { timeout: 20_000, interval: 5 }).toBeGreaterThan(5);
  child.kill("SIGKILL");
  await ended;
  const before = await arrived();
  expect(before).toBeLessThan(count);

  const again = await sync("s3://many", "arriving");
  const [, copied, same] = /^(\d+) copied, (\d+) there already, 0 deleted\.\n$/.exec(again.out) ?? [];
  expect(Number(copied) + Number(same)).toBe(count);
  // What had been sent whole when it was killed may have been stored since: it copies four at once.
  expect(Number(same) - before).toBeGreaterThanOrEqual(0);
  expect(Number(same) - before).toBeLessThanOrEqual(4);
  const came = await contents(ours, "arriving");
  expect(Object.keys(came)).toHaveLength(count);
  for (let n = 0; n < count; n += 1) expect(came[n]).toBe(bodyOf(n).toString("latin1"));
});

const terminal = (() => {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
})();
if (!terminal) console.log("the bar in a terminal is skipped: util-linux's script is not installed on this machine");

test.skipIf(!terminal)("in a terminal a bar tells how far it is", async () => {
  await ours.createBucket({ Bucket: "shown" });
  await ours.createBucket({ Bucket: "shown-too" });
  for (let n = 0; n < 8; n += 1) await ours.putObject({ Bucket: "shown", Key: `${n}`, Body: Buffer.alloc(MEBIBYTE) });
  const command = [process.execPath, ...entry, "buckets", ...syncing("shown", "shown-too")];
  const quoted = command.map((word) => `'${word}'`).join(" ");
  const { code, out } = await finished(start("script", ["-qec", quoted, "/dev/null"]));
  expect(code).toBe(0);
  expect(out).toMatch(/\[#*\.+\] .* of .*MiB, \d of \d copied/);
  expect(out).toContain(`[${"#".repeat(30)}] 8.0 MiB of 8.0 MiB, 8 of 8 copied, 0 there already`);
  expect(out).toContain("8 copied, 0 there already, 0 deleted.");
});

test("what cannot be is told in a sentence", async () => {
  await ours.createBucket({ Bucket: "waiting" });
  expect(await sync("s3://nowhere-at-all", "waiting")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^s3:\/\/nowhere-at-all cannot be listed: NoSuchBucket/),
  });
  expect(await sync("Not A Bucket", "waiting")).toMatchObject({
    code: 1,
    err: expect.stringContaining("is no place: write bucket/folder"),
  });
});
