/** Text messages that go no further than the outbox. */

import type { Outbox } from "#ports/outbox";
import type { SmsSender } from "#ports/sms";
import { checkRecipient } from "./recipient.ts";

export function createOutboxSms(outbox: Outbox): SmsSender {
  return {
    async send({ to, text }) {
      checkRecipient(to);
      await outbox.keep({ channel: "sms", to, subject: "", text });
    },
  };
}
