/** One prepared SQLite statement that takes and gives the port's values exactly. */

import type Sqlite from "better-sqlite3";
import type { Outcome, Row, SqlValue } from "#ports/database";
import type { MetRows } from "./rowGuard.ts";

type Bound = string | number | bigint | Uint8Array | null;
type Raw = Sqlite.Statement<unknown[], Record<string, SqlValue>>;

/** Whole numbers are bound as integers: better-sqlite3 binds every number as a double, and SQLite would print 1 as 1.0. */
function bound(value: SqlValue): Bound {
  if (typeof value === "number") {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return BigInt(value);
    if (Number.isNaN(value)) throw new TypeError("NaN cannot be stored: SQLite would make it NULL.");
  } else if (value === undefined) {
    throw new TypeError("A statement parameter is undefined; NULL is written null.");
  }
  return value;
}

/**
 * A text with its placeholders as SQLite runs them fastest: `+?` for each, bound by position, and which parameter each
 * one takes (undefined where they stand in order already). The plus changes nothing but this: SQLite does not look at
 * the value while planning, and so need not plan again for another value of a comparison or LIMIT, which takes longer
 * than many a statement runs. Quoted parts and comments are left alone.
 */
export function withPlainPlaceholders(text: string): { readonly text: string; readonly places?: readonly number[] } {
  const places: number[] = [];
  let isNumbered = false;
  const plain = text.replace(
    /'[^']*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\?(\d*)/g,
    (part: string, number: string | undefined) => {
      if (number === undefined) return part;
      isNumbered ||= number !== "";
      places.push(Number(number) - 1);
      return "+?";
    },
  );
  return isNumbered ? { text: plain, places } : { text: plain };
}

function isWide(row: Record<string, SqlValue>): boolean {
  for (const name in row) {
    const value = row[name];
    if (typeof value === "number" && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)) return true;
  }
  return false;
}

/** Bigints that fit a number exactly become one; the others stay. */
function narrowed(row: Record<string, SqlValue>): Record<string, SqlValue> {
  for (const name in row) {
    const value = row[name];
    if (typeof value === "bigint" && value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) {
      row[name] = Number(value);
    }
  }
  return row;
}

export class Statement {
  /** True when running it cannot change the database. */
  readonly readonly: boolean;
  readonly #raw: Raw;
  /** The parameter of each placeholder; undefined where they stand in order. */
  readonly #places: readonly number[] | undefined;
  readonly #count: number;
  readonly #met: MetRows;
  readonly #translate: (error: unknown) => unknown;
  /** Set once integers beyond 2^53 are possible: then rows are read with bigints and narrowed. */
  #wide = false;

  /** `places` as `withPlainPlaceholders` tells them; `translate` gives the error to throw in place of one that SQLite raised. */
  constructor(raw: Raw, places: readonly number[] | undefined, met: MetRows, translate: (error: unknown) => unknown) {
    this.#raw = raw;
    this.readonly = raw.readonly;
    this.#places = places;
    this.#count = places === undefined ? 0 : Math.max(...places) + 1;
    this.#met = met;
    this.#translate = translate;
    // A changing statement that returns rows cannot be run a second time to read wide integers exactly.
    if (raw.reader && !raw.readonly) this.#widen();
  }

  all(parameters: readonly SqlValue[]): readonly Row[] {
    let rows: Record<string, SqlValue>[];
    try {
      rows = this.#raw.all(...this.#arguments(parameters));
    } catch (error) {
      throw this.#translate(error);
    }
    if (this.#wide) return rows.map(narrowed);
    if (!rows.some(isWide)) return rows;
    this.#widen();
    return this.all(parameters);
  }

  first(parameters: readonly SqlValue[]): Row | undefined {
    if (!this.readonly) return this.all(parameters)[0];
    let row: Record<string, SqlValue> | undefined;
    try {
      row = this.#raw.get(...this.#arguments(parameters));
    } catch (error) {
      throw this.#translate(error);
    }
    if (row === undefined) return undefined;
    if (this.#wide) return narrowed(row);
    if (!isWide(row)) return row;
    this.#widen();
    return this.first(parameters);
  }

  execute(parameters: readonly SqlValue[]): Outcome {
    if (this.#raw.reader) {
      const rows = this.all(parameters);
      return { rows, changes: this.readonly ? 0 : rows.length };
    }
    try {
      return { rows: [], changes: this.#raw.run(...this.#arguments(parameters)).changes };
    } catch (error) {
      throw this.#translate(error);
    }
  }

  #widen(): void {
    this.#wide = true;
    this.#raw.safeIntegers(true);
  }

  #arguments(parameters: readonly SqlValue[]): unknown[] {
    this.#met.count = 0;
    if (this.#places === undefined) return parameters.map(bound);
    if (parameters.length !== this.#count) {
      throw new RangeError(`The statement has ${this.#count} parameters and was given ${parameters.length}.`);
    }
    return this.#places.map((place) => bound(parameters[place] as SqlValue));
  }
}
