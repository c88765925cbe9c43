/**
 * GraphQL over HTTP side by side in one run: ours by API key and by an owner's token, graphql-yoga with resolvers by hand,
 * PostGraphile 4, and a bare node:http server that answers our bytes. `--seconds 2 --rounds 1` makes it short,
 * `--source` runs the sources instead of the built program, `--only list --connections 16` leaves out the rest.
 */

import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { systemRandom } from "#adapters/system/random";
import { timeOrderedUuid } from "#kernel/id";
import { whyNoPostgres } from "../../tests/support/postgresServer.ts";
import { bareServer, burst, type Burst, median } from "../support/load.ts";
import { processCpuMs } from "../support/processCpu.ts";
import { groupedRate } from "./groupedRate.ts";
import { startOhmstead } from "./ohmstead.ts";
import { installPeers } from "./peers.ts";
import { startPostgraphile } from "./postgraphile.ts";
import { ask, type Stack, type Subject, subjects } from "./stack.ts";
import { startYoga } from "./yoga.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    source: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    connections: { type: "string", default: "16,64" },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);

installPeers();
const stacks: Stack[] = [];
try {
  await run();
} finally {
  for (const stack of stacks) await stack.stop();
}

async function run(): Promise<void> {
  stacks.push(...(await startOhmstead(!values.source)));
  stacks.push(await startYoga());
  const missing = whyNoPostgres();
  if (missing === undefined) stacks.push(await startPostgraphile());
  else console.log(`PostGraphile is left out: ${missing}.`);
  console.log(
    `median of ${rounds} rounds of ${seconds} s in turn: requests/s (p50 / p99 ms, failed), processor time a request`,
  );
  const chosen = subjects.filter((subject) => subject.includes(values.only));
  for (const connections of values.connections.split(",").map(Number)) {
    for (const subject of chosen) await measure(subject, connections);
  }
  const ordered = groupedRate(64, seconds, () => timeOrderedUuid(systemRandom, Date.now()));
  console.log(
    `\nSQLite alone, 64 records a commit, with ids in order as ours: ${Math.round(ordered)} durable records/s`,
  );
}

interface Figure extends Burst {
  /** Processor time of the serving processes for one request: what a busy machine changes least. */
  readonly cpuUs: number;
}

async function measured(run: () => Promise<Burst>, cpuMs: () => number): Promise<Figure> {
  const before = cpuMs();
  const result = await run();
  return { ...result, cpuUs: ((cpuMs() - before) * 1000) / (result.requestsPerSecond * seconds) };
}

async function measure(subject: Subject, connections: number): Promise<void> {
  console.log(`\n${subject}, ${connections} connections`);
  const [ours] = stacks;
  if (ours === undefined) throw new Error("nothing runs");
  const answer = JSON.stringify({ data: await ask(ours.url, ours.requests[subject]) });
  const bare = await bareServer(answer, "application/json");
  const all = [
    ...stacks,
    { ...ours, name: "bare node:http, our bytes", url: bare.url, cpuMs: () => processCpuMs(bare.pid) },
  ];
  // Nothing cold is measured.
  for (const { url, requests } of all) await burst(url, requests[subject], connections, 1);
  const figures = new Map<string, Figure[]>(all.map(({ name }) => [name, []]));
  const alone: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, url, requests, cpuMs } of all) {
      figures.get(name)?.push(await measured(() => burst(url, requests[subject], connections, seconds), cpuMs));
    }
    if (subject === "create (durable)") alone.push(groupedRate(64, seconds, randomUUID));
  }
  await bare.stop();
  const first = middle(figures.get(ours.name) ?? []);
  for (const [name, each] of figures) {
    const { requestsPerSecond, p50, p99, failures, cpuUs } = middle(each);
    const rate = String(Math.round(requestsPerSecond)).padStart(7);
    const times =
      name === ours.name
        ? ""
        : `  ours by key: ${(first.requestsPerSecond / requestsPerSecond).toFixed(2)} times, by processor time ${(cpuUs / first.cpuUs).toFixed(2)}`;
    console.log(
      `  ${name.padEnd(30)} ${rate}  (${p50} / ${p99}, ${failures}) ${cpuUs.toFixed(0).padStart(6)} us${times}`,
    );
  }
  tellAlone(alone, first.requestsPerSecond);
}

/** Beside durable creates: what SQLite itself makes durable in groups, in the same rounds. */
function tellAlone(alone: readonly number[], ours: number): void {
  if (alone.length === 0) return;
  const rate = median(alone);
  const share = (ours / rate).toFixed(2);
  console.log(
    `  ${"SQLite alone, 64 a commit".padEnd(30)} ${String(Math.round(rate)).padStart(7)}  records/s  ours by key: ${share} times`,
  );
}

function middle(figures: readonly Figure[]): Figure {
  const rate = median(figures.map((each) => each.requestsPerSecond));
  const found = figures.find((each) => each.requestsPerSecond === rate);
  if (found === undefined) throw new Error("no round was measured");
  return found;
}
