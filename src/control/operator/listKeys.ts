/** GET keys: all access keys, oldest first, without their secrets. */

import type { ControlParts } from "#control/parts";
import type { OperatorRoute } from "./route.ts";

export function listKeys({ accessKeys }: ControlParts): OperatorRoute {
  return { method: "GET", path: "/_ohmstead/v1/keys", handle: async () => ({ keys: await accessKeys.list() }) };
}
