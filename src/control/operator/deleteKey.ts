/** DELETE keys/<id>: forgets a key for good. */

import type { ControlParts } from "#control/parts";
import type { OperatorRoute } from "./route.ts";

export function deleteKey({ accessKeys }: ControlParts): OperatorRoute {
  return {
    method: "DELETE",
    path: "/_ohmstead/v1/keys/{accessKeyId}",
    async handle({ labels: { accessKeyId = "" } }) {
      await accessKeys.remove(accessKeyId);
      return { accessKeyId };
    },
  };
}
