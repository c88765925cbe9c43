/** The functions port: finds a function in the operator's table and calls it where it runs. */

import type { Functions } from "#ports/functions";
import type { Log } from "#ports/log";
import { CallFailure } from "./failure.ts";
import { createPool, type FunctionPool } from "./pool.ts";
import { callRemote } from "./remote.ts";
import type { FunctionTable } from "./table.ts";

export interface FunctionsOptions {
  readonly table: FunctionTable;
  readonly log: Log;
  /** Milliseconds a process is kept without a call; one minute. */
  readonly idleMs?: number;
}

export interface RunningFunctions extends Functions {
  /** Ends all processes, running calls with them. */
  close(): Promise<void>;
}

/** No process runs before the first call. */
export function createFunctions({ table, log, idleMs = 60_000 }: FunctionsOptions): RunningFunctions {
  const functions = new Map(Object.entries(table));
  const pools = new Map<string, FunctionPool>();
  return {
    async invoke(name, event, { timeoutMs }) {
      const key = [name, nameInArn(name)].find((each) => each !== undefined && functions.has(each));
      const found = key === undefined ? undefined : functions.get(key);
      if (key === undefined || found === undefined) {
        throw new CallFailure("unavailable", `There is no function ${name} in the file that OHMSTEAD_FUNCTIONS names`);
      }
      if ("url" in found) return callRemote(key, found, event, timeoutMs);
      const pool =
        pools.get(key) ?? createPool({ name: key, settings: found, log: log.child({ function: key }), idleMs });
      pools.set(key, pool);
      return pool.call(name, event, timeoutMs);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

/** `arn:aws:lambda:us-east-1:000000000000:function:pre-sign-up:3` -> `pre-sign-up`. */
function nameInArn(arn: string): string | undefined {
  return /^arn:[\w-]+:lambda:[\w-]*:\d*:function:([\w-]+)(?::[\w$-]+)?$/.exec(arn)?.[1];
}
