/** POST keys: makes an access key; its secret is told in this answer only. */

import type { ControlParts } from "#control/parts";
import { textMember } from "#kernel/wire/jsonApiBody";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

export function createKey({ accessKeys }: ControlParts): JsonRoute {
  return {
    method: "POST",
    path: "/_ohmstead/v1/keys",
    handle: async ({ request }) => accessKeys.create(textMember(request, "description", "")),
  };
}
