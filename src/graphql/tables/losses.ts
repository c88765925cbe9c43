/** What a schema change would take away, counted in the rows that are there. */

import type { Runner, SqlSpelling } from "#ports/database";
import { printType } from "#graphql/sdl/model";
import type { Names } from "#graphql/sdl/meaning";
import { type Change, describeRetype, isJsonColumn } from "./changes.ts";
import { storageOf } from "./columnKind.ts";
import { fits } from "./fits.ts";
import { rowNumber, type TableLayout } from "./layout.ts";

/** Rows read at once while values are checked. */
const chunk = 500;

/** Thrown when a change would lose data; the list says exactly what. */
export class DataLossRefusal extends Error {
  readonly losses: readonly string[];

  constructor(losses: readonly string[]) {
    const lines = losses.map((loss) => `- ${loss}`).join("\n");
    super(
      `The new schema would lose data, so nothing was changed:\n${lines}\nDelete or move these records first, or keep the old types.`,
    );
    this.name = "ProvisionRefusal";
    this.losses = losses;
  }
}

export interface Findings {
  readonly losses: readonly string[];
  /** Lines for the operator about what was accepted. */
  readonly warnings: readonly string[];
}

/** Counts what each change would lose. Runs inside the transaction that would apply them. */
export async function findLosses(
  changes: readonly Change[],
  names: Names,
  runner: Runner,
  spelling: SqlSpelling,
): Promise<Findings> {
  const losses: string[] = [];
  const warnings: string[] = [];
  const look: Look = { runner, spelling, names };
  for (const change of changes) {
    const loss = await lossOf(change, look);
    if (loss !== undefined) losses.push(loss);
    const warning = await warningOf(change, look);
    if (warning !== undefined) warnings.push(warning);
  }
  return { losses, warnings };
}

interface Look {
  readonly runner: Runner;
  readonly spelling: SqlSpelling;
  readonly names: Names;
}

async function lossOf(change: Change, look: Look): Promise<string | undefined> {
  switch (change.kind) {
    case "removeTable": {
      const rows = await count(look, change.table);
      return rows === 0 ? undefined : `model ${change.table.model} is removed: ${records(rows)}`;
    }
    case "replaceTable": {
      const rows = await count(look, change.table);
      const { from, model } = change;
      const keys = `(${[from.partition, ...from.sort].join(", ")}) -> (${[model.key.partition, ...model.key.sort].join(", ")})`;
      return rows === 0 ? undefined : `the primary key of ${model.name} changes ${keys}: ${records(rows)}`;
    }
    case "removeColumn": {
      const rows = await count(look, change.table, change.column.column);
      return rows === 0
        ? undefined
        : `field ${change.table.model}.${change.column.field} is removed: its value in ${records(rows)}`;
    }
    case "retypeColumn": {
      if (change.how === "keep" || change.how === "copy") return undefined;
      const what = describeRetype(change.table.model, change.before, change.field);
      if (change.how === "replace") {
        const rows = await count(look, change.table, change.column.column);
        return rows === 0 ? undefined : `${what}: its value in ${records(rows)} cannot be converted`;
      }
      const { misfits, example } = await scan(change, look);
      return misfits === 0
        ? undefined
        : `${what}: its value in ${records(misfits)} is not a valid ${printType(change.field.type)}, such as ${example}`;
    }
    default:
      return undefined;
  }
}

async function warningOf(change: Change, look: Look): Promise<string | undefined> {
  if (change.kind !== "nowRequired" && change.kind !== "addColumn") return undefined;
  if (!change.field.type.required) return undefined;
  const all = await count(look, change.table);
  const filled = change.kind === "addColumn" ? 0 : await count(look, change.table, change.column.column);
  if (all === filled) return undefined;
  const field = `${change.table.model}.${change.field.name}`;
  return `${field} is required now, but ${records(all - filled)} without a value: reading it there fails until one is set.`;
}

/** Rows of the table, or those with a value in the column. */
async function count(look: Look, table: TableLayout, column?: string): Promise<number> {
  const { name } = look.spelling;
  const where = column === undefined ? "" : ` WHERE ${name(column)} IS NOT NULL`;
  const row = await look.runner.first({
    text: `SELECT count(*) AS n FROM ${name(table.table)}${where}`,
    parameters: [],
  });
  return Number(row?.["n"] ?? 0);
}

async function scan(
  change: Change & { kind: "retypeColumn" },
  look: Look,
): Promise<{ misfits: number; example: string }> {
  const { name, parameter } = look.spelling;
  const value = name(change.column.column);
  const text =
    `SELECT ${name(rowNumber)} AS row_number, ${value} AS value FROM ${name(change.table.table)} ` +
    `WHERE ${value} IS NOT NULL AND ${name(rowNumber)} > ${parameter(1)} ORDER BY ${name(rowNumber)} LIMIT ${chunk}`;
  const isJson = isJsonColumn(change.field, look.names);
  const isBoolean = storageOf(change.field.type, look.names) === "boolean";
  let misfits = 0;
  let example = "";
  for (let after = 0, more = true; more; ) {
    const rows = await look.runner.all({ text, parameters: [after] });
    for (const row of rows) {
      const raw = row["value"];
      const stored: unknown = isJson ? JSON.parse(String(raw)) : isBoolean ? raw === 1 : raw;
      if (!fits(stored, change.field.type, look.names)) {
        misfits += 1;
        if (example === "") example = JSON.stringify(stored).slice(0, 60);
      }
      after = Number(row["row_number"]);
    }
    more = rows.length === chunk;
  }
  return { misfits, example };
}

function records(count: number): string {
  return count === 1 ? "1 record" : `${count} records`;
}
