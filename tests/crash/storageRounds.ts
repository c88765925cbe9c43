/** Crash rounds of the storage plane: parallel uploads, copies and deletes, `kill -9`, restart, then every answer is held to its word and the disk to the index. */

import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { S3 } from "@aws-sdk/client-s3";
import Sqlite from "better-sqlite3";
import { type RunningServer, startServer } from "../support/server.ts";
import { seeded } from "./workload.ts";

export interface StorageCrashReport {
  readonly rounds: number;
  readonly puts: number;
  readonly multiparts: number;
  readonly copies: number;
  readonly deletes: number;
  /** Blobs that crashes had left and the sweep removed. */
  readonly swept: number;
  /** Empty when every promise held. */
  readonly broken: readonly string[];
}

/** What a key may hold after a crash: what was acknowledged last, or what was under way when the server died. */
interface Expected {
  /** SHA-256 of the contents, "" for no object. */
  acknowledged: string;
  readonly underWay: Set<string>;
}

interface Totals {
  puts: number;
  multiparts: number;
  copies: number;
  deletes: number;
}

const Bucket = "crash";
const PART = 5 * 1024 * 1024;
const WORKERS = 6;
const KEYS_PER_WORKER = 4;

export async function storageCrashRounds(options: {
  readonly rounds: number;
  readonly seed: number;
  readonly built?: boolean;
  readonly onRound?: (line: string) => void;
}): Promise<StorageCrashReport> {
  const data = mkdtempSync(join(tmpdir(), "ohmstead-crash-"));
  const random = seeded(options.seed);
  // One process owns the folder, so what no row names when it starts is left over from a crash.
  const env = { OHMSTEAD_BLOBS_GRACE_MINUTES: "0" };
  const start = () => startServer({ data, built: options.built ?? false, env });
  const broken: string[] = [];
  const totals: Totals = { puts: 0, multiparts: 0, copies: 0, deletes: 0 };
  let swept = 0;
  const expected = new Map<string, Expected>();
  let server = await start();
  await withClient(server, (s3) => s3.createBucket({ Bucket }));
  for (let round = 1; round <= options.rounds; round++) {
    await withClient(server, async (s3) => {
      const state = { stopped: false };
      const workers = Array.from({ length: WORKERS }, (_, n) => live(s3, `w${n}`, random, expected, totals, state));
      await someYes(totals, 5 + Math.floor(random() * 40));
      await sleep(random() * 100);
      await server.kill();
      state.stopped = true;
      await Promise.all(workers);
    });
    const before = filesOf(data).size;
    server = await start();
    const problems = await withClient(server, async (s3) => [
      ...(await checkObjects(s3, expected)),
      ...(await checkDisk(data)),
    ]);
    swept += Math.max(0, before - filesOf(data).size);
    broken.push(...problems.map((problem) => `round ${round} (seed ${options.seed}): ${problem}`));
    options.onRound?.(`round ${round}: ${expected.size} keys, ${problems.length} problems`);
  }
  await server.stop();
  if (broken.length === 0) rmSync(data, { recursive: true, force: true });
  return { rounds: options.rounds, ...totals, swept, broken };
}

/** Waits for so many further yeses of the server, so that a slow machine is no quiet one; 5 s at most. */
async function someYes(totals: Totals, count: number): Promise<void> {
  const said = (): number => totals.puts + totals.multiparts + totals.copies + totals.deletes;
  const [enough, deadline] = [said() + count, Date.now() + 5000];
  while (said() < enough && Date.now() < deadline) await sleep(5);
}

async function withClient<T>(server: RunningServer, work: (s3: S3) => Promise<T>): Promise<T> {
  const { url: endpoint, accessKey: credentials } = server;
  const s3 = new S3({ endpoint, region: "us-east-1", credentials, forcePathStyle: true, maxAttempts: 1 });
  try {
    return await work(s3);
  } finally {
    s3.destroy();
  }
}

/** One worker's keys, which nobody else writes, until the server is gone. */
async function live(
  s3: S3,
  name: string,
  random: () => number,
  expected: Map<string, Expected>,
  totals: Totals,
  state: { readonly stopped: boolean },
): Promise<void> {
  while (!state.stopped) {
    const Key = `${name}/${Math.floor(random() * KEYS_PER_WORKER)}`;
    const entry = expected.get(Key) ?? { acknowledged: "", underWay: new Set<string>() };
    expected.set(Key, entry);
    const dice = random();
    try {
      if (dice < 0.15) await remove(s3, Key, entry, totals);
      else if (dice < 0.3) await putParts(s3, Key, entry, totals, random);
      else if (dice < 0.4) await copyOnto(s3, Key, entry, totals);
      else await put(s3, Key, entry, totals, random);
    } catch {
      // The kill: whatever was not answered may have happened or not.
    }
  }
}

async function attempt(entry: Expected, content: string, work: () => Promise<unknown>): Promise<void> {
  entry.underWay.add(content);
  await work();
  entry.acknowledged = content;
  entry.underWay.clear();
}

async function put(s3: S3, Key: string, entry: Expected, totals: Totals, random: () => number): Promise<void> {
  const sizes = [0, 10, 4096, 16_384, 16_385, 100_000, 1_000_000];
  const Body = randomBytes(sizes[Math.floor(random() * sizes.length)] ?? 0);
  await attempt(entry, digest(Body), () => s3.putObject({ Bucket, Key, Body }));
  totals.puts += 1;
}

async function putParts(s3: S3, Key: string, entry: Expected, totals: Totals, random: () => number): Promise<void> {
  const last = randomBytes(Math.floor(random() * 200_000) + 1);
  const parts = random() < 0.5 ? [last] : [randomBytes(PART), last];
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key });
  const Parts = await Promise.all(
    parts.map(async (Body, index) => {
      const { ETag } = await s3.uploadPart({ Bucket, Key, UploadId, PartNumber: index + 1, Body });
      return { ETag, PartNumber: index + 1 };
    }),
  );
  await attempt(entry, digest(Buffer.concat(parts)), () =>
    s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  totals.multiparts += 1;
}

async function copyOnto(s3: S3, Key: string, entry: Expected, totals: Totals): Promise<void> {
  if (entry.acknowledged === "" || entry.underWay.size > 0) return;
  await s3.copyObject({ Bucket, Key, CopySource: `${Bucket}/${Key}`, MetadataDirective: "REPLACE" });
  totals.copies += 1;
}

async function remove(s3: S3, Key: string, entry: Expected, totals: Totals): Promise<void> {
  await attempt(entry, "", () => s3.deleteObject({ Bucket, Key }));
  totals.deletes += 1;
}

/** Every key holds what was acknowledged, or something whole that was under way; that is taken for acknowledged from then on. */
async function checkObjects(s3: S3, expected: Map<string, Expected>): Promise<string[]> {
  const problems: string[] = [];
  const { Contents = [] } = await s3.listObjectsV2({ Bucket });
  for (const { Key = "" } of Contents) if (!expected.has(Key)) problems.push(`${Key} was never written`);
  for (const [Key, entry] of expected) {
    const isListed = Contents.some((object) => object.Key === Key);
    const found = await read(s3, Key);
    if (isListed !== (found !== "")) problems.push(`${Key} is listed: ${isListed}, read: ${found}`);
    if (found !== entry.acknowledged && !entry.underWay.has(found)) {
      problems.push(`${Key} holds ${found || "nothing"} instead of ${entry.acknowledged || "nothing"}`);
    }
    entry.acknowledged = found;
    entry.underWay.clear();
  }
  return problems;
}

/** The digest of an object's bytes, "" when there is none, the error when it cannot be read whole. */
async function read(s3: S3, Key: string): Promise<string> {
  try {
    const { Body } = await s3.getObject({ Bucket, Key });
    return digest((await Body?.transformToByteArray()) ?? new Uint8Array());
  } catch (error) {
    return error instanceof Error && error.name === "NoSuchKey" ? "" : String(error);
  }
}

/** Files and rows name the same blobs, as soon as the sweep that starts with the server is through. */
async function checkDisk(data: string): Promise<string[]> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const [files, rows] = [filesOf(data), referredTo(data)];
    const missing = [...rows].filter((blob) => !files.has(blob));
    const leaked = [...files].filter((blob) => !rows.has(blob));
    if (missing.length > 0) return [`${missing.length} blobs that rows refer to are missing: ${missing[0]}`];
    if (leaked.length === 0) return [];
    if (Date.now() > deadline) return [`${leaked.length} blobs leaked: ${leaked[0]}`];
    await sleep(50);
  }
}

function filesOf(data: string): Set<string> {
  const root = join(data, "blobs");
  const found = new Set<string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const directory = entry.parentPath.slice(root.length + 1);
    found.add(`${directory}-${entry.name}`);
  }
  return found;
}

function referredTo(data: string): Set<string> {
  const database = new Sqlite(join(data, "house.sqlite"), { readonly: true });
  try {
    const rows = database
      .prepare(
        `SELECT substr(content, 6) AS blob FROM storage_objects WHERE content LIKE 'blob:%'
         UNION SELECT blob_id FROM storage_parts`,
      )
      .all() as { blob: string }[];
    return new Set(rows.map(({ blob }) => blob).filter((blob) => !blob.startsWith("small-")));
  } finally {
    database.close();
  }
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
