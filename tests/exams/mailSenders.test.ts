/** Each mail sender sits the exam. */

import { describe } from "vitest";
import { createOutboxMail } from "#adapters/mail/outbox";
import { createSmtpMail } from "#adapters/mail/smtp";
import { startMailServer } from "../support/mailServer.ts";
import { openOutbox } from "../support/outbox.ts";
import { type MailEngine, mailExam } from "./mail.ts";

const outbox: MailEngine = {
  name: "Outbox",
  skips: { "far end away": "it has none; the database's own failures are the database exam's" },
  async open() {
    const open = await openOutbox();
    const { outbox } = open;
    return {
      sender: createOutboxMail(outbox),
      received: () => outbox.list(),
      cutOff: async () => undefined,
      close: () => open.close(),
    };
  },
};

const smtp: MailEngine = {
  name: "SMTP",
  skips: {},
  async open() {
    const server = await startMailServer();
    const sender = createSmtpMail({
      host: "127.0.0.1",
      port: server.port,
      from: "Pools <pools@example.org>",
      secure: false,
      startTls: "optional",
    });
    return {
      sender,
      received: async () =>
        server.mails.flatMap(({ recipients, headers, text }) =>
          recipients.map((to) => ({ to, subject: headers.get("subject") ?? "", text })),
        ),
      cutOff: () => server.close(),
      async close() {
        sender.close();
        await server.close();
      },
    };
  },
};

describe.each([outbox, smtp])("$name as a mail sender", (engine) => {
  mailExam(engine);
});
