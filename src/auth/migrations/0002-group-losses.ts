/** Migration: groups that users lost while tokens that name them may still be out. */

import { sql } from "kysely";
import { toSql } from "#kernel/sql/builder";
import type { Migration } from "#kernel/sql/migration";
import type { ColumnKind } from "#ports/database";

const columns: readonly (readonly [name: string, kind: ColumnKind])[] = [
  ["pool_id", "text"],
  ["sub", "text"],
  ["group_name", "text"],
  ["lost_at", "integer"],
];

export const groupLosses: Migration = {
  id: "0002-group-losses",
  up: ({ schema, spelling }) => {
    const key = ["pool_id", "sub", "group_name"] as never[];
    const table = columns.reduce(
      (builder, [name, kind]) =>
        builder.addColumn(name, sql.raw(spelling.columnType(kind)), (column) => column.notNull()),
      schema.schema.createTable("auth_group_losses").addPrimaryKeyConstraint("auth_group_losses_primary", key),
    );
    return [toSql(table)];
  },
};
