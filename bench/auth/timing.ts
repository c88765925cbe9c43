/** `npm run bench:auth-timing -- [samples] [case]`: whether the time of an answer tells who exists. Fails when it does. */

import { startOhmstead } from "./ohmstead.ts";
import { openConnection } from "./rawConnection.ts";
import { ratioOfMedians } from "./ratio.ts";
import type { Target } from "./subject.ts";
import { usernameOf } from "./subject.ts";
import { nameOfNobody, type TimingCase, timingCases } from "./timingCases.ts";

/** What a median may differ by, of 1. */
const allowed = 0.05;
const warmUp = 200;

const samples = Number(process.argv[2] ?? 2000);
const wanted = process.argv[3] ?? "";
const needed = samples + warmUp;

const subject = await startOhmstead({ users: needed, unconfirmed: needed });
try {
  console.log(`${samples} users and as many names nobody has, turn about at random; medians in microseconds`);
  console.log("| request | users | nobody | ratio | 95 % sure |");
  console.log("| ------- | ----- | ------ | ----- | --------- |");
  for (const one of timingCases.filter(({ name }) => name.includes(wanted))) await report(subject.target, one);
} finally {
  await subject.stop();
}

async function report(target: Target, one: TimingCase): Promise<void> {
  const times = await measure(target, one);
  const { known, unknown, ratio, low, high } = ratioOfMedians(times.known, times.unknown);
  const micro = (milliseconds: number): string => (milliseconds * 1000).toFixed(0);
  const span = `${low.toFixed(3)} to ${high.toFixed(3)}`;
  console.log(`| ${one.name} | ${micro(known)} | ${micro(unknown)} | ${ratio.toFixed(3)} | ${span} |`);
  // Only what chance does not explain counts.
  if (low > 1 + allowed || high < 1 - allowed) {
    console.log(`${one.name} tells who exists: the medians differ by more than ${allowed * 100} %.`);
    process.exitCode = 1;
  }
}

async function measure(target: Target, one: TimingCase): Promise<{ known: number[]; unknown: number[] }> {
  const times = { known: [] as number[], unknown: [] as number[] };
  const connection = await openConnection(target.url);
  for (let index = 0; index < needed; index += 1) {
    // Turn about, so that what else the machine does falls on both; which of the two comes first is left to chance.
    for (const kind of Math.random() < 0.5 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
      const number = one.unconfirmed ? needed + index : index;
      const name = kind === "known" ? usernameOf(number) : nameOfNobody(number);
      const time = await one.time(connection, target, name);
      if (index >= warmUp) times[kind].push(time);
    }
  }
  connection.close();
  return times;
}
