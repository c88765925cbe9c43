/**
 * GraphQL over HTTP side by side in one run: ours by API key and by an owner's token, graphql-yoga with resolvers by hand,
 * PostGraphile 4, and a bare node:http server that answers our bytes. `--seconds 2 --rounds 1` makes it short,
 * `--source` runs the sources instead of the built program.
 */

import { parseArgs } from "node:util";
import { bareServer, burst, type Burst, median } from "../support/load.ts";
import { groupedRate } from "./groupedRate.ts";
import { startOhmstead } from "./ohmstead.ts";
import { installPeers } from "./peers.ts";
import { startPostgraphile, whyNoPostgres } from "./postgraphile.ts";
import { ask, type Stack, type Subject, subjects } from "./stack.ts";
import { startYoga } from "./yoga.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    source: { type: "boolean", default: false },
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
  console.log(`median of ${rounds} rounds of ${seconds} s in turn: requests/s (p50 / p99 ms, failed)`);
  for (const connections of [16, 64]) {
    for (const subject of subjects) await measure(subject, connections);
  }
  console.log(`\nSQLite alone, 64 records a commit: ${Math.round(groupedRate(64, seconds))} durable records/s`);
}

async function measure(subject: Subject, connections: number): Promise<void> {
  console.log(`\n${subject}, ${connections} connections`);
  const [ours] = stacks;
  if (ours === undefined) throw new Error("nothing runs");
  const bare = await bareServer(
    JSON.stringify({ data: await ask(ours.url, ours.requests[subject]) }),
    "application/json",
  );
  const runs = [
    ...stacks.map(({ name, url, requests }) => ({
      name,
      run: () => burst(url, requests[subject], connections, seconds),
    })),
    { name: "bare node:http, our bytes", run: () => burst(bare.url, ours.requests[subject], connections, seconds) },
  ];
  // Nothing cold is measured.
  for (const stack of stacks) await burst(stack.url, stack.requests[subject], connections, 1);
  const results = new Map<string, Burst[]>(runs.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of runs) results.get(name)?.push(await run());
  }
  await bare.stop();
  const first = median((results.get(ours.name) ?? []).map((each) => each.requestsPerSecond));
  for (const [name, bursts] of results) {
    const rate = median(bursts.map((each) => each.requestsPerSecond));
    const chosen = bursts.find((each) => each.requestsPerSecond === rate);
    const times = name === ours.name ? "" : `  ours by key: ${(first / rate).toFixed(2)} times`;
    console.log(
      `  ${name.padEnd(32)} ${String(Math.round(rate)).padStart(7)}  (${chosen?.p50} / ${chosen?.p99}, ${chosen?.failures})${times}`,
    );
  }
}
