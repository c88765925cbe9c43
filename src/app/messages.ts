/** Picks where mail and SMS go: the outbox, or what the settings name. */

import { readFile } from "node:fs/promises";
import { createOutboxMail } from "#adapters/mail/outbox";
import { createSmtpMail, type SmtpMail } from "#adapters/mail/smtp";
import { outboxMigrations } from "#adapters/outbox/migrations/list";
import { createOutbox } from "#adapters/outbox/outbox";
import { createOutboxSms } from "#adapters/sms/outbox";
import { createSmsWebhook } from "#adapters/sms/webhook";
import { migrate } from "#kernel/sql/migrate";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { MailSender } from "#ports/mail";
import type { Outbox } from "#ports/outbox";
import type { Random } from "#ports/random";
import type { SmsSender } from "#ports/sms";
import type { Config } from "./config.ts";

export interface MessageParts {
  readonly house: Database;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Messages {
  readonly mail: MailSender;
  readonly sms: SmsSender;
  /** Holds what was not sent on; without mail or SMS in it, it stays empty. */
  readonly outbox: Outbox;
  close(): void;
}

/** @throws Error when the file of a mail server's authority cannot be read */
export async function openMessages(config: Config, { house, clock, random }: MessageParts): Promise<Messages> {
  await migrate(house, "outbox", outboxMigrations);
  const outbox = createOutbox({ database: house, clock });
  const smtp = await openSmtp(config);
  return {
    mail: smtp ?? createOutboxMail(outbox),
    sms:
      config.sms === "outbox"
        ? createOutboxSms(outbox)
        : createSmsWebhook({ url: config.sms.url, key: config.smsKey, random }),
    outbox,
    close: () => smtp?.close(),
  };
}

async function openSmtp({ mail }: Config): Promise<SmtpMail | undefined> {
  if (mail === "outbox") return undefined;
  const { caFile, ...options } = mail;
  if (caFile === undefined) return createSmtpMail(options);
  try {
    return createSmtpMail({ ...options, ca: await readFile(caFile, "utf8") });
  } catch (error) {
    throw new Error(`The file that ca in OHMSTEAD_MAIL names cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
