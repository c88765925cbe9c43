/** POST pools/{poolId}/users/import: brings users in from CSV or JSON, and tells of each what was done or why not. */

import { invalidParameter } from "#auth/faults";
import type { Pool } from "#auth/pool";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolParts } from "#auth/userPools/parts";
import type { WireRequest } from "#kernel/wire/http";
import { jsonBody, textBody } from "#kernel/wire/jsonApiBody";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import { importUser } from "./importUser.ts";
import { readCsvUsers } from "./readCsvUsers.ts";
import { readJsonLines, readJsonUsers } from "./readJsonUsers.ts";
import type { ImportResult, Reading } from "./userRecord.ts";

/** As many as one request may bring; larger files come in several. */
const most = 1000;
/** Users that are written at the same time, so that they may share a commit. */
const together = 50;

export function importUsers(parts: UserPoolParts): JsonRoute {
  return {
    method: "POST",
    path: "/_ohmstead/v1/pools/{poolId}/users/import",
    async handle({ request, labels: { poolId = "" } }) {
      const pool = await openPool(parts, poolId);
      const readings = read(pool, request);
      if (readings.length > most)
        throw invalidParameter(`A request brings at most ${most} users; send the rest after.`);
      const results: ImportResult[] = [];
      for (let first = 0; first < readings.length; first += together) {
        const some = readings.slice(first, first + together);
        results.push(...(await Promise.all(some.map((one, index) => bring(parts, pool, one, first + index + 1)))));
      }
      return { poolId: pool.id, results };
    },
  };
}

/** By media type. */
function read(pool: Pool, request: WireRequest): readonly Reading[] {
  const type = String(request.headers["content-type"] ?? "")
    .split(";")[0]
    ?.trim();
  if (type === "text/csv") return readCsvUsers(pool, textBody(request));
  if (type === "application/x-ndjson") return readJsonLines(textBody(request));
  if (type === "application/json") return readJsonUsers(jsonBody(request));
  throw invalidParameter("The Content-Type must be text/csv, application/json or application/x-ndjson.");
}

async function bring(parts: UserPoolParts, pool: Pool, reading: Reading, record: number): Promise<ImportResult> {
  const { username } = reading;
  if ("refused" in reading) return { record, username, outcome: "refused", reason: reading.refused };
  return { record, username, ...(await importUser(parts, pool, reading)) };
}
