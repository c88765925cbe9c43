/** What a schema change would take away, counted in the rows that are there, and what its writer gives up. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Runner, SqlSpelling } from "#ports/database";
import { printType } from "#graphql/sdl/model";
import type { Names } from "#graphql/sdl/meaning";
import { type Change, describeRetype, isJsonColumn } from "./changes.ts";
import { storageOf } from "./columnKind.ts";
import { consentLine } from "./consent.ts";
import { fits } from "./fits.ts";
import { rowNumber, type TableLayout } from "./layout.ts";

/** Rows read at once while values are checked. */
const chunk = 500;

export interface Loss {
  readonly text: string;
  /** What a schema says to give it up, such as `field Todo.title`. */
  readonly consent: string;
}

/** Thrown when a change would lose data; the list says exactly what, and how to lose it on purpose. */
export class DataLossRefusal extends Error {
  readonly losses: readonly string[];

  constructor(losses: readonly Loss[]) {
    const lines = losses.map(({ text }) => `- ${text}`).join("\n");
    const consents = losses.map(({ consent }) => consentLine(consent)).join("\n");
    super(
      `The new schema would lose data, so nothing was changed:\n${lines}\n` +
        "Delete or move these records first, or keep the old types. To give the data up, send the schema with these lines in it " +
        `(and without them the next time):\n${consents}`,
    );
    this.name = "ProvisionRefusal";
    this.losses = losses.map(({ text }) => text);
  }
}

export interface Findings {
  readonly losses: readonly Loss[];
  /** Lines for the operator about what was accepted. */
  readonly warnings: readonly string[];
}

/**
 * Counts what each change would lose. Runs inside the transaction that would apply them; values that were given up
 * and don't fit their new type are removed here.
 */
export async function findLosses(changes: readonly Change[], look: Look): Promise<Findings> {
  const losses: Loss[] = [];
  const warnings: string[] = [];
  for (const change of changes) {
    await nextTurn();
    const consent = consentOf(change);
    const isGivenUp = consent !== undefined && look.consents.has(consent) && !changesKey(change, look);
    const text = consent === undefined ? undefined : await lossOf(change, look, isGivenUp);
    if (text !== undefined && consent !== undefined) {
      if (isGivenUp) warnings.push(`Given up as the schema says: ${text}.`);
      else losses.push({ text, consent });
    }
    const warning = await warningOf(change, look);
    if (warning !== undefined) warnings.push(warning);
  }
  return { losses, warnings };
}

export interface Look {
  readonly runner: Runner;
  readonly spelling: SqlSpelling;
  /** Of the new Model. */
  readonly names: Names;
  /** What may be lost. */
  readonly consents: ReadonlySet<string>;
}

/** What must be given up for a change; undefined for one that loses nothing. */
function consentOf(change: Change): string | undefined {
  switch (change.kind) {
    case "removeTable":
      return `model ${change.table.model}`;
    case "replaceTable":
      return `key ${change.model.name}`;
    case "removeColumn":
      return `field ${change.table.model}.${change.column.field}`;
    case "retypeColumn":
      return change.how === "keep" || change.how === "copy"
        ? undefined
        : `field ${change.table.model}.${change.field.name}`;
    default:
      return undefined;
  }
}

/** A record cannot be without its key: values of key fields are not given up one by one. */
function changesKey(change: Change, { names }: Look): boolean {
  if (change.kind !== "retypeColumn") return false;
  const meaning = names.of({ name: change.table.model, required: false });
  return (
    meaning.kind === "model" && [meaning.model.key.partition, ...meaning.model.key.sort].includes(change.field.name)
  );
}

async function lossOf(change: Change, look: Look, isGivenUp: boolean): Promise<string | undefined> {
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
      const { misfits, example } = await scan(change, look, isGivenUp);
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
  isGivenUp: boolean,
): Promise<{ misfits: number; example: string }> {
  const { name, parameter } = look.spelling;
  const value = name(change.column.column);
  const text =
    `SELECT ${name(rowNumber)} AS row_number, ${value} AS value FROM ${name(change.table.table)} ` +
    `WHERE ${value} IS NOT NULL AND ${name(rowNumber)} > ${parameter(1)} ORDER BY ${name(rowNumber)} LIMIT ${chunk}`;
  const removal = `UPDATE ${name(change.table.table)} SET ${value} = NULL WHERE ${name(rowNumber)} = ${parameter(1)}`;
  const isJson = isJsonColumn(change.field, look.names);
  const isBoolean = storageOf(change.field.type, look.names) === "boolean";
  let misfits = 0;
  let example = "";
  for (let after = 0, more = true; more; ) {
    const rows = await look.runner.all({ text, parameters: [after] });
    await nextTurn();
    for (const row of rows) {
      const raw = row["value"];
      const stored: unknown = isJson ? JSON.parse(String(raw)) : isBoolean ? raw === 1 : raw;
      if (!fits(stored, change.field.type, look.names)) {
        misfits += 1;
        if (example === "") example = JSON.stringify(stored).slice(0, 60);
        if (isGivenUp) await look.runner.run({ text: removal, parameters: [Number(row["row_number"])] });
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
