/** Starts the load generator as a process of its own and hands it orders. */

import { fork } from "node:child_process";
import { join } from "node:path";
import type { Burst, Order, Target } from "./subject.ts";

export interface Loader {
  /** One order at a time. @throws Error with the first request that failed */
  run(order: Order): Promise<Burst>;
  stop(): void;
}

export function startLoader(target: Target): Loader {
  const flags = ["--conditions=source", "--disable-warning=ExperimentalWarning"];
  const child = fork(join(import.meta.dirname, "./loader.ts"), [JSON.stringify(target)], { execArgv: flags });
  return {
    async run(order) {
      const answer = new Promise<Burst | { readonly failed: string }>((resolve) => {
        child.once("message", (message) => resolve(message as Burst));
        child.once("exit", (code) => resolve({ failed: `the load generator ended with ${code}` }));
      });
      child.send(order);
      const burst = await answer;
      child.removeAllListeners();
      if ("failed" in burst) throw new Error(`${order.operation} at ${target.url}: ${burst.failed}`);
      return burst;
    },
    stop: () => child.disconnect(),
  };
}
