/** The log of conflicts, in the API's own database: who, what, which strategy, how it ended. The newest are kept. */

import type { ApiCaller } from "#graphql/access/caller";
import { conflictLog } from "#graphql/tables/layout";
import type { Database, Runner, Sql, SqlSpelling } from "#ports/database";

const kept = 10_000;

/** One conflict as an operator reads it. */
export interface LoggedConflict {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly model: string;
  /** The record's key as JSON. */
  readonly record: string;
  readonly operation: string;
  readonly strategy: string;
  /** `write`, `remove` or `reject`. */
  readonly outcome: string;
  /** The version the client had seen; null when it gave none. */
  readonly seen: number | null;
  readonly stored: number;
  readonly caller: string;
}

const columns = ["at", "model", "record", "operation", "strategy", "outcome", "seen", "stored", "caller"] as const;

export async function noteConflict(runner: Runner, spelling: SqlSpelling, conflict: LoggedConflict): Promise<void> {
  const { name, parameter } = spelling;
  const places = columns.map((_column, index) => parameter(index + 1)).join(", ");
  const text = `INSERT INTO ${name(conflictLog)} (${columns.map(name).join(", ")}) VALUES (${places})`;
  await runner.run({ text, parameters: columns.map((column) => conflict[column]) });
  const oldest = `(SELECT max(${name("number")}) - ${kept} FROM ${name(conflictLog)})`;
  await runner.run({ text: `DELETE FROM ${name(conflictLog)} WHERE ${name("number")} <= ${oldest}`, parameters: [] });
}

/** The newest conflicts first. */
export async function readConflicts(database: Database, limit: number): Promise<readonly LoggedConflict[]> {
  const { name, parameter } = database.spelling;
  const list = columns.map(name).join(", ");
  const statement: Sql = {
    text: `SELECT ${list} FROM ${name(conflictLog)} ORDER BY ${name("number")} DESC LIMIT ${parameter(1)}`,
    parameters: [limit],
  };
  return database.all<LoggedConflict & Record<string, string | number | null>>(statement);
}

/** Who met it, as the log names him. */
export function callerName(caller: ApiCaller): string {
  switch (caller.kind) {
    case "apiKey":
      return `key ${caller.keyId}`;
    case "userPools":
      return caller.username;
    case "oidc":
      return caller.subject;
    case "function":
      return "authorizer";
    default:
      return caller.identity.kind === "identity" ? caller.identity.identityId : caller.identity.accessKeyId;
  }
}
