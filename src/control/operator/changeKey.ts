/** POST keys/<id>: disables a key or enables it again. */

import { badRequest } from "#control/faults";
import type { ControlParts } from "#control/parts";
import { textMember } from "#kernel/wire/jsonApiBody";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

export function changeKey({ accessKeys }: ControlParts): JsonRoute {
  return {
    method: "POST",
    path: "/_ohmstead/v1/keys/{accessKeyId}",
    async handle({ request, labels: { accessKeyId = "" } }) {
      const status = textMember(request, "status", "");
      if (status !== "active" && status !== "disabled") throw badRequest("status must be active or disabled.");
      await accessKeys.setStatus(accessKeyId, status);
      return { accessKeyId, status };
    },
  };
}
