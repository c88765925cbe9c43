/** Asks a database for a sign of life. */

import type { Database } from "#ports/database";

/** @throws whatever keeps the database from answering, such as DatabaseUnavailable */
export async function assertAlive(database: Database): Promise<void> {
  await database.first({ text: "select 1", parameters: [] });
}
