/** Mail that goes no further than the outbox. */

import type { MailSender } from "#ports/mail";
import type { Outbox } from "#ports/outbox";
import { outgoing } from "./outgoing.ts";

export function createOutboxMail(outbox: Outbox): MailSender {
  return {
    async send(mail) {
      const { to, subject, body } = outgoing(mail);
      await outbox.keep({ channel: "mail", to, subject, text: body });
    },
  };
}
