/** The columns of versioned records as fields that can be selected and filtered by. */

import type { SqlSpelling } from "#ports/database";
import { versionColumns } from "#graphql/tables/layout";
import type { Column } from "./column.ts";
import type { Path } from "./path.ts";

/** By field name. */
export function openVersionColumns(spelling: SqlSpelling): readonly (readonly [string, Column])[] {
  const column = (name: string, type: string, required: boolean, physical: string): readonly [string, Column] => [
    name,
    {
      field: {
        name,
        type: { name: type, required },
        position: { line: 1, column: 1 },
        declared: false,
        directives: [],
      },
      storage: type === "Boolean" ? "boolean" : "integer",
      physical,
      sql: spelling.name(physical),
      isVersion: true,
      nullMark: "",
    },
  ];
  return [
    column("_version", "Int", true, versionColumns.version),
    column("_deleted", "Boolean", false, versionColumns.deleted),
    column("_lastChangedAt", "AWSTimestamp", true, versionColumns.changedAt),
  ];
}

/** The order of changes: by time, then as written. `whole` is the order as written. */
export function openChangedPath(whole: Path, spelling: SqlSpelling): Path {
  const [written] = whole.order;
  const order = written === undefined ? [] : [{ ...written, sql: spelling.name(versionColumns.changedAt) }, written];
  return { ...whole, order };
}
