/** Port: an SQL engine. SQLite and PostgreSQL implement it; `tests/exams/database.ts` is its exam. */

import type { Dialect } from "kysely";

/** What a statement may carry. Booleans and dates are the caller's to map. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** A statement ready to run: text in the engine's own spelling, one parameter a placeholder. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly SqlValue[];
}

export type Row = Readonly<Record<string, SqlValue>>;

/** Rows of a statement and how many rows it changed. */
export interface Outcome<R = Row> {
  readonly rows: readonly R[];
  readonly changes: number;
}

/** Runs statements. Statement texts are prepared once and cached by text. */
export interface Runner {
  run<R = Row>(statement: Sql): Promise<Outcome<R>>;
  /** The rows only. */
  all<R = Row>(statement: Sql): Promise<readonly R[]>;
  /** The first row, or undefined. */
  first<R = Row>(statement: Sql): Promise<R | undefined>;
}

/** What a column holds: text compared byte by byte, a 64-bit integer, a double, bytes. */
export type ColumnKind = "text" | "integer" | "real" | "blob";

/** A member of a JSON object an engine prints. */
export interface JsonMember {
  readonly key: string;
  /** `scalar`: any column or parameter; `boolean`: 0 or 1; `json`: a text that holds JSON. Null is JSON null. */
  readonly as: "scalar" | "boolean" | "json";
  readonly expression: string;
  /** A parameter that holds a text: the member's value where the expression is null. */
  readonly instead?: string;
  /** A predicate, never null; where it does not hold the member is `otherwise`. */
  readonly when?: string;
  /** A scalar expression; null when absent. */
  readonly otherwise?: string;
}

/** Which texts a search finds: those with any of its words, with all in a row, or with the last one only begun. */
export type TextMatch = "any" | "phrase" | "phrasePrefix";

/** Full-text indexes over columns of a table, kept up by the engine itself. */
export interface TextSearch {
  /** The statements that make an index over columns of a table (names unquoted; `rowId` is its numbered key) and fill it. */
  readonly create: (index: string, table: string, rowId: string, columns: readonly string[]) => readonly string[];
  readonly drop: (index: string) => readonly string[];
  /** Predicate: the row is among those a query finds. `rowId` is an expression, `query` a parameter. */
  readonly matches: (index: string, rowId: string, query: string) => string;
  /** The engine's query for words in a column; undefined for a text without words. */
  readonly query: (column: string, how: TextMatch, text: string) => string | undefined;
  /**
   * Predicate: the text or one of its words matches Lucene's pattern as a whole, whatever the case. `pattern` is a
   * parameter. A pattern that is none ends the statement with an error named PatternRefused that says why.
   */
  readonly likePattern: (text: string, kind: "regexp" | "wildcard", pattern: string) => string;
}

/** The spelling of SQL where engines differ; texts in, texts out. Planes that print SQL themselves use only this. */
export interface SqlSpelling {
  /** Quotes an identifier. */
  readonly name: (identifier: string) => string;
  /** The column type for a kind, for CREATE TABLE. */
  readonly columnType: (kind: ColumnKind) => string;
  /**
   * The placeholder of the n-th parameter, counted from 1; it may stand several times in one statement. Not to be mixed
   * with bare `?` in one text. `kind` says what the value is where the text around it may not tell.
   */
  readonly parameter: (n: number, kind?: ColumnKind) => string;
  /** The definition of a column the engine computes from an expression over others of the row, for ALTER TABLE. */
  readonly computed: (column: string, kind: ColumnKind, expression: string) => string;
  /** A column's value as the text JavaScript prints for it; null stays null. */
  readonly keyText: (expression: string, kind: ColumnKind) => string;
  /**
   * A predicate that is true for each row it meets (`column` is any column of it), and that ends the statement with a
   * RowLimitReached when it has met more than `most` rows.
   */
  readonly rowGuard: (column: string, most: number) => string;
  readonly textSearch: TextSearch;
  /** A scalar expression as JSON text; null becomes `null`. */
  readonly jsonScalar: (expression: string) => string;
  /** The text of a JSON object of these members, in order. */
  readonly jsonRecord: (members: readonly JsonMember[]) => string;
  /** A JSON object built of `[key, SQL expression]` pairs; an expression that is JSON already is wrapped by `json()`. */
  readonly jsonObject: (pairs: readonly (readonly [string, string])[]) => string;
  /** Marks a text expression that holds JSON as JSON, so that building functions don't quote it. */
  readonly json: (expression: string) => string;
  /**
   * The JSON array (as text; wrap it by `json()` inside other JSON) of `expression` (JSON or scalar) over the rows of a
   * tail that begins with FROM and may have WHERE, ORDER BY and LIMIT; the order is kept, `[]` when there are no rows.
   */
  readonly jsonArrayOf: (expression: string, from: string) => string;
  /** A 0/1 column as JSON true/false, null kept. */
  readonly jsonBoolean: (expression: string) => string;
  /** Byte-wise substring test: true when `needle` is in `text`. Neither is a pattern. */
  readonly contains: (text: string, needle: string) => string;
  /** Byte-wise prefix test. */
  readonly startsWith: (text: string, prefix: string) => string;
  /** Membership of a scalar in a column that holds a JSON array. */
  readonly jsonArrayContains: (column: string, scalar: string) => string;
  /** True when two JSON arrays of texts share an element; each is a column or a parameter. Never null. */
  readonly jsonArraysMeet: (one: string, other: string) => string;
  /** A text column as an expression that no index answers. */
  readonly unindexed: (column: string) => string;
  /** What follows the last `separator` (a literal of this source, not of a client) in a text; the whole text without one. */
  readonly lastPart: (text: string, separator: string) => string;
  /** Length of a text in Unicode code points. */
  readonly length: (text: string) => string;
  /** The definition of a column the engine numbers itself, upwards, one for each row: the table's primary key. */
  readonly serialKey: (column: string) => string;
  /** A member of a JSON object held in a text, as JSON; a missing member is SQL null. */
  readonly jsonMember: (object: string, key: string) => string;
  /**
   * The elements of a JSON array held in a text, in order: a FROM tail for `jsonArrayOf`, and the element under it
   * (a text that holds JSON when the elements are objects or arrays; SQL null for JSON null).
   */
  readonly jsonElements: (array: string, alias: string) => { readonly from: string; readonly element: string };
  /** How many elements a JSON array held in a text has. */
  readonly jsonArrayLength: (array: string) => string;
  /** Aggregate: the texts of all rows joined by commas in the order of `order`, by which the rows' subquery is sorted. Nulls are left out. */
  readonly joinTexts: (expression: string, order: string) => string;
}

export interface Database extends Runner {
  /** Kysely's dialect of this engine; used to compile statements, never to run them (see `kernel/sql/builder`). */
  readonly dialect: Dialect;
  readonly spelling: SqlSpelling;
  /** Grows with every commit that may have changed something; undefined where other processes change the database too. */
  readonly commits: number | undefined;
  /**
   * Runs `work` in one serializable transaction and commits durably; a throw rolls everything back.
   * Work may await only this transaction's own statements and turns of the event loop. A statement that failed dooms the transaction, caught or not.
   */
  transaction<T>(work: (transaction: Runner) => Promise<T>): Promise<T>;
  /**
   * Runs the statements as one atomic unit. Units that arrive together may share one durable commit,
   * yet each succeeds or fails alone. The promise settles after the commit.
   */
  batch(statements: readonly Sql[]): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

/** Opens databases by name: the house database, and one for each GraphQL API. */
export interface Databases {
  /**
   * Opens (and on first use creates) the database `name`: lower-case letters, digits and hyphens. Whoever changes one
   * hears of it when it is durable. Reads of `house` see durable changes only; those of others may see a change a moment
   * earlier, which a loss of power may still undo.
   */
  open(name: string): Promise<Database>;
  /** Removes the database and its files. Removing one that is not there does nothing. */
  drop(name: string): Promise<void>;
  /** Names that exist on the engine, opened or not. */
  list(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Thrown (with this `name`) when a unique or primary key is already taken; `constraint` names table and columns as the engine says it. */
export interface UniqueViolation extends Error {
  readonly name: "UniqueViolation";
  readonly constraint: string;
}

/** Thrown (with this `name`) when a statement's row guards met more rows than they allow. */
export interface RowLimitReached extends Error {
  readonly name: "RowLimitReached";
}

/**
 * Thrown (with this `name`) when the engine cannot serve at all: disk full or read-only, file damaged, server away.
 * The message says what to do. Nothing of the statement or batch was kept, unless the message says that it may be; the
 * next call tries afresh.
 */
export interface DatabaseUnavailable extends Error {
  readonly name: "DatabaseUnavailable";
}
