/** GET outbox: mail and SMS that the built-in outbox kept, newest first. Without a plane that sends, there are none. */

import type { ControlParts } from "#control/parts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

export function listMessages({ outbox }: ControlParts): JsonRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/outbox",
    handle: async () => ({ messages: (await outbox?.()) ?? [] }),
  };
}
