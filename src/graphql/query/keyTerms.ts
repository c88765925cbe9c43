/** The terms that hold for the one record with this key. */

import type { SqlValue } from "#ports/database";
import type { Parameters } from "./parameters.ts";
import { at } from "./scan.ts";
import type { Table } from "./table.ts";

/** @param keys as stored, partition first */
export function keyTerms(
  { table, alias }: { readonly table: Table; readonly alias: string },
  keys: readonly SqlValue[],
  parameters: Parameters,
): readonly string[] {
  return table.keys.map((key, index) => `${at({ alias }, key.sql)} = ${parameters.add(keys[index] ?? null)}`);
}
