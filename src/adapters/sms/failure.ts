/** A text message that could not be handed over. */

import type { DeliveryFailure } from "#ports/delivery";

export class SmsFailure extends Error implements DeliveryFailure {
  override readonly name = "DeliveryFailure";
  readonly reason: DeliveryFailure["reason"];

  constructor(reason: DeliveryFailure["reason"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
