/** Each client family's handshake and order of messages, replayed word by word. */

import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { inHeaders, inQuery, inSubprotocol, RealtimeClient, type Style } from "../support/realtimeClient.ts";
import { openRealtimeApi, type RealtimeApi } from "../support/realtimePlane.ts";

let api: RealtimeApi;
beforeAll(async () => {
  api = await openRealtimeApi("type Todo @model @auth(rules: [{ allow: public }]) { id: ID! name: String! }");
});
afterAll(() => api.close());

const query = "subscription OnCreate { onCreateTodo { id name __typename } }";
const create = (name: string): Promise<unknown> =>
  api.send("mutation ($name: String!) { createTodo(input: { name: $name }) { id name } }", { name });

interface Family {
  readonly name: string;
  readonly style: (credentials: Readonly<Record<string, string>>) => Style;
  readonly init: object;
  readonly data: (body: object) => unknown;
}

const asText = (body: object): unknown => JSON.stringify(body);
const families: readonly Family[] = [
  { name: "aws-amplify 6", style: inSubprotocol, init: { type: "connection_init" }, data: asText },
  { name: "aws-amplify 5 and aws-appsync", style: inQuery, init: { type: "connection_init" }, data: asText },
  { name: "Android", style: inHeaders, init: { type: "connection_init" }, data: asText },
  { name: "Swift", style: inHeaders, init: { type: "connection_init", payload: null }, data: asText },
  {
    name: "Flutter",
    style: (credentials) => ({ ...inSubprotocol(credentials), query: "?payload=e30=" }),
    init: { type: "connection_init" },
    data: asText,
  },
];

describe.each(families)("$name", ({ style, init, data }) => {
  it("connects, subscribes, hears, stops, and is told that it is complete", async () => {
    const client = await RealtimeClient.open(api.endpoint, style(api.byKey));
    expect(client.socket.protocol).toBe("graphql-ws");
    client.send(init);
    expect(await client.next()).toEqual({ type: "connection_ack", payload: { connectionTimeoutMs: 300_000 } });
    const id = "2d5a4f0e-5c9c-4ad5-9d0b-4c9a1c7c4f11";
    const payload = { data: data({ query, variables: {} }), extensions: { authorization: api.byKey } };
    client.send({ id, type: "start", payload });
    expect(await client.next()).toEqual({ id, type: "start_ack" });
    await create("first");
    expect(await client.next()).toMatchObject({
      id,
      type: "data",
      payload: { data: { onCreateTodo: { name: "first", __typename: "Todo" } } },
    });
    client.send({ id, type: "stop" });
    expect(await client.next()).toEqual({ id, type: "complete" });
    await create("second");
    expect(await client.rest()).toEqual([]);
    expect(client.messages[1]).toEqual({ type: "ka" });
    client.close();
    expect(await client.closed()).toBe(1005);
  });

  it("is told that its credential is no good, and is not kept", async () => {
    const client = await RealtimeClient.open(api.endpoint, style({ ...api.byKey, "x-api-key": "da2-wrong" }));
    client.send(init);
    const { type, payload } = await client.next();
    expect([type, payload?.errors?.[0]]).toEqual([
      "connection_error",
      {
        errorType: "UnauthorizedException",
        message: "You are not authorized to make this call.",
        errorCode: 401,
      },
    ]);
    expect(await client.closed()).toBe(1008);
  });
});

test("every start message brings a credential of its own", async () => {
  const client = await RealtimeClient.connect(api.endpoint, inSubprotocol(api.byKey));
  client.start("a", query, {});
  expect(await client.next()).toMatchObject({
    id: "a",
    type: "error",
    payload: { errors: [{ errorType: "UnauthorizedException", message: "Valid authorization header not provided." }] },
  });
  client.start("b", query, { ...api.byKey, "x-api-key": "da2-other" });
  expect(await client.next()).toMatchObject({ id: "b", type: "error" });
  await client.subscribe("c", query, api.byKey);
  client.close();
});

test("the first message must be connection_init", async () => {
  const client = await RealtimeClient.open(api.endpoint, inSubprotocol(api.byKey));
  client.start("a", query, api.byKey);
  expect(await client.next()).toMatchObject({ type: "connection_error" });
  expect(await client.closed()).toBe(1008);
});

test("an unknown API is told in a way clients do not retry", async () => {
  const client = await RealtimeClient.open(api.endpoint.replace(/\w+$/, "nosuchapi"), inSubprotocol(api.byKey));
  client.send({ type: "connection_init" });
  expect((await client.next()).payload?.errors).toEqual([
    { errorType: "BadRequestException", message: "GraphQL API nosuchapi not found.", errorCode: 400 },
  ]);
});

test.each([
  ["/graphql/x/nowhere", { "sec-websocket-protocol": "graphql-ws" }, 404],
  ["/elsewhere", { "sec-websocket-protocol": "graphql-ws" }, 404],
  ["/graphql/x/realtime", {}, 400],
  ["/graphql/x/realtime", { "sec-websocket-protocol": "graphql-transport-ws" }, 400],
])("an upgrade of %s with %j is answered %i", async (path, headers, status) => {
  const upgrade = {
    connection: "upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const { request } = await import("node:http");
  const answered = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(`http://127.0.0.1:${api.listener.port}${path}`, { headers: { ...upgrade, ...headers } });
    asked.on("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("upgrade", (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    asked.on("error", reject);
    asked.end();
  });
  expect(answered).toBe(status);
});
