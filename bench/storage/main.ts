/**
 * Object storage beside s3rver and beside a bare node:http server that does the same disk work.
 *
 * `npm run bench:storage` runs all of it; `-- --seconds 1 --rounds 1 --keys 5000` a short form, and
 * `--only "PUT 16 MB"` the rows whose name has that in it (`--only list` the lists alone). One client process and one server
 * process at a time share the machine; of each row the round with the middle ratio is shown.
 */

import { parseArgs } from "node:util";
import { residentMiB } from "../../tests/support/server.ts";
import { type Cell, exchange, type Figures, measure, prepare, signed } from "./load.ts";
import { fill, page, questionNames } from "./lists.ts";
import { installPeers, startBare, startOhmstead, startS3rver } from "./programs.ts";
import type { Subject } from "./subject.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "3" },
    rounds: { type: "string", default: "3" },
    keys: { type: "string", default: "100000" },
    only: { type: "string", default: "" },
  },
});
const [seconds, rounds, keys] = [values.seconds, values.rounds, values.keys].map(Number) as [number, number, number];

const sizes = [4096, 16 * 1024 * 1024];
const cells: Cell[] = (["PUT", "GET"] as const).flatMap((method) =>
  sizes.flatMap((size) => [1, 16].map((connections) => ({ method, size, connections }))),
);

const labelOf = ({ method, size, connections }: Cell): string =>
  `${method} ${size > 1e6 ? "16 MB" : "4 KB"}, ${connections} connections`;

async function makeBucket({ url, accessKey, makesBucket }: Subject): Promise<void> {
  if (!makesBucket) return;
  const { hostname, port, host } = new URL(url);
  const headers = signed("PUT", "/bench", host, accessKey, 0);
  await exchange({ hostname, port, method: "PUT", path: "/bench", headers }, undefined);
}

/** All subjects in turn, so that a drifting machine touches them alike. */
async function row(subjects: readonly Subject[], cell: Cell): Promise<Figures[]> {
  if (cell.method === "GET") for (const subject of subjects) await prepare(subject, cell.size);
  // What the first requests of a kind compile is not measured.
  for (const subject of subjects) await measure(subject, cell, 0, cell.size > 1e6 ? 32 : 500);
  const found: Figures[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const figures: Figures[] = [];
    for (const subject of subjects) figures.push(await measure(subject, cell, seconds, cell.connections * 2));
    found.push(figures);
  }
  const ratio = ([ours, bare]: readonly Figures[]): number => (ours?.perSecond ?? 0) / (bare?.perSecond ?? 1);
  return found.sort((a, b) => ratio(a) - ratio(b))[Math.floor(rounds / 2)] ?? [];
}

async function listing(subject: Subject): Promise<string> {
  const began = performance.now();
  await fill(subject, keys);
  const filled = ((performance.now() - began) / 1000).toFixed(0);
  const pages: string[] = [];
  for (const question of questionNames) {
    pages.push(`${question} ${(await page(subject, keys, question, 21)).toFixed(1)} ms`);
  }
  return `a page of 1,000 out of ${keys} keys: ${pages.join(", ")} (filled in ${filled} s)`;
}

function shown(cell: Cell, { perSecond, megabytesPerSecond, p99 }: Figures): string {
  const rate = cell.size > 1e6 ? `${megabytesPerSecond.toFixed(0)} MB/s` : `${perSecond.toFixed(0)}/s`;
  return `${rate} (p99 ${p99.toFixed(1)} ms)`;
}

installPeers();
const subjects = [await startOhmstead(), await startBare(), await startS3rver()];
try {
  for (const subject of subjects) await makeBucket(subject);
  const names = subjects.map(({ name }) => name).join(" | ");
  console.log(`| | ${names} | ours / bare | CPU ms each |\n|${"---|".repeat(subjects.length + 3)}`);
  for (const cell of cells.filter((each) => labelOf(each).includes(values.only))) {
    const figures = await row(subjects, cell);
    const ratio = (figures[0]?.perSecond ?? 0) / (figures[1]?.perSecond ?? 1);
    const cpu = figures.map(({ cpuMs }) => cpuMs.toFixed(2)).join(" / ");
    console.log(
      `| ${labelOf(cell)} | ${figures.map((each) => shown(cell, each)).join(" | ")} | ${ratio.toFixed(2)} | ${cpu} |`,
    );
  }
  const listed = values.only === "" || values.only === "list" ? subjects : [];
  for (const subject of listed.filter(({ name }) => !name.startsWith("bare"))) {
    console.log(
      `${subject.name}: ${await listing(subject).catch((error: Error) => `no list of ${keys} keys: ${error.message}`)}`,
    );
  }
  for (const { name, pid } of subjects) console.log(`${name}: ${residentMiB(pid).toFixed(0)} MiB resident at the end`);
} finally {
  for (const subject of subjects) await subject.stop();
}
