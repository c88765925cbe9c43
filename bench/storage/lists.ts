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

const enough = 100_000;

/** What is asked for a page from the middle of the keys, and the least bytes of an answer that holds it. */
const questions = {
  plain: { query: "max-keys=1000&prefix=many%2F", least: enough },
  "with a delimiter": { query: "max-keys=1000&prefix=many%2F&delimiter=%2F", least: enough },
  // One common prefix stands for all the keys.
  "of the top folder": { query: "max-keys=1000&delimiter=%2F", least: 200 },
} as const;

export type Question = keyof typeof questions;
export const questionNames = Object.keys(questions) as Question[];

/** Milliseconds of the middle one of `rounds` pages. */
export async function page(subject: Subject, count: number, asked: Question, rounds: number): Promise<number> {
  const { url, accessKey } = subject;
  const { hostname, port, host } = new URL(url);
  const { query, least } = questions[asked];
  const after = encodeURIComponent(`many/${String(Math.floor(count / 2)).padStart(8, "0")}`);
  const path = `/bench?list-type=2&${query}${least === enough ? `&start-after=${after}` : ""}`;
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const headers = signed("GET", path, host, accessKey, undefined);
    const began = performance.now();
    const bytes = await exchange({ hostname, port, method: "GET", path, headers }, undefined);
    if (bytes < least) throw new Error(`a page of ${bytes} bytes is no answer`);
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}
