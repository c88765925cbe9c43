/** What creating, updating and deleting share: keys, the written record as answer, one atomic round. */

import type { Outcome, Runner, Sql, SqlValue } from "#ports/database";
import type { Column } from "./column.ts";
import { conditionFailed } from "./conditionFailed.ts";
import { indexKeyIncomplete, invalidForStore } from "./errors.ts";
import { finish } from "./repair.ts";
import { keyTerms } from "./keyTerms.ts";
import { all } from "./logic.ts";
import type { Printing } from "./printing.ts";
import { readable } from "./readable.ts";
import type { FieldAnswer, RootField } from "./rootField.ts";
import type { Arguments, Run } from "./run.ts";
import { selectRecord } from "./select.ts";
import type { RecordSelection } from "./selection.ts";
import { printingFor } from "./statements.ts";
import { type Table, toStored } from "./table.ts";
import type { Explain } from "./writeAccess.ts";

/** DynamoDB's bounds on keys, in bytes. */
const maxPartitionBytes = 2048;
const maxSortBytes = 1024;

type Input = Readonly<Record<string, unknown>>;

/** The answer of a mutation: the selected JSON of its record. */
export class WrittenRecord {
  readonly #field: RootField;
  readonly #selection: RecordSelection;

  constructor(field: RootField) {
    this.#field = field;
    const parent = field.nodes.add({ read: field.read, parent: undefined, limit: () => 1 });
    this.#selection = selectRecord(field.table, field.selected.sets, { ...field, parent, select: selectRecord });
  }

  /**
   * `RETURNING` the record's JSON; where the selection leads to other tables, only that there is a record:
   * then it is read in the same round.
   */
  returning(printing: Printing): string {
    if (this.#selection.reaches) return "RETURNING 1 AS done";
    const scan = { table: this.#field.table, alias: "", operation: "get", written: true } as const;
    return `RETURNING ${this.#selection.print(scan, printing)} AS json`;
  }

  /**
   * Runs one write atomically with the reading of its record, if that is needed: `after` it, or `before` it is gone.
   * No row: the record was (not) there, the condition did not hold, or what `explain` finds.
   */
  async run(
    write: Sql,
    keys: readonly SqlValue[],
    order: "before" | "after",
    run: Run,
    explain?: Explain,
  ): Promise<FieldAnswer> {
    const { api, table } = this.#field;
    const outcomes = await api.database.batch(this.#statements(write, keys, order, run));
    const answer = this.#answered(outcomes, keys, order, run);
    if (answer === undefined) throw (await explain?.(run, keys)) ?? conditionFailed(table, run.requestId);
    return answer;
  }

  /** The same by other means, such as inside a transaction. Undefined when the write met no record. */
  async attempt(
    write: Sql,
    keys: readonly SqlValue[],
    order: "before" | "after",
    run: Run,
    batch: (statements: readonly Sql[]) => Promise<readonly Outcome[]>,
  ): Promise<FieldAnswer | undefined> {
    return this.#answered(await batch(this.#statements(write, keys, order, run)), keys, order, run);
  }

  #statements(write: Sql, keys: readonly SqlValue[], order: "before" | "after", run: Run): readonly Sql[] {
    if (!this.#selection.reaches) return [write];
    const reading = this.reading(keys, run);
    return order === "after" ? [write, reading] : [reading, write];
  }

  #answered(
    outcomes: readonly Outcome[],
    keys: readonly SqlValue[],
    order: "before" | "after",
    run: Run,
  ): FieldAnswer | Promise<FieldAnswer> | undefined {
    const written = outcomes[order === "after" ? 0 : outcomes.length - 1]?.rows[0];
    if (written === undefined) return undefined;
    run.committed?.(() => JSON.stringify([this.#field.table.model.name, keys.map(String)]));
    const row = this.#selection.reaches ? outcomes[order === "after" ? 1 : 0]?.rows[0] : written;
    return this.answer(String(row?.["json"]), run);
  }

  /** The answer of a statement that printed the record. */
  answer(json: string, run: Run): FieldAnswer | Promise<FieldAnswer> {
    const { api, nodes, selected } = this.#field;
    return finish({
      json,
      shape: this.#selection.shape,
      path: [selected.key],
      marks: api.marks,
      sign: (page, place) => nodes.sign(run, page, place),
      asking: run,
    });
  }

  /** The record as the mutation answers it, to a caller who may read it; null for others, or when there is none. */
  async readable(keys: readonly SqlValue[], run: Run, runner: Runner = this.#field.api.database): Promise<unknown> {
    const row = await runner.first<{ json: string }>(this.reading(keys, run, true));
    return row === undefined ? null : (JSON.parse((await this.answer(row.json, run)).json) as unknown);
  }

  /** Reads the record as the mutation answers it, in the column `json`. */
  reading(keys: readonly SqlValue[], run: Run, onlyReadable = false): Sql {
    const { table } = this.#field;
    const printing = printingFor(this.#field, run);
    const scan = printing.scan(table, "get");
    const right = onlyReadable ? readable(scan, printing) : undefined;
    const where = [...keyTerms(scan, keys, printing.parameters), ...(right === undefined ? [] : [right])];
    const json = this.#selection.print({ ...scan, written: true }, printing);
    return printing.statement(`SELECT ${json} AS json FROM ${table.sql} AS ${scan.alias} WHERE ${all(where)}`)(run);
  }
}

/** The members of a mutation's `input`. */
export function inputOf(args: Arguments): Input {
  return args["input"] as Input;
}

/** The input without the version the client has seen, which is no field of its own. */
export function withoutVersion(input: Input): Input {
  if (!Object.hasOwn(input, "_version")) return input;
  const { _version: _seen, ...rest } = input;
  return rest;
}

/** The record's key as stored, partition first. */
export function keyValues(input: Input, table: Table): readonly SqlValue[] {
  return table.keys.map((key) => keyValue(key, input[key.field.name], table));
}

/** A key as stored, refused where DynamoDB would. */
export function keyValue(column: Column, value: unknown, table: Table): SqlValue {
  const stored = toStored(column.storage, value);
  if (typeof stored !== "string") return stored;
  const name = column.field.name;
  if (stored === "") {
    throw invalidForStore(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  const isPartition = column === table.keys[0];
  const most = isPartition ? maxPartitionBytes : maxSortBytes;
  if (Buffer.byteLength(stored) > most) {
    const kind = isPartition ? "hashkey" : "rangekey";
    throw invalidForStore(
      `One or more parameter values were invalid: Size of ${kind} has exceeded the maximum size limit of ${most} bytes`,
    );
  }
  return stored;
}

/**
 * A composite sort key of an index is written whole or not at all. Timestamps the server writes count as given,
 * but do not by themselves ask for the rest.
 */
export function checkIndexKeys(input: Input, table: Table, doing: "creating" | "updating"): void {
  const { timestamps, indexes } = table.model;
  const isStamp = (name: string): boolean =>
    name === timestamps.updatedAt || (doing === "creating" && name === timestamps.createdAt);
  for (const index of indexes) {
    if (index.sort.length < 2 || !index.sort.some((name) => input[name] !== undefined)) continue;
    const missing = index.sort.find((name) => input[name] === undefined && !isStamp(name));
    if (missing !== undefined) throw indexKeyIncomplete(doing, index.name, missing);
  }
}
