/** GET keys: all access keys, oldest first, without their secrets. */

import type { ControlParts } from "#control/parts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

export function listKeys({ accessKeys }: ControlParts): JsonRoute {
  return { method: "GET", path: "/_ohmstead/v1/keys", handle: async () => ({ keys: await accessKeys.list() }) };
}
