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
  console.log("| operation | connections | subject | a second | p50 ms | p99 ms | server CPU ms | loader CPU ms |");
  console.log("| --------- | ----------- | ------- | -------- | ------ | ------ | ------------- | ------------- |");
  for (const operation of operations) {
    for (const connections of [1, 16]) {
      // One after the other within each row, so that a drifting machine touches all alike.
      for (const subject of subjects) {
        const able = operation !== "SRP sign-in" || subject.target.srp;
        const burst = able ? await loaders.get(subject)?.run({ operation, connections, seconds }) : undefined;
        if (burst && operation === "password sign-in" && connections === 16) passwordRates.push(burst.perSecond);
        console.log(`| ${operation} | ${connections} | ${subject.name} | ${burst ? row(burst) : "cannot do it"} |`);
      }
    }
  }
  const [many = 0, fewer = 0, peer = 0] = passwordRates;
  console.log(`Password sign-ins at 16 connections: ${(many / peer).toFixed(1)} times cognito-local's,`);
  console.log(`and with ${users} users ${(many / fewer).toFixed(2)} of what they are with ${few}.`);
}

function row({ perSecond, p50, p99, serverCpu, loaderCpu }: Burst): string {
  const rate = perSecond < 100 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString("en");
  return [rate, p50.toFixed(1), p99.toFixed(1), serverCpu.toFixed(2), loaderCpu.toFixed(2)].join(" | ");
}
