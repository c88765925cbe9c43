/** A whole server with a bucket for each test file, the AWS S3 client signed with the root key, and raw requests beside it. */

import { type IncomingHttpHeaders, request as httpRequest } from "node:http";
import { CreateBucketCommand, S3Client, type S3ClientConfig, type S3ServiceException } from "@aws-sdk/client-s3";
import { afterAll, beforeAll } from "vitest";
import { signRequest } from "#kernel/wire/sign";
import { type RunningServer, startServer } from "../../support/server.ts";

export const MEBIBYTE = 1024 * 1024;

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RawRequest {
  readonly method: string;
  /** As it shall stand in the request line. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Default: signed with the root key. */
  readonly unsigned?: boolean;
}

export function useS3(bucket = "files") {
  let server: RunningServer | undefined;
  const clients: S3Client[] = [];

  const running = (): RunningServer => {
    if (!server) throw new Error("The server is not started yet.");
    return server;
  };

  function clientWith(config: S3ClientConfig = {}): S3Client {
    const { url, accessKey } = running();
    const client = new S3Client({
      endpoint: url,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: accessKey,
      maxAttempts: 1,
      ...config,
    });
    clients.push(client);
    return client;
  }

  /** Sends a request as it is given, signed over exactly that. */
  async function raw({ method, target, headers = {}, body = "", unsigned }: RawRequest): Promise<RawAnswer> {
    const { url, accessKey } = running();
    const { host, hostname, port } = new URL(url);
    const told = body.length > 0 && headers["transfer-encoding"] === undefined;
    const given = { host, ...(told && { "content-length": String(Buffer.byteLength(body)) }), ...headers };
    const hashed = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD", ...given };
    const signing = {
      credentials: accessKey,
      region: "us-east-1",
      service: "s3",
      now: Date.now(),
      path: "asSent" as const,
    };
    const sent = unsigned ? given : signRequest({ method, rawUrl: target, headers: hashed, body: "" }, signing);
    return send({ method, hostname, port, path: target, headers: sent }, body);
  }

  beforeAll(async () => {
    server = await startServer();
    await clientWith().send(new CreateBucketCommand({ Bucket: bucket }));
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server?.stop();
  });

  let client: S3Client | undefined;
  return {
    bucket,
    server: running,
    clientWith,
    raw,
    client: () => {
      client ??= clientWith();
      return client;
    },
  };
}

/** Any HTTP exchange of node:http, whole. */
export function send(options: object, body: string | Uint8Array = ""): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
      answer.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** What a refused request was refused with. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  try {
    await work;
  } catch (error) {
    const { name, message, $metadata } = error as S3ServiceException;
    if (!$metadata) throw error;
    return { name, status: $metadata.httpStatusCode, message };
  }
  throw new Error("The request was not refused.");
}

/** Code of an error document. */
export function codeOf({ body }: RawAnswer): string | undefined {
  return /<Error><Code>(\w+)<\/Code>/.exec(body.toString("utf8"))?.[1];
}

/** Bytes that are the same for the same seed, and not for another. */
export function patterned(size: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let state = seed;
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
