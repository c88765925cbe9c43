/** DELETE keys/<id>: forgets a key for good. */

import type { ControlParts } from "#control/parts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

export function deleteKey({ accessKeys }: ControlParts): JsonRoute {
  return {
    method: "DELETE",
    path: "/_ohmstead/v1/keys/{accessKeyId}",
    async handle({ labels: { accessKeyId = "" } }) {
      await accessKeys.remove(accessKeyId);
      return { accessKeyId };
    },
  };
}
