/** Migration: the messages of the outbox. */

import { sql } from "kysely";
import { toSql } from "#kernel/sql/builder";
import type { Migration } from "#kernel/sql/migration";

export const messages: Migration = {
  id: "0001-messages",
  up({ schema: { schema }, spelling }) {
    const text = sql.raw(spelling.columnType("text"));
    const integer = sql.raw(spelling.columnType("integer"));
    // The spelling defines a whole column, name first; the builder writes the name itself.
    const serial = sql.raw(spelling.serialKey("sequence").replace(/^\S+\s+/, ""));
    const table = schema
      .createTable("outbox_messages")
      .addColumn("sequence", serial)
      .addColumn("channel", text, (column) => column.notNull().check(sql`channel in ('mail', 'sms')`))
      .addColumn("recipient", text, (column) => column.notNull())
      .addColumn("subject", text, (column) => column.notNull())
      .addColumn("text", text, (column) => column.notNull())
      .addColumn("sent_at", integer, (column) => column.notNull());
    const byAge = schema.createIndex("outbox_messages_sent_at").on("outbox_messages").columns(["sent_at"]);
    return [table, byAge].map(toSql);
  },
};
