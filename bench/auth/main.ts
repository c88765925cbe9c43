/** `npm run bench:auth -- [seconds] [users]`: sign-ups, sign-ins, refreshes and GetUser, side by side with cognito-local. */

import { startCognitoLocal } from "./cognitoLocal.ts";
import { type Loader, startLoader } from "./loaderProcess.ts";
import { startOhmstead } from "./ohmstead.ts";
import { type Burst, operations, type Subject } from "./subject.ts";

const [seconds = 3, users = 10_000] = process.argv.slice(2).map(Number);
const few = 100;

const loaders = new Map<Subject, Loader>();
const subjects: Subject[] = [];
try {
  for (const start of [
    () => startOhmstead({ users }),
    () => startOhmstead({ users: few }),
    () => startCognitoLocal(users),
  ]) {
    const subject = await start();
    subjects.push(subject);
    loaders.set(subject, startLoader(subject.target));
  }
  await compare();
} finally {
  for (const subject of subjects) {
    console.log(`${subject.name}: ${subject.residentMiB().toFixed(0)} MiB resident at the end`);
    loaders.get(subject)?.stop();
    await subject.stop();
  }
}

async function compare(): Promise<void> {
  const passwordRates: number[] = [];
  const names = subjects.map(({ name }) => name).join(" | ");
  console.log(`| operation | connections | ${names} | server CPU each | loader CPU |`);
  console.log(`| --------- | ----------- | ${subjects.map(() => "---").join(" | ")} | --------------- | ---------- |`);
  for (const operation of operations) {
    for (const connections of [1, 16]) {
      const bursts: (Burst | undefined)[] = [];
      // One after the other within each row, so that a drifting machine touches all alike.
      for (const subject of subjects) {
        const able = operation !== "SRP sign-in" || subject.target.srp;
        bursts.push(able ? await loaders.get(subject)?.run({ operation, connections, seconds }) : undefined);
      }
      console.log(`| ${operation} | ${connections} | ${row(bursts)} |`);
      if (operation !== "password sign-in" || connections !== 16) continue;
      passwordRates.push(...bursts.map((burst) => burst?.perSecond ?? 0));
    }
  }
  const [many = 0, fewer = 0, peer = 0] = passwordRates;
  console.log(`Password sign-ins at 16 connections: ${(many / peer).toFixed(1)} times cognito-local's,`);
  console.log(`and with ${users} users ${(many / fewer).toFixed(2)} of what they are with ${few}.`);
}

/** A second and p50 of each, then the CPU of the first and of the peer, then the load generator's for the first. */
function row(bursts: readonly (Burst | undefined)[]): string {
  const rates = bursts.map((burst) => (burst ? `${rate(burst.perSecond)}/s, ${burst.p50.toFixed(1)} ms` : "cannot"));
  const [ours, , peer] = bursts;
  const cpu = [ours, peer].map((burst) => (burst ? `${burst.serverCpu.toFixed(2)} ms` : "-"));
  return [...rates, cpu.join(" / "), `${ours?.loaderCpu.toFixed(2)} ms`].join(" | ");
}

function rate(perSecond: number): string {
  return perSecond < 100 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString("en");
}
