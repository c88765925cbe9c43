/** The outbox in the house database: durable, newest first, bounded by number and age. */

import { sql } from "kysely";
import { type Builder, createBuilder } from "#kernel/sql/builder";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Outbox, OutboxMessage } from "#ports/outbox";

export interface OutboxOptions {
  /** A database brought up to date by `outboxMigrations`. */
  readonly database: Database;
  readonly clock: Clock;
  /** The bounds; the newest 10,000 messages and 7 days. */
  readonly keep?: { readonly messages: number; readonly milliseconds: number };
}

interface MessageRow {
  readonly channel: OutboxMessage["channel"];
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly sent_at: number;
}

interface OutboxTables {
  readonly outbox_messages: MessageRow & { readonly sequence: number };
}

const bounds = { messages: 10_000, milliseconds: 7 * 86_400_000 };
const defaultLimit = 500;

export function createOutbox({ database, clock, keep = bounds }: OutboxOptions): Outbox {
  const statements = createStatements(createBuilder<OutboxTables>(database));
  const oldest = (): number => clock.now() - keep.milliseconds;
  return {
    async keep({ channel, to, subject, text }) {
      await database.batch([
        statements.insert({ channel, recipient: to, subject, text, sent_at: clock.now() }),
        statements.dropSurplus({ messages: keep.messages }),
        statements.dropOld({ oldest: oldest() }),
      ]);
    },
    async list(limit = defaultLimit) {
      const rows = await database.all<MessageRow>(statements.newest({ oldest: oldest(), limit }));
      return rows.map(toMessage);
    },
  };
}

function createStatements({ tables, prepare }: Builder<OutboxTables>) {
  // Left to the engine, the sequence counts up in the order of commits.
  const insertable = tables as unknown as Builder<{ outbox_messages: MessageRow }>["tables"];
  return {
    insert: prepare<{ [K in keyof MessageRow]: MessageRow[K] }>((slot) =>
      insertable.insertInto("outbox_messages").values({
        channel: slot("channel"),
        recipient: slot("recipient"),
        subject: slot("subject"),
        text: slot("text"),
        sent_at: slot("sent_at"),
      }),
    ),
    dropSurplus: prepare<{ messages: number }>((slot) =>
      tables
        .deleteFrom("outbox_messages")
        .where("sequence", "<=", sql<number>`(select max(sequence) from outbox_messages) - ${slot("messages")}`),
    ),
    dropOld: prepare<{ oldest: number }>((slot) =>
      tables.deleteFrom("outbox_messages").where("sent_at", "<", slot("oldest")),
    ),
    newest: prepare<{ oldest: number; limit: number }>((slot) =>
      tables
        .selectFrom("outbox_messages")
        .select(["channel", "recipient", "subject", "text", "sent_at"])
        .where("sent_at", ">=", slot("oldest"))
        .orderBy("sequence", "desc")
        .limit(slot("limit")),
    ),
  };
}

function toMessage({ channel, recipient, subject, text, sent_at }: MessageRow): OutboxMessage {
  return { channel, to: recipient, subject, text, sentAt: new Date(sent_at).toISOString() };
}
