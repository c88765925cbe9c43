/** @versioned of dialect 1: a record that counts its writes, and writes that say which count they expect. */

import type { Parameters } from "./parameters.ts";
import { type Table, toStored } from "./table.ts";

/** The term that holds while the record's count is the expected one; none for models that don't count. */
export function counterTerms(
  input: Readonly<Record<string, unknown>>,
  table: Table,
  parameters: Parameters,
): readonly string[] {
  const { counter } = table.model;
  const column = counter === undefined ? undefined : table.columns.get(counter.field);
  if (counter === undefined || column === undefined) return [];
  return [`${column.sql} = ${parameters.add(toStored(column.storage, input[counter.input]))}`];
}
