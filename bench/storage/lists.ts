/** How long a page of a thousand takes out of very many keys. */

import { Agent } from "node:http";
import { setTimeout } from "node:timers/promises";
import { exchange, signed } from "./load.ts";
import type { Subject } from "./subject.ts";

const fillers = 16;

/** Puts `count` objects of one byte. */
export async function fill({ url, accessKey }: Subject, count: number): Promise<void> {
  const { hostname, port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: fillers });
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const path = `/bench/many/${String(next++).padStart(8, "0")}`;
      const headers = signed("PUT", path, host, accessKey, 1);
      const put = () => exchange({ agent, hostname, port, method: "PUT", path, headers }, Buffer.from("x"));
      // Some stores fail now and then when several puts make the same folder; that is not what is measured here.
      const again = (): Promise<number> => setTimeout(20).then(put);
      await put().catch(again).catch(again).catch(again).catch(again);
    }
  };
  await Promise.all(Array.from({ length: fillers }, worker));
  agent.destroy();
}

/** Milliseconds of the middle one of `rounds` pages from the middle of the keys. */
export async function page({ url, accessKey }: Subject, count: number, rounds: number): Promise<number> {
  const { hostname, port, host } = new URL(url);
  const after = `many/${String(Math.floor(count / 2)).padStart(8, "0")}`;
  const path = `/bench?list-type=2&max-keys=1000&prefix=many%2F&start-after=${encodeURIComponent(after)}`;
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const headers = signed("GET", path, host, accessKey, undefined);
    const began = performance.now();
    const bytes = await exchange({ hostname, port, method: "GET", path, headers }, undefined);
    if (bytes < 100_000) throw new Error(`a page of ${bytes} bytes holds no thousand keys`);
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}
