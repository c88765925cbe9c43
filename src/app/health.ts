/** `GET /health`: 200 when requests can be served, 503 with the reason when not. */

import { assertAlive } from "#kernel/sql/alive";
import type { WireResponse } from "#kernel/wire/http";
import type { Database } from "#ports/database";

export interface Health {
  /** Why the server is not ready, or undefined when it is. */
  notReady: string | undefined;
  answer(): Promise<WireResponse>;
}

export function createHealth(house: Database, version: string): Health {
  const health: Health = {
    notReady: "starting",
    async answer() {
      const reason = health.notReady ?? (await databaseProblem(house));
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

async function databaseProblem(house: Database): Promise<string | undefined> {
  try {
    await assertAlive(house);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
