/** The migrations of the outbox, in order. */

import type { Migration } from "#kernel/sql/migration";
import { messages } from "./0001-messages.ts";

export const outboxMigrations: readonly Migration[] = [messages];
