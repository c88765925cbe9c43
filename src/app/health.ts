/** `GET /health`: 200 when requests can be served, 503 with the reason when not. */

import { assertAlive } from "#kernel/sql/alive";
import type { WireResponse } from "#kernel/wire/http";
import type { Database } from "#ports/database";

/** Something that can say whether it would serve now; throws when not. */
export interface Checked {
  check(): Promise<void>;
}

export interface Health {
  /** Why the server is not ready, or undefined when it is. */
  notReady: string | undefined;
  answer(): Promise<WireResponse>;
}

/** @param storage where the bytes of objects lie */
export function createHealth(house: Database, storage: Checked, version: string): Health {
  const health: Health = {
    notReady: "starting",
    async answer() {
      const reason =
        health.notReady ?? (await problemOf(() => assertAlive(house))) ?? (await problemOf(() => storage.check()));
      const body = reason === undefined ? { status: "ok", version } : { status: "unavailable", reason, version };
      return {
        status: reason === undefined ? 200 : 503,
        headers: { "content-type": "application/json", "cache-control": "no-store" },
        body: JSON.stringify(body),
        cors: false,
      };
    },
  };
  return health;
}

async function problemOf(check: () => Promise<void>): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
