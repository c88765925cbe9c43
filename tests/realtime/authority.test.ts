/** The right to hear is asked for again: keys that go or expire, tokens that expire, rules that change, callers who change (security case 32). */

import { afterEach, beforeAll, afterAll, describe, expect, it, test } from "vitest";
import { createOutbound } from "#adapters/outbound/guarded";
import { type FunctionFiles, openFunctionFiles } from "../support/functionFiles.ts";
import { inSubprotocol, RealtimeClient } from "../support/realtimeClient.ts";
import { type OpenIdServer, startOpenIdServer } from "../support/openIdServer.ts";
import { openRealtimeApi, type RealtimeApi } from "../support/realtimePlane.ts";

const sdl = "type Todo @model @auth(rules: [{ allow: public }]) { id: ID! name: String }";
const query = "subscription { onCreateTodo { id } }";
const day = 86_400_000;

let api: RealtimeApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});
const client = (on: RealtimeApi): Promise<RealtimeClient> =>
  RealtimeClient.connect(on.endpoint, inSubprotocol(on.byKey));
const create = (on: RealtimeApi): Promise<unknown> => on.send("mutation { createTodo(input: {}) { id name } }");

test("an API key that expired: nothing more, and an error", async () => {
  api = await openRealtimeApi(sdl);
  const one = await client(api);
  await one.subscribe("1", query, api.byKey);
  await create(api);
  expect((await one.next()).type).toBe("data");
  api.plane.clock.now += 8 * day;
  await api.plane.graphql.realtime.sweep();
  expect(await one.next()).toMatchObject({
    id: "1",
    type: "error",
    payload: { errors: [{ errorType: "UnauthorizedException" }] },
  });
  expect(api.plane.graphql.realtime.counts()).toEqual({ connections: 1, subscriptions: 0 });
});

test("a schema whose rules let the subscriber in no more ends his subscription before the next event", async () => {
  api = await openRealtimeApi(`${sdl}\ntype Other @model @auth(rules: [{ allow: public }]) { id: ID! }`);
  const one = await client(api);
  await one.subscribe("1", query, api.byKey);
  await one.subscribe("2", "subscription { onCreateOther { id } }", api.byKey);
  await one.subscribe("3", "subscription { onCreateTodo { id name } }", api.byKey);
  await api.update({
    TransformSchema: `
      type Todo @model @auth(rules: [{ allow: public, operations: [create, get, list] }]) { id: ID! name: String }
      type Other @model @auth(rules: [{ allow: public }]) { id: ID! }`,
  });
  await api.send("mutation { createOther(input: {}) { id } createTodo(input: {}) { id } }");
  const messages = [await one.next(), await one.next(), await one.next()];
  const summary = messages.map(({ id, type, payload }) => `${id} ${type} ${payload?.errors?.[0]?.message ?? ""}`);
  const refusal = "error Not Authorized to access onCreateTodo on type Subscription";
  expect(summary.toSorted()).toEqual([`1 ${refusal}`, "2 data ", `3 ${refusal}`]);
  expect(await one.rest()).toEqual([]);
});

test("a schema that still has what is selected goes on, with what it now means", async () => {
  api = await openRealtimeApi(sdl);
  const one = await client(api);
  await one.subscribe("1", "subscription { onCreateTodo { id name } }", api.byKey);
  await api.update({
    TransformSchema: "type Todo @model @auth(rules: [{ allow: public }]) { id: ID! name: String more: Int }",
  });
  await create(api);
  expect(await one.next()).toMatchObject({ id: "1", type: "data" });
  await api
    .update({ TransformSchema: "type Todo @model @auth(rules: [{ allow: public }]) { id: ID! more: Int }" })
    .catch(() => undefined);
  await api.plane.graphql.realtime.sweep();
  for (const message of await one.rest()) expect(message).toMatchObject({ id: "1", type: "error" });
});

test("a removed API ends its subscriptions", async () => {
  api = await openRealtimeApi(sdl);
  const one = await client(api);
  await one.subscribe("1", query, api.byKey);
  const { resourceId } = api;
  const address = { appId: "app", environment: "dev", resourceName: "api1", resourceId, siblings: [] };
  const signal = new AbortController().signal;
  await api.plane.graphql.provisioner.remove(address, { report: async () => undefined, signal });
  await api.plane.graphql.realtime.sweep();
  expect((await one.next()).payload?.errors?.[0]?.message).toContain("not found");
});

describe("tokens", () => {
  let provider: OpenIdServer;
  beforeAll(async () => {
    provider = await startOpenIdServer();
  });
  afterAll(() => provider.close());

  const note =
    "type Note @model @auth(rules: [{ allow: owner, provider: oidc }, { allow: public }]) { id: ID! text: String owner: String }";
  const config = () => ({
    DefaultAuthType: { Mode: "API_KEY" as const },
    AdditionalAuthTypes: [
      {
        Mode: "OPENID_CONNECT" as const,
        Settings: { OpenIDProviderName: "mine", OpenIDIssueURL: provider.issuer },
      },
    ],
  });

  it("that expire: the event after that is not delivered; other subscriptions on the socket live on", async () => {
    api = await openRealtimeApi(note, { modes: { outbound: createOutbound({ allowed: [provider.host] }) } }, config());
    const now = Math.floor(api.plane.clock.now / 1000);
    const token = await provider.token({ username: "carol", iat: now, auth_time: now, exp: now + 60 });
    const carol = { host: "x", Authorization: token };
    const one = await client(api);
    const subscription = "subscription { onCreateNote { id } }";
    await one.subscribe("mine", subscription, carol);
    await one.subscribe("all", subscription, api.byKey);
    const write = async (): Promise<void> => {
      await api?.send(`mutation { createNote(input: { owner: "carol" }) { id owner } }`);
    };
    await write();
    expect([(await one.next()).type, (await one.next()).type]).toEqual(["data", "data"]);
    api.plane.clock.now += 61_000;
    await write();
    const after = [await one.next(), await one.next()].toSorted((a, b) => a.type.localeCompare(b.type));
    expect(after).toMatchObject([
      { id: "all", type: "data" },
      {
        id: "mine",
        type: "error",
        payload: { errors: [{ errorType: "UnauthorizedException", message: "Token expired", errorCode: 401 }] },
      },
    ]);
    one.start("again", subscription, carol);
    expect((await one.next()).payload?.errors?.[0]?.message).toBe("Token expired");
  });
});

describe("an authorizer function", () => {
  let files: FunctionFiles;
  beforeAll(async () => {
    files = await openFunctionFiles({
      "gate.mjs": `
        let asked = 0;
        export async function handler({ authorizationToken: token }) {
          asked += 1;
          return {
            isAuthorized: token !== "leaves" || asked < 4,
            deniedFields: token === "narrows" && asked > 3 ? ["Todo.name"] : [],
            ttlOverride: 0,
          };
        }`,
    });
  });
  afterAll(() => files.close());

  async function open(): Promise<RealtimeApi> {
    const settings = { modes: { functions: files.functions }, authorizers: new Map([["todos", "gate"]]) };
    return openRealtimeApi("type Todo @model @auth(rules: [{ allow: custom }]) { id: ID! name: String }", settings, {
      ApiName: "todos",
    });
  }

  it("that changes its mind is heard at the next event after a second", async () => {
    api = await open();
    const credentials = { host: "x", Authorization: "narrows" };
    const one = await RealtimeClient.connect(api.endpoint, inSubprotocol(credentials));
    await one.subscribe("1", "subscription { onCreateTodo { name } }", credentials);
    const write = async (): Promise<void> => {
      const body = JSON.stringify({ query: 'mutation { createTodo(input: { name: "n" }) { name } }' });
      await api?.http({ headers: { authorization: "anybody" }, body: Buffer.from(body) });
    };
    await write();
    expect((await one.next()).payload).toEqual({ data: { onCreateTodo: { name: "n" } } });
    api.plane.clock.now += 1_100;
    await write();
    expect((await one.next()).payload).toMatchObject({ data: { onCreateTodo: { name: null } } });
  });
});
