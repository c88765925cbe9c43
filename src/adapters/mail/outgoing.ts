/** What every mail sender holds of a message before it goes out: one recipient, one sender, and no way to write headers. */

import type { Mail } from "#ports/mail";
import { MailFailure } from "./failure.ts";

export interface MailAddress {
  /** Empty when there is none. */
  readonly name: string;
  readonly address: string;
}

/** One address: no list, no display name, no quoting, no line breaks. */
const plain = /^[^\s,;:<>()[\]"\\@]+@[^\s,;:<>()"\\@]+$/;
const named = /^\s*"?([^"<>\p{Cc}]*?)"?\s*<([^<>]*)>\s*$/u;

/**
 * The mail with its subject on one line.
 * @throws MailFailure `refused` when `to` is anything but one plain address, or `from` is no sender
 */
export function outgoing(mail: Mail): Mail {
  if (!plain.test(mail.to)) {
    throw new MailFailure("refused", `The recipient ${JSON.stringify(mail.to)} is not one plain e-mail address`);
  }
  if (mail.from !== undefined) senderOf(mail.from);
  return { ...mail, subject: mail.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim() };
}

/**
 * `address` or `Name <address>` in its parts.
 * @throws MailFailure `refused` for anything else
 */
export function senderOf(text: string): MailAddress {
  const [, name = "", address = text] = named.exec(text) ?? [];
  if (plain.test(address)) return { name, address };
  throw new MailFailure("refused", `The sender ${JSON.stringify(text)} is neither an address nor Name <address>`);
}
