/** Clients that misbehave: garbage, floods, silence, readers who do not read. None of them harms the others (security cases 23 and 31). */

import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { inHeaders, inSubprotocol, RealtimeClient } from "../support/realtimeClient.ts";
import { openRealtimeApi, type RealtimeApi } from "../support/realtimePlane.ts";
import type { PlaneSettings } from "../support/graphqlPlane.ts";

const sdl = "type Todo @model @auth(rules: [{ allow: public }]) { id: ID! name: String }";
const query = "subscription { onCreateTodo { id name } }";

let api: RealtimeApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});
async function open(realtimeLimits: PlaneSettings["realtimeLimits"] = {}): Promise<RealtimeApi> {
  api = await openRealtimeApi(sdl, { realtimeLimits });
  return api;
}
const client = (on: RealtimeApi): Promise<RealtimeClient> =>
  RealtimeClient.connect(on.endpoint, inSubprotocol(on.byKey));
const create = (on: RealtimeApi, name: string): Promise<unknown> =>
  on.send("mutation ($name: String) { createTodo(input: { name: $name }) { id name } }", { name });
const named = (message: { readonly payload?: { readonly data?: unknown } }): unknown =>
  (message.payload?.data as { onCreateTodo: { name: string } } | undefined)?.onCreateTodo.name;

test("what is no message is told so; somebody who sends nothing else is shown out, the others hear on", async () => {
  const on = await open();
  const good = await client(on);
  await good.subscribe("1", query, on.byKey);
  const bad = await client(on);
  const garbage = [
    "{",
    "[]",
    "null",
    '"start"',
    "7",
    "\u0000",
    '{"type":"start"}',
    '{"type":"start","id":7}',
    "{}".repeat(9),
  ];
  for (const text of garbage) bad.send(text);
  for (const _text of garbage) expect((await bad.next()).payload?.errors?.[0]?.errorType).toBe("BadRequestException");
  bad.send({ type: "something", id: "9" });
  expect(await bad.next()).toEqual({
    id: "9",
    type: "error",
    payload: {
      errors: [{ errorType: "UnsupportedOperation", message: "unknown not supported through the realtime channel" }],
    },
  });
  for (let index = 0; index < 20; index += 1) bad.send("junk");
  expect(await bad.closed()).toBe(1008);
  await create(on, "on");
  expect(named(await good.next())).toBe("on");
  expect(on.plane.bugs).toEqual([]);
});

test("prototype names in messages are only names", async () => {
  const on = await open();
  const bad = await client(on);
  bad.send(
    '{"type":"start","id":"__proto__","payload":{"data":"{\\"query\\":1}","extensions":{"authorization":{"__proto__":{"x-api-key":"x"}}}}}',
  );
  expect(await bad.next()).toMatchObject({ id: "__proto__", type: "error" });
  await bad.subscribe("constructor", query, on.byKey);
  bad.send({ type: "stop", id: "toString" });
  expect(await bad.next()).toEqual({ id: "toString", type: "complete" });
});

test("binary frames and oversized ones end their connection only", async () => {
  const on = await open();
  const good = await client(on);
  await good.subscribe("1", query, on.byKey);
  const binary = await client(on);
  binary.socket.send(randomBytes(100));
  expect(await binary.closed()).toBe(1003);
  const big = await client(on);
  big.send(" ".repeat(300_000));
  expect(await big.closed()).toBe(1009);
  await create(on, "on");
  expect(named(await good.next())).toBe("on");
});

test("frames that break the websocket protocol, before and after the upgrade, kill nothing", async () => {
  const on = await open();
  for (let round = 0; round < 20; round += 1) {
    const raw = await RealtimeClient.open(on.endpoint, inHeaders(on.byKey));
    (raw.socket as unknown as { readonly _socket: Socket })._socket.write(randomBytes(200));
    raw.socket.terminate();
    const early = connect(on.listener.port, "127.0.0.1");
    early.on("error", () => undefined);
    early.write(
      `GET /graphql/${on.id}/realtime HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
    );
    early.write(randomBytes(100));
    setTimeout(() => early.destroy(), 20);
  }
  const good = await client(on);
  await good.subscribe("1", query, on.byKey);
  expect(on.plane.bugs).toEqual([]);
});

test("a connection has 100 subscriptions at most; ids are its own and used once at a time", async () => {
  const on = await open({ pace: { burst: 10_000, rate: 10_000 } });
  const greedy = await client(on);
  for (let index = 0; index < 1000; index += 1) greedy.start(`s${index}`, query, on.byKey);
  const answers = [];
  for (let index = 0; index < 1000; index += 1) answers.push(await greedy.next());
  expect(answers.filter(({ type }) => type === "start_ack")).toHaveLength(100);
  expect(answers.at(-1)).toEqual({
    id: "s999",
    type: "error",
    payload: {
      errors: [
        {
          errorType: "MaxSubscriptionsReachedError",
          message: "Max number of 100 subscriptions reached",
          errorCode: 400,
        },
      ],
    },
  });
  greedy.start("s0", query, on.byKey);
  expect((await greedy.next()).payload?.errors?.[0]?.message).toBe("A subscription with this id is running.");
  greedy.send({ type: "stop", id: "s0" });
  expect(await greedy.next()).toEqual({ id: "s0", type: "complete" });
  await greedy.subscribe("s0", query, on.byKey);
  const other = await client(on);
  await other.subscribe("s0", query, on.byKey);
  expect(on.plane.graphql.realtime.counts()).toEqual({ connections: 2, subscriptions: 101 });
  greedy.close();
  await greedy.closed();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(on.plane.graphql.realtime.counts()).toEqual({ connections: 1, subscriptions: 1 });
});

test("a flood of starts makes its sender wait, not the others", async () => {
  const on = await open();
  const [flooder, other] = [await client(on), await client(on)];
  await other.subscribe("1", query, on.byKey);
  for (let index = 0; index < 5_000; index += 1) flooder.start(`s${index}`, query, on.byKey);
  await flooder.next();
  for (const name of ["a", "b", "c", "d", "e"]) {
    const from = performance.now();
    await create(on, name);
    expect(named(await other.next())).toBe(name);
    expect(performance.now() - from).toBeLessThan(1_000);
  }
  // His burst, and what his pace let through since.
  expect(flooder.messages.filter(({ type }) => type === "start_ack" || type === "error").length).toBeLessThan(1_000);
  expect(on.plane.graphql.realtime.counts()).toEqual({ connections: 2, subscriptions: 101 });
});

test("a reader who does not read is cut, and nobody waits for him", async () => {
  const on = await open({ buffered: 64 * 1024 });
  const slow = await client(on);
  await slow.subscribe("1", query, on.byKey);
  (slow.socket as unknown as { readonly _socket: Socket })._socket.pause();
  const good = await client(on);
  await good.subscribe("1", query, on.byKey);
  const name = "x".repeat(100_000);
  let sent = 0;
  while (on.plane.graphql.realtime.counts().connections > 1 && sent < 400) {
    await create(on, `${sent} ${name}`);
    sent += 1;
    expect(String(named(await good.next())).startsWith(`${sent - 1} `)).toBe(true);
  }
  // The operating system's own buffers hold some megabytes before ours begin.
  expect(on.plane.graphql.realtime.counts()).toEqual({ connections: 1, subscriptions: 1 });
  expect(sent).toBeLessThan(400);
});

test("silence: no connection_init, and a peer that is gone without a word", async () => {
  const on = await open({ init: 200, tick: 50, keepAlive: 100 });
  const silent = await RealtimeClient.open(on.endpoint, inSubprotocol(on.byKey));
  expect(await silent.closed()).toBe(1008);
  const lost = await client(on);
  // Half open: it answers no ping any more.
  (lost.socket as unknown as { readonly _socket: Socket })._socket.pause();
  const good = await client(on);
  await good.subscribe("1", query, on.byKey);
  await expect
    .poll(() => on.plane.graphql.realtime.counts(), { timeout: 10_000 })
    .toEqual({ connections: 1, subscriptions: 1 });
  await expect
    .poll(() => good.messages.filter(({ type }) => type === "ka").length, { timeout: 10_000 })
    .toBeGreaterThan(2);
});

test("a connection ends after its life, whatever it does", async () => {
  const on = await open({ life: 200, tick: 50 });
  const old = await client(on);
  await old.subscribe("1", query, on.byKey);
  expect(await old.closed()).toBe(1000);
});

test("the same limits as over HTTP: depth, size, authorization (security case 23)", async () => {
  const on = await open();
  const one = await client(on);
  const fan = `${Array.from({ length: 12 }, (_each, n) => `fragment F${n} on Todo { ...F${n + 1} ...F${n + 1} }`).join(" ")} fragment F12 on Todo { id a: id b: id }`;
  for (const text of [
    `subscription { onCreateTodo { ...F0 } } ${fan}`,
    `subscription { onCreateTodo { ${"a: id ".repeat(20_000)} } }`,
  ]) {
    one.start("1", text, on.byKey);
    expect(await one.next()).toMatchObject({ id: "1", type: "error" });
  }
  one.start("2", query, { ...on.byKey, "x-api-key": "no" });
  expect((await one.next()).payload?.errors?.[0]?.errorType).toBe("UnauthorizedException");
});

test("a server that stops delivers what was committed, says goodbye and takes nobody new", async () => {
  const on = await open();
  const one = await client(on);
  await one.subscribe("1", query, on.byKey);
  await Promise.all(["a", "b", "c"].map((name) => create(on, name)));
  const stopped = on.listener.close(2_000);
  expect(await one.closed()).toBe(1001);
  await stopped;
  expect(one.messages.filter(({ type }) => type === "data")).toHaveLength(3);
});
