/** `npm run load:auth -- [seconds] [users]`: a minute of everything with 10,000 users; fails when a request fails or memory grows. */

import { mixedLoad } from "./mixedLoad.ts";

/** How much more memory the last third may take than the middle one, of 1. */
const allowed = 0.1;

const [seconds = 60, users = 10_000] = process.argv.slice(2).map(Number);
const samples: number[] = [];
const load = await mixedLoad({ users, seconds, onSample: (megabytes) => samples.push(Math.round(megabytes)) });
const { perSecond, p50, p99, serverCpu, middle, last } = load;
console.log(`${users} users, 16 connections, ${seconds} s: ${perSecond.toFixed(0)} operations/s, none failed`);
console.log(`p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${serverCpu.toFixed(2)} ms of server CPU each`);
console.log(`resident memory, MiB: ${samples.join(" ")}`);
console.log(`${middle.toFixed(0)} MiB in the middle third, ${last.toFixed(0)} MiB in the last`);
if (last > middle * (1 + allowed)) {
  console.log(`Memory grew by more than ${allowed * 100} %.`);
  process.exitCode = 1;
}
