/** `kill -9` in the middle of DeleteBackendStorage: the job goes on after the restart, and nothing of the bucket is left. */

import { setTimeout as sleep } from "node:timers/promises";
import {
  AmplifyBackendClient,
  CreateBackendCommand,
  CreateBackendStorageCommand,
  DeleteBackendStorageCommand,
  GetBackendJobCommand,
} from "@aws-sdk/client-amplifybackend";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import Sqlite from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";

const here = { AppId: "dremoval", BackendEnvironmentName: "dev" };
const Bucket = "doomed-files";
const OBJECTS = 2500;
const data = mkdtempSync(join(tmpdir(), "ohmstead-removal-"));
const env = { OHMSTEAD_BLOBS_GRACE_MINUTES: "0" };
afterAll(() => rmSync(data, { recursive: true, force: true }));

const clientsOf = ({ url: endpoint, accessKey: credentials }: RunningServer) => {
  const options = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  return { amplify: new AmplifyBackendClient(options), s3: new S3({ ...options, forcePathStyle: true }) };
};

async function ended(amplify: AmplifyBackendClient, JobId: string | undefined): Promise<string> {
  for (;;) {
    const { Status, Error: reason } = await amplify.send(new GetBackendJobCommand({ ...here, JobId }));
    if (Status === "COMPLETED" || Status === "FAILED") return `${Status} ${reason}`.trim();
    await sleep(20);
  }
}

function count(table: string): number {
  const database = new Sqlite(join(data, "house.sqlite"), { readonly: true });
  try {
    return (database.prepare(`SELECT count(*) AS n FROM storage_${table}`).get() as { n: number }).n;
  } finally {
    database.close();
  }
}

test("a removal that is killed is finished by the next start", async () => {
  const first = await startServer({ data, env });
  const { amplify, s3 } = clientsOf(first);
  const made = await amplify.send(new CreateBackendCommand({ ...here, AppName: "removal" }));
  expect(await ended(amplify, made.JobId)).toBe("COMPLETED");
  const ResourceConfig = { ServiceName: "S3" as const, BucketName: Bucket, Permissions: { Authenticated: [] } };
  const created = await amplify.send(
    new CreateBackendStorageCommand({ ...here, ResourceName: "files", ResourceConfig }),
  );
  expect(await ended(amplify, created.JobId)).toBe("COMPLETED");
  // Some in files, most in the database.
  const sizes = (n: number): number => (n % 25 === 0 ? 20_000 : 10);
  for (let from = 0; from < OBJECTS; from += 50) {
    const keys = Array.from({ length: 50 }, (_, n) => from + n);
    await Promise.all(keys.map((n) => s3.putObject({ Bucket, Key: `k${n}`, Body: Buffer.alloc(sizes(n), 1) })));
  }
  const removal = await amplify.send(
    new DeleteBackendStorageCommand({ ...here, ResourceName: "files", ServiceName: "S3" }),
  );
  while (count("objects") === OBJECTS) await sleep(1);
  await first.kill();
  const left = count("objects");
  s3.destroy();
  amplify.destroy();

  const second = await startServer({ data, env });
  const again = clientsOf(second);
  expect(await ended(again.amplify, removal.JobId)).toBe("COMPLETED");
  await expect(again.s3.listObjectsV2({ Bucket })).rejects.toMatchObject({ name: "NoSuchBucket" });
  const tables = ["objects", "small_blobs", "released", "buckets", "resources"];
  await expect.poll(() => tables.map(count), { timeout: 10_000 }).toEqual(tables.map(() => 0));
  const files = () =>
    readdirSync(join(data, "blobs"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  await expect.poll(() => files().length, { timeout: 10_000 }).toBe(0);
  again.s3.destroy();
  again.amplify.destroy();
  await second.stop();
  expect(left).toBeLessThan(OBJECTS);
  console.log(`killed with ${left} of ${OBJECTS} objects left`);
}, 120_000);
