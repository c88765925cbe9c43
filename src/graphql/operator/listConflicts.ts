/** GET apis/{apiId}/conflicts?limit: the conflicts of versioned records, newest first. */

import { badOperatorRequest, unknownApiId } from "#graphql/faults";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { OperatorParts } from "./parts.ts";

const standardLimit = 100;
const most = 10_000;

export function listConflicts({ runtimes }: OperatorParts): JsonRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/apis/{apiId}/conflicts",
    async handle({ query, labels: { apiId = "" } }) {
      const limit = Number(query.get("limit") ?? standardLimit);
      if (!Number.isInteger(limit) || limit < 1 || limit > most)
        throw badOperatorRequest(`limit must be a whole number from 1 to ${most}.`);
      const runtime = await runtimes.get(apiId);
      if (runtime === undefined) throw unknownApiId(apiId);
      return { conflicts: await runtime.conflicts(limit) };
    },
  };
}
