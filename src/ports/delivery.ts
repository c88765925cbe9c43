/** Port: how sending a message fails, by mail as by SMS. */

/** Checked by `name`. The message is for the operator's log: it names the far end and what it said, never the text sent. */
export interface DeliveryFailure extends Error {
  readonly name: "DeliveryFailure";
  /** `refused`: the far end, or a rule before it, will not take this message; `unavailable`: trying later may help. */
  readonly reason: "refused" | "unavailable";
}
