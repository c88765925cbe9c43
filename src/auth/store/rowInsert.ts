/** Inserts of whole rows, compiled once: what sign-ups and sign-ins write each time. */

import type { Builder } from "#kernel/sql/builder";
import type { Sql, SqlValue } from "#ports/database";
import type { AuthTables } from "./tables.ts";

type Values = Readonly<Record<string, SqlValue>>;

/** The statement that inserts a row; all rows must have all columns of the table, as their type says. */
export function rowInsert<Name extends keyof AuthTables>(
  { tables, prepare }: Builder<AuthTables>,
  table: Name,
): (row: AuthTables[Name]) => Sql {
  let compiled: ((values: Values) => Sql) | undefined;
  return (row) => {
    const values = row as unknown as Values;
    compiled ??= prepare<Values>((slot) => {
      const slots = Object.fromEntries(Object.keys(values).map((name) => [name, slot(name)]));
      return tables.insertInto(table as "auth_users").values(slots as never);
    });
    return compiled(values);
  };
}
