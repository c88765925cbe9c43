/** What every mail sender holds of a message before it goes out: one recipient, and no way to write headers. */

import type { Mail } from "#ports/mail";
import { MailFailure } from "./failure.ts";

/** One address: no list, no display name, no quoting, no line breaks. */
const address = /^[^\s,;:<>()[\]"\\@]+@[^\s,;:<>()"\\@]+$/;

/**
 * The mail with its subject and sender on one line.
 * @throws MailFailure `refused` when `to` is anything but one plain address
 */
export function outgoing(mail: Mail): Mail {
  if (!address.test(mail.to)) {
    throw new MailFailure("refused", `The recipient ${JSON.stringify(mail.to)} is not one plain e-mail address`);
  }
  return { ...mail, subject: oneLine(mail.subject), ...(mail.from ? { from: oneLine(mail.from) } : {}) };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
