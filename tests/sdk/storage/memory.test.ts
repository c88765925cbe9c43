/** Large objects stream through a server whose memory stays as it is. */

import { createHash } from "node:crypto";
import { request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, test } from "vitest";
import { signRequest } from "#kernel/wire/sign";
import { MEBIBYTE, patterned, useS3 } from "./s3House.ts";

const s3 = useS3();
const uploads = 4;
const size = 256 * MEBIBYTE;
const chunk = patterned(MEBIBYTE, 3);

/** Sends an object that lies nowhere in one piece, and answers its etag. */
async function put(name: string): Promise<string> {
  const { url, accessKey } = s3.server();
  const { host, hostname, port } = new URL(url);
  const path = `/${s3.bucket}/${name}`;
  const given = { host, "content-length": String(size), "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const signing = { credentials: accessKey, region: "us-east-1", service: "s3", now: Date.now() };
  const headers = signRequest(
    { method: "PUT", rawUrl: path, headers: given, body: "" },
    { ...signing, path: "asSent" },
  );
  const sending = request({ hostname, port, method: "PUT", path, headers });
  const etag = new Promise<string>((resolve, reject) => {
    sending.on("response", (answer) => resolve(String(answer.resume().headers.etag)));
    sending.on("error", reject);
  });
  await pipeline(Readable.from(Array.from({ length: size / MEBIBYTE }, () => chunk)), sending);
  return etag;
}

test("four uploads of 256 MiB at once grow it by less than 24 MiB, again and again", async () => {
  const hash = createHash("md5");
  for (let sent = 0; sent < size; sent += chunk.length) hash.update(chunk);
  const right = `"${hash.digest("hex")}"`;
  const all = () => Promise.all(Array.from({ length: uploads }, (_, index) => put(`memory/${index}`)));
  // Threads, slabs and compiled code come with the first.
  expect(new Set(await all())).toEqual(new Set([right]));
  const before = s3.server().residentMiB();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, s3.server().residentMiB());
  }, 50);
  try {
    expect(new Set(await all())).toEqual(new Set([right]));
  } finally {
    clearInterval(watch);
  }
  expect(most - before).toBeLessThan(24);
}, 120_000);
