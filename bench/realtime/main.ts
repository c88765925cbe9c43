/**
 * Subscriptions over AppSync's protocol: many sockets held over http and over https, how late deliveries among them are,
 * alone and beside clients that misbehave, how late they are at several rates beside a bare `ws` fan-out of the same bytes,
 * and what subscribers cost mutations. `--sockets 1000 --seconds 2` makes it short, `--only held` leaves out the rest,
 * `--source` runs the sources instead of the built program.
 */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { apiOf } from "../../tests/support/outputs.ts";
import { residentMiB, startServer } from "../../tests/support/server.ts";
import { clientOf, createBackend } from "../support/backend.ts";
import { processCpuMs } from "../support/processCpu.ts";
import { burst } from "../support/load.ts";
import type { Kind, Misbehaving } from "./misbehaving.ts";
import { type Dial, quantile, type Subscribers, subscribe } from "./subscribers.ts";

const { values } = parseArgs({
  options: {
    sockets: { type: "string", default: "10000" },
    subscribers: { type: "string", default: "1000" },
    seconds: { type: "string", default: "5" },
    rates: { type: "string", default: "1,10,20,50" },
    only: { type: "string", default: "held,delays,mutations" },
    source: { type: "boolean", default: false },
  },
});
const sockets = Number(values.sockets);
const subscribers = Number(values.subscribers);
const seconds = Number(values.seconds);
const rates = values.rates.split(",").map(Number);
const appId = "dbench0001";

const server = await startServer({ built: !values.source });
const aws = clientOf(server);
await createBackend(aws, appId);
const api = await apiOf(aws, appId);
aws.destroy();
if (api === undefined) throw new Error("the API that was made has no endpoint");
const { key, path } = api;
const credential = { host: new URL(server.url).host, "x-api-key": key };
const encoded = Buffer.from(JSON.stringify(credential)).toString("base64url");
const url = `${server.url.replace("http", "ws")}${path}/realtime`;
const init: Dial["steps"][number] = ['{"type":"connection_init"}', "connection_ack"];
const idle: Dial = { url, protocols: ["graphql-ws", `header-${encoded}`], steps: [init] };
const query = "subscription { onCreateTodo { id name done description createdAt updatedAt } }";
const start = {
  id: "1",
  type: "start",
  payload: { data: JSON.stringify({ query }), extensions: { authorization: credential } },
};
const listening: Dial = { ...idle, steps: [init, [JSON.stringify(start), "start_ack"]] };
const mutation =
  "mutation ($name: String!, $description: String) { createTodo(input: { name: $name, description: $description }) { id name done description createdAt updatedAt } }";

/** Sockets that are held, a hundred of them told of each mutation, ten mutations a second. */
const told = Math.min(100, sockets);
const heldRate = 10;
const kinds: readonly Kind[] = ["garbage", "oversized", "never reads", "1,000 starts"];
const parts: Readonly<Record<string, () => Promise<void>>> = { held, delays, mutations };

try {
  for (const part of values.only.split(",")) await parts[part]?.();
} finally {
  await server.stop();
}

async function held(): Promise<void> {
  await heldOver("http", url);
  const ca = readFileSync(join(server.data, "tls/ca.pem"), "utf8");
  await heldOver("https", `${server.httpsUrl.replace("http", "ws")}${path}/realtime`, ca);
}

async function heldOver(name: string, to: string, ca?: string): Promise<void> {
  const before = residentMiB(server.pid);
  const groups = Math.ceil(sockets / told);
  const open = await subscribe(sockets, (index) => ({
    ...listening,
    url: to,
    ...(ca === undefined ? {} : { ca }),
    steps: [init, [JSON.stringify(startOf(`group ${index % groups}`)), "start_ack"]],
  }));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const after = residentMiB(server.pid);
  const each = ((after - before) * 1024) / sockets;
  console.log(
    `\n${sockets} subscribed sockets over ${name}: ${Math.round(after)} MiB resident (${Math.round(before)} before; ${each.toFixed(1)} KiB a socket)`,
  );
  let sent = 0;
  const send = (): Promise<void> =>
    post(server.url + path, mutationBody(`group ${(sent += 1) % groups}`), { "x-api-key": key });
  await report("alone", heldRate, sockets / groups, open, send);
  for (const kind of kinds) {
    const others = misbehave(kind);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const from = processCpuMs(server.pid);
    await report(`beside 5: ${kind}`, heldRate, sockets / groups, open, send);
    console.log(`  the server's processor time: ${processCpuMs(server.pid) - from} ms`);
    others.kill("SIGKILL");
    await once(others, "exit");
  }
  console.log(`the server then holds ${Math.round(residentMiB(server.pid))} MiB`);
  await open.close();
}

/** Five that send garbage, send what is too long, never read, or start a thousand subscriptions, again and again. */
function misbehave(kind: Kind): ChildProcess {
  const asked: Misbehaving = { url, protocols: idle.protocols, start: JSON.stringify(start), kind, clients: 5 };
  return fork(join(import.meta.dirname, "./misbehaving.ts"), [JSON.stringify(asked)], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
}

/** The start message of who wants only to-dos of this description. */
function startOf(description: string): object {
  const filtered = query.replace("onCreateTodo", `onCreateTodo(filter: { description: { eq: "${description}" } })`);
  return { ...start, payload: { ...start.payload, data: JSON.stringify({ query: filtered }) } };
}

async function delays(): Promise<void> {
  const ours = await subscribe(subscribers, listening);
  console.log(
    `\n${subscribers} subscribers, each told of every mutation; delay from before the mutation's request to the message`,
  );
  for (const rate of rates) {
    await report(`Ohmstead, ${rate}/s`, rate, subscribers, ours, () =>
      post(server.url + path, mutationBody(), { "x-api-key": key }),
    );
  }
  await ours.close();
  const plain = fork(join(import.meta.dirname, "./plainServer.ts"), [], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const [port] = (await once(plain, "message")) as [number];
  const theirs = await subscribe(subscribers, { url: `ws://127.0.0.1:${port}/`, protocols: [], steps: [] });
  for (const rate of rates) {
    await report(`bare ws, ${rate}/s`, rate, subscribers, theirs, () =>
      post(`http://127.0.0.1:${port}/`, messageBody(), {}),
    );
  }
  await theirs.close();
  plain.kill();
}

/** Sends at a steady rate, whatever comes back, then waits until all has come. @param each messages a mutation makes */
async function report(
  name: string,
  rate: number,
  each: number,
  { read }: Subscribers,
  send: () => Promise<void>,
): Promise<void> {
  const total = rate * seconds;
  const began = performance.now();
  const sent: Promise<void>[] = [];
  for (let index = 0; index < total; index += 1) {
    const due = began + (index * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sent.push(send());
  }
  await Promise.all(sent);
  let all: readonly number[] = [];
  const latest = performance.now() + 20_000;
  while (all.length < total * each && performance.now() < latest) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    all = [...all, ...read()];
  }
  const sorted = all.toSorted((a, b) => a - b);
  const took = (performance.now() - began) / 1000;
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => quantile(sorted, part).toFixed(1));
  const missing = total * each - all.length;
  console.log(
    `${name.padEnd(18)} ${Math.round(all.length / took)} deliveries/s: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, missing ${missing}`,
  );
}

async function mutations(): Promise<void> {
  const request = {
    method: "POST" as const,
    path,
    headers: { "content-type": "application/json", "x-api-key": key },
    body: JSON.stringify({ query: mutation, variables: { name: "a to-do of the benchmark" } }),
  };
  await burst(server.url, request, 16, 1);
  const alone = await burst(server.url, request, 16, seconds);
  console.log(`\nmutations, 16 connections: ${Math.round(alone.requestsPerSecond)}/s with nobody listening`);
  // Others listen to other records: they are not told and must not be looked at.
  const filtered = {
    ...start,
    payload: {
      ...start.payload,
      data: JSON.stringify({
        query: query.replace("onCreateTodo", 'onCreateTodo(filter: { name: { eq: "another" } })'),
      }),
    },
  };
  const open = await subscribe(subscribers, { ...idle, steps: [init, [JSON.stringify(filtered), "start_ack"]] });
  const beside = await burst(server.url, request, 16, seconds);
  console.log(
    `mutations, 16 connections: ${Math.round(beside.requestsPerSecond)}/s with ${subscribers} subscribers of other records`,
  );
  await open.close();
}

function mutationBody(description?: string): string {
  return JSON.stringify({ query: mutation, variables: { name: `at=${performance.now()};`, description } });
}

/** As long as our messages. */
function messageBody(): string {
  const stamp = "2026-11-23T12:00:00.000Z";
  const onCreateTodo = {
    id: "00000000-0000-4000-8000-000000000000",
    name: `at=${performance.now()};`,
    done: null,
    description: null,
    createdAt: stamp,
    updatedAt: stamp,
  };
  return JSON.stringify({ id: "1", type: "data", payload: { data: { onCreateTodo } } });
}

async function post(to: string, body: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(to, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  await answer.arrayBuffer();
}
