/** Collects the values of a statement while its text is printed. */

import type { Sql, SqlSpelling, SqlValue } from "#ports/database";

export class Parameters {
  readonly #values: SqlValue[] = [];
  readonly #spelling: SqlSpelling;

  constructor(spelling: SqlSpelling) {
    this.#spelling = spelling;
  }

  /** Takes a value and answers its placeholder. */
  add(value: SqlValue): string {
    this.#values.push(value);
    return this.#spelling.parameter(this.#values.length);
  }

  statement(text: string): Sql {
    return { text, parameters: this.#values };
  }
}
