/** POST keys: makes an access key; its secret is told in this answer only. */

import type { ControlParts } from "#control/parts";
import { textMember } from "./body.ts";
import type { OperatorRoute } from "./route.ts";

export function createKey({ accessKeys }: ControlParts): OperatorRoute {
  return {
    method: "POST",
    path: "/_ohmstead/v1/keys",
    handle: async ({ request }) => accessKeys.create(textMember(request, "description", "")),
  };
}
