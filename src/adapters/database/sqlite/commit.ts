/** Commits units of statements on one connection: they share a durable commit, yet each succeeds or fails alone. */

import type { Outcome, Sql } from "#ports/database";
import type { Connection } from "./connection.ts";

/** Statements that are kept together or not at all. */
export type Unit = readonly Sql[];
export type Result = { readonly outcomes: readonly Outcome[] } | { readonly error: unknown };

/** Answers a result for each unit, in order, once all that succeeded is durable. Throws nothing. */
export function commitTogether(connection: Connection, units: readonly Unit[]): readonly Result[] {
  if (units.length === 1) return units.map((unit) => commitAlone(connection, unit));
  const results: Result[] = [];
  try {
    connection.control("BEGIN IMMEDIATE");
    for (const unit of units) {
      results.push(inSavepoint(connection, unit));
      if (!connection.inTransaction) throw new Error("SQLite rolled the whole transaction back.");
    }
    connection.control("COMMIT");
    return results;
  } catch {
    // One unit spoilt the shared commit (a full disk, a deferred constraint): each gets a commit of its own.
    rollBack(connection);
    return units.map((unit) => commitAlone(connection, unit));
  }
}

/** Ends what is open without keeping it. */
export function rollBack(connection: Connection): void {
  try {
    if (connection.inTransaction) connection.control("ROLLBACK");
  } catch {
    // A connection that cannot even roll back is closed, which does it; the next use opens it anew.
    connection.close();
  }
}

function commitAlone(connection: Connection, unit: Unit): Result {
  try {
    const [only] = unit;
    // A single statement is atomic and durable by itself.
    if (unit.length === 1 && only !== undefined) return { outcomes: [connection.execute(only)] };
    connection.control("BEGIN IMMEDIATE");
    const outcomes = unit.map((statement) => connection.execute(statement));
    connection.control("COMMIT");
    return { outcomes };
  } catch (error) {
    rollBack(connection);
    return { error };
  }
}

function inSavepoint(connection: Connection, unit: Unit): Result {
  const [only] = unit;
  try {
    if (unit.length === 1 && only !== undefined) return { outcomes: [connection.execute(only)] };
    connection.control("SAVEPOINT unit");
    const outcomes = unit.map((statement) => connection.execute(statement));
    connection.control("RELEASE unit");
    return { outcomes };
  } catch (error) {
    if (unit.length > 1 && connection.inTransaction) {
      connection.control("ROLLBACK TO unit");
      connection.control("RELEASE unit");
    }
    return { error };
  }
}
