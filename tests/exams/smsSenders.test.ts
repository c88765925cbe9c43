/** Each sender of text messages sits the exam. */

import { describe } from "vitest";
import { createOutboxSms } from "#adapters/sms/outbox";
import { createSmsWebhook } from "#adapters/sms/webhook";
import { systemRandom } from "#adapters/system/random";
import type { Sms } from "#ports/sms";
import { startHttpServer } from "../support/httpServer.ts";
import { openOutbox } from "../support/outbox.ts";
import { type SmsEngine, smsExam } from "./sms.ts";

const outbox: SmsEngine = {
  name: "Outbox",
  skips: { "far end away": "it has none; the database's own failures are the database exam's" },
  async open() {
    const open = await openOutbox();
    const { outbox } = open;
    return {
      sender: createOutboxSms(outbox),
      received: () => outbox.list(),
      cutOff: async () => undefined,
      close: () => open.close(),
    };
  },
};

const webhook: SmsEngine = {
  name: "Webhook",
  skips: {},
  async open() {
    const received: Sms[] = [];
    const server = await startHttpServer((_request, response, body) => {
      received.push(JSON.parse(body) as Sms);
      response.end();
    });
    return {
      sender: createSmsWebhook({ url: server.url, random: systemRandom, pausesMs: [5, 5] }),
      received: async () => received,
      cutOff: () => server.close(),
      close: () => server.close(),
    };
  },
};

describe.each([outbox, webhook])("$name as a sender of text messages", (engine) => {
  smsExam(engine);
});
