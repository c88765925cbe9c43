/** Brings the tables of a room up to date: each migration once, in order, in a transaction of its own. */

import { createHash } from "node:crypto";
import { Kysely, sql } from "kysely";
import type { Database, Runner, Sql } from "#ports/database";
import { createBuilder, toSql } from "./builder.ts";
import type { Migration, MigrationContext } from "./migration.ts";

/** Thrown when the database and this program do not belong together; nothing was changed. */
export class MigrationRefusal extends Error {
  override readonly name = "MigrationRefusal";
}

interface AppliedTable {
  readonly room: string;
  readonly position: number;
  readonly id: string;
  readonly checksum: string;
}

/**
 * Applies what is missing and answers the ids it applied.
 * Throws `MigrationRefusal` when the database was written by a newer program (a downgrade) or an applied migration is no longer the same.
 */
export async function migrate(
  database: Database,
  room: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  checkIds(room, migrations);
  const { tables, compile } = createBuilder<{ migrations: AppliedTable }>(database);
  const query = tables.selectFrom("migrations").selectAll().where("room", "=", room).orderBy("position");
  const context: MigrationContext = {
    schema: new Kysely<unknown>({ dialect: database.dialect }),
    spelling: database.spelling,
  };
  await database.run(appliedTable(context));
  const applied: string[] = [];
  for (const [position, migration] of migrations.entries()) {
    const statements = migration.up(context);
    const checksum = checksumOf(migration.id, statements);
    const isNew = await database.transaction(async (transaction) => {
      const known = await transaction.all<AppliedTable>(compile(query));
      refuseNewer(room, known, migrations);
      if (isApplied(room, known[position], migration.id, checksum)) return false;
      await runAll(transaction, statements);
      const row: AppliedTable = { room, position, id: migration.id, checksum };
      await transaction.run(compile(tables.insertInto("migrations").values(row)));
      return true;
    });
    if (isNew) applied.push(migration.id);
  }
  return applied;
}

async function runAll(transaction: Runner, statements: readonly Sql[]): Promise<void> {
  for (const statement of statements) await transaction.run(statement);
}

function isApplied(room: string, known: AppliedTable | undefined, id: string, checksum: string): boolean {
  if (known === undefined) return false;
  if (known.id === id && known.checksum === checksum) return true;
  throw new MigrationRefusal(
    known.id === id
      ? `Migration ${id} of ${room} is not the one this database was made with. Use the program version that wrote it, or restore a backup.`
      : `The database has migration ${known.id} of ${room} where this program has ${id}. Use the program version that wrote it.`,
  );
}

function refuseNewer(room: string, known: readonly AppliedTable[], migrations: readonly Migration[]): void {
  const strange = known[migrations.length];
  if (strange === undefined) return;
  throw new MigrationRefusal(
    `The database was written by a newer program: it has migration ${strange.id} of ${room}, which this one does not know. ` +
      "Downgrade refused; use the newer program, or restore a backup made before the upgrade.",
  );
}

function checksumOf(id: string, statements: readonly Sql[]): string {
  const hash = createHash("sha256").update(id);
  for (const { text, parameters } of statements) {
    // Layout of a text may change without changing what it does.
    hash.update("\0").update(text.replace(/\s+/g, " ").trim());
    for (const parameter of parameters) hash.update("\0").update(`${typeof parameter} ${String(parameter)}`);
  }
  return hash.digest("hex");
}

function checkIds(room: string, migrations: readonly Migration[]): void {
  for (const [index, { id }] of migrations.entries()) {
    const number = String(index + 1).padStart(4, "0");
    if (!id.startsWith(`${number}-`))
      throw new Error(`Migration ${index + 1} of ${room} must be called ${number}-…, not ${id}.`);
  }
}

function appliedTable({ schema, spelling }: MigrationContext): Sql {
  const text = sql.raw(spelling.columnType("text"));
  return toSql(
    schema.schema
      .createTable("migrations")
      .ifNotExists()
      .addColumn("room", text, (column) => column.notNull())
      .addColumn("position", sql.raw(spelling.columnType("integer")), (column) => column.notNull())
      .addColumn("id", text, (column) => column.notNull())
      .addColumn("checksum", text, (column) => column.notNull())
      .addPrimaryKeyConstraint("migrations_primary", ["room", "position"]),
  );
}
