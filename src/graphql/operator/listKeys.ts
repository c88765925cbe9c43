/** GET apis/{apiId}/keys: the API's keys, oldest first; the first is the one in the environment's meta. */

import { unknownApiId } from "#graphql/faults";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { OperatorParts } from "./parts.ts";

export function listKeys({ apis, apiKeys }: OperatorParts): JsonRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/apis/{apiId}/keys",
    async handle({ labels: { apiId = "" } }) {
      if ((await apis.byId(apiId)) === undefined) throw unknownApiId(apiId);
      const keys = await apiKeys.list(apiId);
      return {
        keys: keys.map(({ keyId, key, description, expiresAt, createdAt }) => ({
          keyId,
          key,
          description,
          expiresAt,
          createdAt,
        })),
      };
    },
  };
}
