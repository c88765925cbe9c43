/** Collects the values of a statement while its text is printed. */

import type { ColumnKind, Sql, SqlSpelling, SqlValue } from "#ports/database";
import type { Run } from "./run.ts";

/** A value that is known only when the statement runs; `row` is the record that a create stores. */
export type Source = (run: Run, row: readonly SqlValue[]) => SqlValue;

export class Parameters {
  readonly #values: (SqlValue | Source)[] = [];
  readonly #spelling: SqlSpelling;

  constructor(spelling: SqlSpelling) {
    this.#spelling = spelling;
  }

  /** Takes a value and answers its placeholder. `kind` is needed where the value may be null and nothing else tells. */
  add(value: SqlValue, kind: ColumnKind | undefined = kindOf(value)): string {
    this.#values.push(value);
    return this.#spelling.parameter(this.#values.length, kind);
  }

  /** A placeholder for what each run brings: one text serves all callers of a shape and all values of an argument. */
  bind(source: Source, kind: ColumnKind = "text"): string {
    this.#values.push(source);
    return this.#spelling.parameter(this.#values.length, kind);
  }

  get size(): number {
    return this.#values.length;
  }

  /** Forgets what was added since it had this size. */
  shrink(size: number): void {
    this.#values.length = size;
  }

  /** The statement, ready for many runs. */
  statement(text: string): Statement {
    const values = this.#values;
    return (run, row = []) => ({
      text,
      parameters: values.map((value) => (typeof value === "function" ? value(run, row) : value)),
    });
  }
}

/** A printed statement; each run puts in its values, and those of a record to store. */
export type Statement = (run: Run, row?: readonly SqlValue[]) => Sql;

function kindOf(value: SqlValue): ColumnKind | undefined {
  if (typeof value === "string") return "text";
  if (typeof value === "bigint") return "integer";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "real";
  return value === null ? undefined : "blob";
}
