/** GET outbox: mail and SMS that the built-in outbox kept, newest first. Without a plane that sends, there are none. */

import type { ControlParts } from "#control/parts";
import type { OperatorRoute } from "./route.ts";

export function listMessages({ outbox }: ControlParts): OperatorRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/outbox",
    handle: async () => ({ messages: (await outbox?.()) ?? [] }),
  };
}
