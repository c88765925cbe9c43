/** Sign-ins a second, by SRP and by password, at 1 and 16 connections. Client and server share the machine. */

import { fork } from "node:child_process";
import { Agent } from "node:http";
import { join } from "node:path";
import { load, passwordSignIn, srpSignIn, type Target } from "./srpLoad.ts";

const password = "Right-horse-1";
const [users = "1000", seconds = "5"] = process.argv.slice(2);
const child = fork(join(import.meta.dirname, "server.ts"), [users]);
const said = <T>(): Promise<T> => new Promise((resolve) => child.once("message", (message) => resolve(message as T)));
const target = await said<Target>();
const agent = new Agent({ keepAlive: true });

async function cpuSeconds(): Promise<number> {
  const answer = said<NodeJS.CpuUsage>();
  child.send("cpu");
  const { user, system } = await answer;
  return (user + system) / 1e6;
}

for (const [name, signIn] of [
  ["SRP", srpSignIn(target, password, agent)],
  ["password", passwordSignIn(target, password, agent)],
] as const) {
  // What a client works out once for each user is not measured.
  for (let index = 0; index < 50; index += 1) await signIn(`user${index}`);
  for (const connections of [1, 16]) {
    const before = await cpuSeconds();
    const { perSecond, p50, p99 } = await load(signIn, 50, connections, Number(seconds));
    const spent = ((await cpuSeconds()) - before) / (perSecond * Number(seconds));
    const figures = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${(spent * 1000).toFixed(2)} ms of server CPU each`;
    console.log(`${name}, ${connections} connections, ${users} users: ${perSecond.toFixed(0)} sign-ins/s, ${figures}`);
  }
}
agent.destroy();
child.send("stop");
