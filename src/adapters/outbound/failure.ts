/** How a request to the outside fails. */

import type { OutboundFailure } from "#ports/outbound";

export class RequestFailure extends Error implements OutboundFailure {
  declare readonly name: "OutboundFailure";
  readonly reason: OutboundFailure["reason"];

  constructor(reason: OutboundFailure["reason"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    Object.defineProperty(this, "name", { value: "OutboundFailure" });
    this.reason = reason;
  }
}
