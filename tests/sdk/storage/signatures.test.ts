/** Who is let in: signatures in headers and links, of versions 4 and 2, in both styles of address, over http and https; and who is not. */

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import type { LookupFunction } from "node:net";
import { join } from "node:path";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import { beforeAll, describe, expect, test } from "vitest";
import { signRequest } from "#kernel/wire/sign";
import { codeOf, refusal, send, useS3 } from "./s3House.ts";

const s3 = useS3();
const Bucket = s3.bucket;

beforeAll(async () => {
  await s3.client().send(new PutObjectCommand({ Bucket, Key: "there", Body: "hello" }));
});

const get = { Bucket, Key: "there" };

describe("links of version 4", () => {
  test("read, with what they say of the answer", async () => {
    const command = new GetObjectCommand({ ...get, ResponseContentDisposition: 'attachment; filename="ä b.txt"' });
    const answer = await fetch(await getSignedUrl(s3.client(), command));
    expect([answer.status, await answer.text()]).toEqual([200, "hello"]);
    expect(answer.headers.get("content-disposition")).toContain("attachment");
  });

  test("write, although the client signed the checksum of an empty body into them", async () => {
    const url = await getSignedUrl(
      s3.client(),
      new PutObjectCommand({ Bucket, Key: "linked", ContentType: "text/plain", Metadata: { a: "b" } }),
    );
    expect(url).toContain("checksum");
    const answer = await fetch(url, { method: "PUT", body: "by link", headers: { "content-type": "text/plain" } });
    expect(answer.status).toBe(200);
    const head = await s3.client().send(new HeadObjectCommand({ Bucket, Key: "linked" }));
    expect(head).toMatchObject({ ContentType: "text/plain", ContentLength: 7, Metadata: { a: "b" } });
  });

  test("hold for their method, key and query only", async () => {
    const url = await getSignedUrl(s3.client(), new GetObjectCommand(get));
    for (const [method, changed] of [
      ["PUT", url],
      ["DELETE", url],
      ["GET", url.replace("/there?", "/other?")],
      ["GET", `${url}&response-content-type=text%2Fhtml`],
      ["GET", url.replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=604800")],
    ] as const) {
      const answer = await fetch(changed, { method });
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining("<Code>SignatureDoesNotMatch</Code>"),
      ]);
    }
  });

  test("hold for their host only", async () => {
    const url = new URL(await getSignedUrl(s3.client(), new GetObjectCommand(get)));
    const { hostname, port, pathname, search } = url;
    const headers = { host: `s3.us-east-1.localhost:${port}` };
    const answer = await send({ hostname, port, path: pathname + search, headers });
    expect([answer.status, codeOf(answer)]).toEqual([403, "SignatureDoesNotMatch"]);
  });

  test("end when their time is over", async () => {
    const client = s3.clientWith({ systemClockOffset: -120_000 });
    const url = await getSignedUrl(client, new GetObjectCommand(get), {
      expiresIn: 60,
      signingDate: new Date(Date.now() - 120_000),
    });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("<Code>AccessDenied</Code>")]);
  });
});

describe("links of version 2", () => {
  /** As boto3 and version 1 of the AWS CLI make them in the oldest regions. */
  function link(method: string, path: string, expires: number, query = ""): string {
    const { url, accessKey } = s3.server();
    const text = `${method}\n\n\n${expires}\n${path}${query && `?${query}`}`;
    const signature = createHmac("sha1", accessKey.secretAccessKey).update(text).digest("base64");
    const values = { AWSAccessKeyId: accessKey.accessKeyId, Signature: signature, Expires: String(expires) };
    return `${url}${path}?${query && `${query}&`}${new URLSearchParams(values).toString()}`;
  }
  const soon = (): number => Math.floor(Date.now() / 1000) + 60;

  test("read and write", async () => {
    expect(await (await fetch(link("GET", `/${Bucket}/there`, soon()))).text()).toBe("hello");
    expect((await fetch(link("PUT", `/${Bucket}/v2`, soon()), { method: "PUT", body: Buffer.from("x") })).status).toBe(
      200,
    );
    const typed = await fetch(link("GET", `/${Bucket}/there`, soon(), "response-content-type=text/css"));
    expect(typed.headers.get("content-type")).toBe("text/css");
  });

  test("hold for what was signed, until their time is over", async () => {
    expect((await fetch(link("GET", `/${Bucket}/there`, soon()), { method: "DELETE" })).status).toBe(403);
    expect((await fetch(link("GET", `/${Bucket}/there`, soon()).replace("there", "linked"))).status).toBe(403);
    const late = await fetch(link("GET", `/${Bucket}/there`, soon() - 120));
    expect(await late.text()).toContain("Request has expired");
  });

  test("but not in headers", async () => {
    const headers = { authorization: "AWS AKIAEXAMPLE:c2lnbmF0dXJl", date: new Date().toUTCString() };
    const answer = await fetch(`${s3.server().url}/${Bucket}/there`, { headers });
    expect(await answer.text()).toContain("Please use AWS4-HMAC-SHA256");
  });
});

describe("refused", () => {
  const credentials = () => s3.server().accessKey;

  test("who does not sign", async () => {
    const { hostname, port } = new URL(s3.server().url);
    const headers = { host: `${Bucket}.s3.us-east-1.localhost:${port}` };
    const answer = await send({ hostname, port, path: "/there", headers });
    expect([answer.status, codeOf(answer)]).toEqual([403, "AccessDenied"]);
    expect(answer.headers["content-type"]).toBe("application/xml");
  });

  test.each([
    [
      "an unknown key",
      { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x".repeat(40) },
      "InvalidAccessKeyId",
      403,
    ],
    ["a wrong secret", { secretAccessKey: "x".repeat(40) }, "SignatureDoesNotMatch", 403],
    ["a token nobody gave", { sessionToken: "nonsense" }, "InvalidToken", 400],
  ])("%s", async (_name, changed, name, status) => {
    const client = s3.clientWith({ credentials: { ...credentials(), ...changed } });
    expect(await refusal(client.send(new GetObjectCommand(get)))).toMatchObject({ name, status });
  });

  test("a clock that is sixteen minutes off; fourteen are allowed", async () => {
    const at = async (minutes: number): Promise<string | undefined> => {
      const { host, hostname, port } = new URL(s3.server().url);
      const rawUrl = `/${Bucket}/there`;
      const headers = signRequest(
        { method: "GET", rawUrl, headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }, body: "" },
        {
          credentials: credentials(),
          region: "us-east-1",
          service: "s3",
          now: Date.now() + minutes * 60_000,
          path: "asSent",
        },
      );
      return codeOf(await send({ hostname, port, path: rawUrl, headers }));
    };
    expect([await at(-14), await at(14), await at(-16), await at(16)]).toEqual([
      undefined,
      undefined,
      "RequestTimeTooSkewed",
      "RequestTimeTooSkewed",
    ]);
  });

  test("a header of AWS that is not signed", async () => {
    const signer = new SignatureV4({
      credentials: credentials(),
      region: "us-east-1",
      service: "s3",
      sha256: Sha256,
      uriEscapePath: false,
    });
    const { host, hostname, port } = new URL(s3.server().url);
    const path = `/${Bucket}/smuggled`;
    const request = {
      method: "PUT",
      protocol: "http:",
      hostname,
      path,
      query: {},
      headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
    };
    const { headers } = await signer.sign(request);
    const sent = { ...headers, "x-amz-meta-extra": "1", "content-length": "1" };
    const answer = await send({ method: "PUT", hostname, port, path, headers: sent }, "x");
    expect([answer.status, codeOf(answer)]).toEqual([403, "AccessDenied"]);
  });

  test("an owner other than the one the client expects", async () => {
    const ask = (ExpectedBucketOwner: string) =>
      s3.client().send(new ListObjectsV2Command({ Bucket, ExpectedBucketOwner }));
    await ask("000000000000");
    expect(await refusal(ask("111111111111"))).toMatchObject({ name: "AccessDenied", status: 403 });
  });
});

/** SHA-256 in the form the signer wants. */
class Sha256 {
  readonly #parts: Uint8Array[] = [];
  readonly #secret: string | Uint8Array | undefined;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret as string | Uint8Array | undefined;
  }
  update(data: string | Uint8Array): void {
    this.#parts.push(Buffer.from(data));
  }
  async digest(): Promise<Uint8Array> {
    const { createHash } = await import("node:crypto");
    const hash = this.#secret === undefined ? createHash("sha256") : createHmac("sha256", this.#secret);
    return hash.update(Buffer.concat(this.#parts)).digest();
  }
}

describe("addresses", () => {
  test.each([
    ["path style", "localhost", "/files/there"],
    ["path style on S3's own host", "s3.us-east-1.localhost", "/files/there"],
    ["the bucket before the host", "files.localhost", "/there"],
    ["the bucket before S3's host", "files.s3.localhost", "/there"],
    ["the bucket, S3 and the region", "files.s3.us-east-1.localhost", "/there"],
    ["a region of another name", "files.s3.eu-west-3.localhost", "/there"],
  ])("%s: %s%s", async (_name, hostname, path) => {
    const { port } = new URL(s3.server().url);
    const answer = await s3.raw({ method: "GET", target: path, headers: { host: `${hostname}:${port}` } });
    expect([answer.status, answer.body.toString()]).toEqual([200, "hello"]);
  });

  test("virtual-host style over https, with the certificate of the local authority", async () => {
    const { httpsUrl, data } = s3.server();
    const ca = readFileSync(join(data, "tls/ca.pem"), "utf8");
    const { port } = new URL(httpsUrl);
    const client = s3.clientWith({
      endpoint: `https://s3.us-east-1.localhost:${port}`,
      forcePathStyle: false,
      requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca, lookup: toLoopback }) }),
    });
    await client.send(new PutObjectCommand({ Bucket, Key: "secure/key", Body: "over https" }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "secure/key" }));
    expect(await Body?.transformToString()).toBe("over https");
  });
});

/** Names below localhost are this machine, whatever its resolver knows of them. */
const toLoopback: LookupFunction = (_host, options, done) => {
  const found = { address: "127.0.0.1", family: 4 };
  if (options.all) done(null, [found]);
  else done(null, found.address, found.family);
};
