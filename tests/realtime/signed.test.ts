/** AWS_IAM over a websocket: signatures of the connection and of each subscription, and keys that go while one lives. */

import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SignatureV4 } from "@smithy/signature-v4";
import { inHeaders, inQuery, inSubprotocol, RealtimeClient } from "../support/realtimeClient.ts";
import { openRealtimeApi, type RealtimeApi } from "../support/realtimePlane.ts";

type Headers = Record<string, string>;

/** The signer wants a hash of this form. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | Uint8Array | ArrayBuffer | ArrayBufferView) {
    const key = secret as string | Uint8Array | undefined;
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const secret = "a secret key of the test";
let isKnown = true;
let api: RealtimeApi;
beforeAll(async () => {
  const lookup = async (accessKeyId: string) =>
    isKnown && accessKeyId === "AKIATEST"
      ? { secret, caller: { kind: "accessKey" as const, accessKeyId, root: false } }
      : undefined;
  api = await openRealtimeApi(
    "type Todo @model @auth(rules: [{ allow: public }]) { id: ID! name: String }",
    { modes: { lookup } },
    { DefaultAuthType: { Mode: "API_KEY" }, AdditionalAuthTypes: [{ Mode: "AWS_IAM" }] },
  );
});
afterAll(() => api.close());

async function signed(path: string, body: string): Promise<Headers> {
  const signer = new SignatureV4({
    service: "appsync",
    region: "us-east-1",
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: secret },
    sha256: Sha256,
    applyChecksum: false,
  });
  const { host, hostname, pathname } = new URL(api.endpoint);
  const headers = {
    accept: "application/json, text/javascript",
    "content-encoding": "amz-1.0",
    "content-type": "application/json; charset=UTF-8",
    host,
  };
  const request = { method: "POST", protocol: "http:", hostname, path: pathname + path, headers, body };
  return (await signer.sign(request, { signingDate: new Date(api.plane.clock.now) })).headers;
}

const query = "subscription { onCreateTodo { id } }";
const data = JSON.stringify({ query, variables: {} });
const create = (): Promise<unknown> => api.send("mutation { createTodo(input: {}) { id } }");

async function start(client: RealtimeClient, id: string, authorization: Headers, text = data): Promise<string> {
  client.send({ id, type: "start", payload: { data: text, extensions: { authorization } } });
  const { type, payload } = await client.next();
  return payload?.errors?.[0]?.errorType ?? type;
}

test.each([inSubprotocol, inQuery, inHeaders])("connects and subscribes in each style: %o", async (style) => {
  const client = await RealtimeClient.connect(api.endpoint, style(await signed("/connect", "{}")));
  // Libraries add it after they have signed.
  const headers = { ...(await signed("", data)), "x-amz-user-agent": "aws-amplify/6" };
  expect(await start(client, "1", headers)).toBe("start_ack");
  await create();
  expect((await client.next()).type).toBe("data");
  client.close();
});

test("a signature is for one path and one body", async () => {
  const wrong = await RealtimeClient.open(api.endpoint, inSubprotocol(await signed("", "{}")));
  wrong.send({ type: "connection_init" });
  expect((await wrong.next()).type).toBe("connection_error");
  const client = await RealtimeClient.connect(api.endpoint, inSubprotocol(await signed("/connect", "{}")));
  const other = JSON.stringify({ query: "subscription { onDeleteTodo { id } }", variables: {} });
  expect(await start(client, "1", await signed("", data), other)).toBe("UnauthorizedException");
  expect(await start(client, "1", await signed("/connect", data))).toBe("UnauthorizedException");
  client.close();
});

test("a signature grows old, its subscription lives on; a key that is gone ends it", async () => {
  const client = await RealtimeClient.connect(api.endpoint, inSubprotocol(await signed("/connect", "{}")));
  const headers = await signed("", data);
  expect(await start(client, "1", headers)).toBe("start_ack");
  api.plane.clock.now += 3_600_000;
  await create();
  expect((await client.next()).type).toBe("data");
  expect(await start(client, "2", headers)).toBe("UnauthorizedException");
  isKnown = false;
  api.plane.clock.now += 2_000;
  await create();
  expect(await client.next()).toMatchObject({
    id: "1",
    type: "error",
    payload: { errors: [{ errorType: "UnauthorizedException" }] },
  });
  client.close();
});
