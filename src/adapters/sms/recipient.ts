/** The rule every SMS sender holds: one international number. */

import { SmsFailure } from "./failure.ts";

/** @throws SmsFailure `refused` when the text is anything but `+` and digits */
export function checkRecipient(to: string): void {
  if (/^\+[1-9]\d{3,14}$/.test(to)) return;
  throw new SmsFailure("refused", `The recipient ${JSON.stringify(to)} is not a phone number of the form +15551230000`);
}
