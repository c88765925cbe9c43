/** DELETE apis/{apiId}/keys/{keyId}: a key that is refused from now on. */

import { badOperatorRequest, unknownApiId, unknownApiKey } from "#graphql/faults";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { OperatorParts } from "./parts.ts";

export function deleteKey({ apis, apiKeys, runtimes }: OperatorParts): JsonRoute {
  return {
    method: "DELETE",
    path: "/_ohmstead/v1/apis/{apiId}/keys/{keyId}",
    async handle({ labels: { apiId = "", keyId = "" } }) {
      if ((await apis.byId(apiId)) === undefined) throw unknownApiId(apiId);
      const [first, ...others] = await apiKeys.list(apiId);
      if (first?.keyId === keyId) {
        throw badOperatorRequest(
          "This key stands in the environment's meta; UpdateBackendAPI changes when it expires.",
        );
      }
      if (!others.some((key) => key.keyId === keyId)) throw unknownApiKey(keyId);
      await apiKeys.remove(keyId);
      runtimes.reload(apiId);
      return { keyId };
    },
  };
}
