/** Bodies on the wire: chunked with and without signatures, trailers, checksums of every kind, wrong digests, 100-continue, cut connections. */

import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import {
  type ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { checksums } from "#kernel/checksum/checksums";
import { sha256Hex } from "#kernel/wire/canonical";
import { chunkSignatures } from "#kernel/wire/chunkSignatures";
import { signRequest } from "#kernel/wire/sign";
import { deriveSigningKey } from "#kernel/wire/signingKey";
import { codeOf, MEBIBYTE, patterned, type RawAnswer, send, useS3 } from "./s3House.ts";

const s3 = useS3();
const Bucket = s3.bucket;
const crc32 = (bytes: Uint8Array): string => {
  const hasher = checksums.CRC32.hasher();
  hasher.update(bytes);
  return hasher.digest().toString("base64");
};

async function stored(Key: string): Promise<Buffer | undefined> {
  const answer = await s3.raw({ method: "GET", target: `/${Bucket}/${Key}` });
  return answer.status === 200 ? answer.body : undefined;
}

describe("the client's streams", () => {
  test.each([0, 1, 65_536, 3 * MEBIBYTE + 1])("of %i bytes arrive without their framing", async (size) => {
    const bytes = patterned(size);
    const Body = Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]);
    await s3
      .client()
      .send(new PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: size, ContentEncoding: "gzip" }));
    const { Body: body, ContentEncoding } = await s3.client().send(new GetObjectCommand({ Bucket, Key: "stream" }));
    expect(Buffer.from((await body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(ContentEncoding).toBe("gzip");
  });
});

describe("checksums", () => {
  test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as ChecksumAlgorithm[])(
    "%s is verified, kept and given back",
    async (algorithm) => {
      const Key = `sum-${algorithm}`;
      const bytes = patterned(100_000);
      const hasher = checksums[algorithm as keyof typeof checksums].hasher();
      hasher.update(bytes);
      const value = hasher.digest().toString("base64");
      const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
      const put = (sum: string) =>
        s3.raw({ method: "PUT", target: `/${Bucket}/${Key}`, body: bytes, headers: { [name]: sum } });
      const wrong = await put(value.replace(/^./, (first) => (first === "A" ? "B" : "A")));
      expect([wrong.status, codeOf(wrong), await stored(Key)]).toEqual([400, "BadDigest", undefined]);
      const right = await put(value);
      expect([right.status, right.headers[name], right.headers["x-amz-checksum-type"]]).toEqual([
        200,
        value,
        "FULL_OBJECT",
      ]);
      const head = await s3.client().send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
      expect(head).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: "FULL_OBJECT" });
      expect(await s3.client().send(new HeadObjectCommand({ Bucket, Key }))).not.toHaveProperty(`Checksum${algorithm}`);
    },
  );

  test.each([
    [{ "x-amz-checksum-crc32": "short" }, "InvalidRequest"],
    [{ "x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-sha1": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" }, "InvalidRequest"],
    [{ "content-md5": "nonsense" }, "InvalidDigest"],
    [{ "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" }, "BadDigest"],
    [{ "x-amz-content-sha256": "0".repeat(64) }, "XAmzContentSHA256Mismatch"],
    [{ "x-amz-content-sha256": "nonsense" }, "InvalidArgument"],
  ])("%j is refused with %s, and nothing is stored", async (headers, code) => {
    const answer = await s3.raw({ method: "PUT", target: `/${Bucket}/refused`, body: "hello", headers });
    expect([answer.status, codeOf(answer), await stored("refused")]).toEqual([400, code, undefined]);
  });

  test("a right Content-MD5 is taken", async () => {
    const md5 = createHash("md5").update("hello").digest("base64");
    const answer = await s3.raw({
      method: "PUT",
      target: `/${Bucket}/md5`,
      body: "hello",
      headers: { "content-md5": md5 },
    });
    expect(answer.status).toBe(200);
  });
});

describe("aws-chunked", () => {
  const data = patterned(150_000, 3);

  interface Chunked {
    readonly kind:
      | "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
      | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
      | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    readonly trailer?: string;
    /** Changes the framed body before it is sent. */
    readonly spoil?: (wire: Buffer) => Buffer;
    readonly decodedLength?: number;
  }

  /** Sends a body framed and signed as the older SDKs do. */
  async function put(key: string, { kind, trailer, spoil, decodedLength = data.length }: Chunked): Promise<RawAnswer> {
    const { url, accessKey } = s3.server();
    const { host, hostname, port } = new URL(url);
    const rawUrl = `/${Bucket}/${key}`;
    const headers = {
      host,
      "content-encoding": "aws-chunked",
      "x-amz-content-sha256": kind,
      "x-amz-decoded-content-length": String(decodedLength),
      ...(trailer && { "x-amz-trailer": "x-amz-checksum-crc32" }),
    };
    const signing = {
      credentials: accessKey,
      region: "us-east-1",
      service: "s3",
      now: Date.now(),
      path: "asSent" as const,
    };
    const signed = signRequest({ method: "PUT", rawUrl, headers, body: "" }, signing);
    const date = signed["x-amz-date"] ?? "";
    const scope = { date: date.slice(0, 8), region: "us-east-1", service: "s3" };
    const signature = /Signature=(\w+)/.exec(signed["authorization"] ?? "")?.[1] ?? "";
    const chain = chunkSignatures({
      signature,
      signingKey: deriveSigningKey(accessKey.secretAccessKey, scope),
      scope,
      date,
    });
    const parts: Buffer[] = [];
    for (const piece of [
      data.subarray(0, 65_536),
      data.subarray(65_536, 131_072),
      data.subarray(131_072),
      Buffer.alloc(0),
    ]) {
      const extension = kind.includes("HMAC") ? `;chunk-signature=${chain.chunk(sha256Hex(piece))}` : "";
      parts.push(
        Buffer.from(`${piece.length.toString(16)}${extension}\r\n`),
        piece,
        Buffer.from(piece.length > 0 ? "\r\n" : ""),
      );
    }
    if (trailer) {
      parts.push(Buffer.from(`x-amz-checksum-crc32:${trailer}\r\n`));
      if (kind.includes("HMAC"))
        parts.push(Buffer.from(`x-amz-trailer-signature:${chain.trailer(`x-amz-checksum-crc32:${trailer}\n`)}\r\n`));
    }
    parts.push(Buffer.from("\r\n"));
    const body = spoil ? spoil(Buffer.concat(parts)) : Buffer.concat(parts);
    const sent = { ...signed, "content-length": String(body.length) };
    return send({ method: "PUT", hostname, port, path: rawUrl, headers: sent }, body);
  }

  const kinds = [
    { kind: "STREAMING-UNSIGNED-PAYLOAD-TRAILER", trailer: crc32(data) },
    { kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" },
    { kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", trailer: crc32(data) },
  ] as const satisfies readonly Chunked[];

  test.each(kinds)("$kind is unframed", async (chunked) => {
    const answer = await put(chunked.kind, chunked);
    expect(answer.status).toBe(200);
    expect((await stored(chunked.kind))?.equals(data)).toBe(true);
    const head = await s3.client().send(new HeadObjectCommand({ Bucket, Key: chunked.kind, ChecksumMode: "ENABLED" }));
    expect(head.ContentEncoding).toBeUndefined();
    expect(head.ChecksumCRC32).toBe("trailer" in chunked ? crc32(data) : undefined);
  });

  const flip = (at: number) => (wire: Buffer) => {
    const changed = Buffer.from(wire);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };

  test.each<[string, Chunked, number, string]>([
    [
      "a changed byte under signatures",
      { kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", spoil: flip(70_000) },
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "a changed byte under a trailer",
      { kind: "STREAMING-UNSIGNED-PAYLOAD-TRAILER", trailer: crc32(data), spoil: flip(70_000) },
      400,
      "BadDigest",
    ],
    ["a wrong trailer", { kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", trailer: "AAAAAA==" }, 400, "BadDigest"],
    [
      "an end too early",
      { kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", spoil: (wire) => wire.subarray(0, -100_000) },
      400,
      "IncompleteBody",
    ],
    [
      "a length that is too small",
      { kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", decodedLength: 149_999 },
      400,
      "IncompleteBody",
    ],
    [
      "a length that is too large",
      { kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", decodedLength: 150_001 },
      400,
      "IncompleteBody",
    ],
    ["no framing", { kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", spoil: () => data }, 400, "InvalidRequest"],
  ])("%s is refused, and nothing is stored", async (_name, chunked, status, code) => {
    const answer = await put("spoilt", chunked);
    expect([answer.status, codeOf(answer), await stored("spoilt")]).toEqual([status, code, undefined]);
  });
});

describe("length", () => {
  test("must be told", async () => {
    const answer = await s3.raw({
      method: "PUT",
      target: `/${Bucket}/long`,
      headers: { "transfer-encoding": "chunked" },
      body: "x",
    });
    expect([answer.status, codeOf(answer)]).toEqual([411, "MissingContentLength"]);
  });

  test("above 5 GiB is refused before a byte is sent", async () => {
    const { continued, status } = await patient("huge", String(5 * 1024 ** 3 + 1));
    expect([continued, status]).toEqual([false, 400]);
  });
});

/** Announces a body and waits to be asked for it. */
function patient(key: string, length: string, signed = true): Promise<{ continued: boolean; status: number }> {
  const { url, accessKey } = s3.server();
  const { hostname, port } = new URL(url);
  const target = `/${key}`;
  const given = {
    host: `${Bucket}.s3.us-east-1.localhost:${port}`,
    "content-length": length,
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
  };
  const signing = {
    credentials: accessKey,
    region: "us-east-1",
    service: "s3",
    now: Date.now(),
    path: "asSent" as const,
  };
  const headers = signed ? signRequest({ method: "PUT", rawUrl: target, headers: given, body: "" }, signing) : given;
  return new Promise((resolve, reject) => {
    let continued = false;
    const sent = { ...headers, expect: "100-continue" };
    const request = httpRequest({ method: "PUT", hostname, port, path: target, headers: sent });
    request.on("continue", () => {
      continued = true;
      request.end(Buffer.alloc(Number(length), 1));
    });
    request.on("response", (answer) => {
      answer.resume();
      resolve({ continued, status: answer.statusCode ?? 0 });
      if (!continued) request.destroy();
    });
    request.on("error", reject);
    request.flushHeaders();
  });
}

describe("100-continue", () => {
  test("comes when the body is wanted", async () => {
    expect(await patient("patient", "70000")).toEqual({ continued: true, status: 200 });
    expect((await stored("patient"))?.length).toBe(70_000);
  });

  test("does not come for a request that is refused anyway", async () => {
    expect(await patient("patient", "10", false)).toEqual({ continued: false, status: 403 });
  });

  test("is not waited for by other doors, either", async () => {
    const { hostname, port } = new URL(s3.server().url);
    const headers = { expect: "100-continue", "content-length": "2" };
    const answer = await send({ method: "POST", hostname, port, path: "/graphql/none", headers }, "{}");
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});

test("a refused upload still reads its answer when the client goes on sending", async () => {
  const body = Buffer.alloc(8 * MEBIBYTE, 1);
  const answer = await s3.raw({ method: "PUT", target: "/no-such-bucket/x", body });
  expect([answer.status, codeOf(answer)]).toEqual([404, "NoSuchBucket"]);
});

test("an upload whose client goes away leaves nothing", async () => {
  const { url, accessKey } = s3.server();
  const { host, hostname, port } = new URL(url);
  const target = `/${Bucket}/cut-off`;
  const signing = {
    credentials: accessKey,
    region: "us-east-1",
    service: "s3",
    now: Date.now(),
    path: "asSent" as const,
  };
  const given = { host, "content-length": "1000000", "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const headers = signRequest({ method: "PUT", rawUrl: target, headers: given, body: "" }, signing);
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`PUT ${target} HTTP/1.1\r\n${head.join("")}\r\n`);
      socket.write(Buffer.alloc(500_000), () => setTimeout(() => socket.destroy(), 100));
    });
    socket.on("close", () => resolve());
    socket.on("error", reject);
  });
  const { Contents } = await s3.client().send(new ListObjectsV2Command({ Bucket, Prefix: "cut-off" }));
  expect(Contents).toBeUndefined();
  expect((await s3.raw({ method: "PUT", target, body: "whole" })).status).toBe(200);
});
