/** POST apis/{apiId}/keys {description, days}: one more key, so that clients can move to it before the old one ends. */

import { keySettings } from "#graphql/apiConfig";
import { badOperatorRequest, unknownApiId } from "#graphql/faults";
import { expiry, longestDays, newKeyText, shortestDays, standardDays } from "#graphql/modes/apiKey";
import type { ApiKey } from "#graphql/store/apiKeys";
import { textMember } from "#kernel/wire/jsonApiBody";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { OperatorParts } from "./parts.ts";

/** AppSync's own bound on keys of an API. */
const mostKeys = 50;

export function createKey({ apis, apiKeys, runtimes, clock, random }: OperatorParts): JsonRoute {
  return {
    method: "POST",
    path: "/_ohmstead/v1/apis/{apiId}/keys",
    async handle({ request, labels: { apiId = "" } }) {
      const api = await apis.byId(apiId);
      if (api === undefined) throw unknownApiId(apiId);
      if (keySettings(api.config) === undefined) throw badOperatorRequest("The API does not take keys (mode API_KEY).");
      if ((await apiKeys.list(apiId)).length >= mostKeys)
        throw badOperatorRequest(`An API has at most ${mostKeys} keys; delete one first.`);
      const days = Number(textMember(request, "days", String(standardDays)));
      if (!(days >= shortestDays && days <= longestDays))
        throw badOperatorRequest(`days must be from ${shortestDays} to ${longestDays}.`);
      const now = clock.now();
      const key: ApiKey = {
        keyId: random.uuid(),
        apiId,
        key: newKeyText(random),
        description: textMember(request, "description", ""),
        expiresAt: expiry(now, days),
        createdAt: now,
      };
      await apiKeys.insert(key);
      runtimes.reload(apiId);
      const { apiId: _api, ...view } = key;
      return view;
    },
  };
}
