/** Lists of owners' records: for each of the caller's names a walk along the index of owners, instead of all records of all owners. */

import type { CallerText } from "#graphql/access/rule";
import { ownerIndex } from "#graphql/tables/indexes";
import type { Column } from "./column.ts";
import { all } from "./logic.ts";
import type { Path } from "./path.ts";
import type { Printing } from "./printing.ts";
import { at, type Scan } from "./scan.ts";

/** Records of one owner: those whose column holds the name. */
interface Walk {
  readonly column: Column;
  /** Placeholder. */
  readonly name: string;
}

/** More walks than that cost more than they save. */
const most = 8;

/**
 * A term that alone chooses the rows of the whole table for `terms`, in its order; undefined where owners don't decide
 * alone, or have no index. Each walk ends after `limit` records, so no more than that many are read for each name.
 */
export function ownerStreams(
  path: Path,
  scan: Scan,
  printing: Printing,
  terms: readonly string[],
  limit: string,
): string | undefined {
  const walks = path === scan.table.whole ? walksOf(scan, printing) : undefined;
  const [place] = path.order;
  if (walks === undefined || place === undefined) return undefined;
  const row = at(scan, place.sql);
  const texts = walks.map(({ column, name }) => {
    const where = all([`${at(scan, column.sql)} = ${name}`, ...terms]);
    return `SELECT * FROM (SELECT ${row} FROM ${scan.table.sql} AS ${scan.alias} WHERE ${where} ORDER BY ${row} LIMIT ${limit}) AS stream`;
  });
  return `${row} IN (${texts.join(" UNION ALL ")})`;
}

function walksOf(scan: Scan, printing: Printing): readonly Walk[] | undefined {
  const { table } = scan;
  const right = table.access.read(scan.operation, printing.caller);
  const tests = typeof right === "string" ? [] : right;
  if (tests.length === 0 || tests.length * 3 > most) return undefined;
  const found: { readonly column: Column; readonly names: readonly CallerText[] }[] = [];
  for (const test of tests) {
    const column = table.columns.get(test.field);
    if (test.kind !== "owner" || column === undefined || !table.indexes.has(ownerIndex(test.field))) return undefined;
    found.push({ column, names: test.names });
  }
  // Only now that all will stand in the text may they become its parameters.
  return found.flatMap(({ column, names }) =>
    names.map((name) => ({ column, name: printing.parameters.bind((run) => name(run.caller)) })),
  );
}
