/** Collects the values of a statement while its text is printed. */

import type { Sql, SqlSpelling, SqlValue } from "#ports/database";
import type { Run } from "./run.ts";

/** A value that is known only when the statement runs. */
export type Source = (run: Run) => SqlValue;

export class Parameters {
  readonly #values: (SqlValue | Source)[] = [];
  readonly #spelling: SqlSpelling;

  constructor(spelling: SqlSpelling) {
    this.#spelling = spelling;
  }

  /** Takes a value and answers its placeholder. */
  add(value: SqlValue): string {
    this.#values.push(value);
    return this.#spelling.parameter(this.#values.length);
  }

  /** A placeholder for what each run brings: one text serves all callers of a shape and all values of an argument. */
  bind(source: Source): string {
    this.#values.push(source);
    return this.#spelling.parameter(this.#values.length);
  }

  /** The statement, ready for many runs. */
  statement(text: string): Statement {
    const values = this.#values;
    return (run) => ({
      text,
      parameters: values.map((value) => (typeof value === "function" ? value(run) : value)),
    });
  }
}

/** A printed statement; each run puts in its values. */
export type Statement = (run: Run) => Sql;
