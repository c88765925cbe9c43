/** Where the records of a Model lie: physical tables and columns. Leaf types; saved in the API's own database. */

import type { ColumnKind } from "#ports/database";

export interface ColumnLayout {
  readonly field: string;
  readonly column: string;
  /** Unique in the database; marks the field in the `nulls` column. */
  readonly number: number;
  readonly kind: ColumnKind;
}

/** A secondary key's index. */
export interface IndexLayout {
  /** Name of the Model's index, or of the fields a relation walks: `on blogPostsId`. */
  readonly name: string;
  readonly index: string;
  /** Physical columns rows are found by. */
  readonly columns: readonly string[];
  /** Physical columns of the sort key's parts. Rows that lack one are not in the index. */
  readonly sort: readonly string[];
  /** The computed column that joins the parts, where there is more than one. */
  readonly joined?: string;
}

export interface TableLayout {
  /** Name of the @model type. */
  readonly model: string;
  readonly table: string;
  readonly columns: readonly ColumnLayout[];
  /** Absent in layouts from before there were indexes. */
  readonly indexes?: readonly IndexLayout[];
  /** Rows have the columns of `versionColumns`. */
  readonly versioned?: true;
  /** Of a @searchable model. */
  readonly search?: SearchLayout;
}

/** A full-text index. */
export interface SearchLayout {
  readonly index: string;
  /** Physical columns. */
  readonly columns: readonly string[];
}

/**
 * Physical names are numbered (`t1_todo`, `c2_title`): engines fold case and bound lengths, GraphQL does not,
 * and a name once used is never given to something else.
 */
export interface Layout {
  readonly next: number;
  readonly tables: readonly TableLayout[];
  /** No longer part of the schema; dropped by the next change, when no old request can still name them. */
  readonly retired: {
    readonly tables: readonly string[];
    readonly columns: readonly { readonly table: string; readonly column: string }[];
  };
}

export const emptyLayout: Layout = { next: 1, tables: [], retired: { tables: [], columns: [] } };

/** Every table's own columns beside the fields. */
export const rowNumber = "row_number";
/** Sort key parts joined by "#", kept only where the key has more than one. */
export const sortText = "sort_text";
/** Numbers of the fields that hold an explicit null, `,3,7,`; null when there are none. */
export const nullMarks = "null_marks";

/** Of versioned records: how often written, 1 when deleted, and when last written (milliseconds since the epoch). */
export const versionColumns = {
  version: "sync_version",
  deleted: "sync_deleted",
  changedAt: "sync_changed_at",
} as const;

/** The table of conflicts, in the database of an API with versioned records. */
export const conflictLog = "conflict_log";

/** Names that hands out numbers while a layout grows. */
export class Numbering {
  #next: number;

  constructor(next: number) {
    this.#next = next;
  }

  get next(): number {
    return this.#next;
  }

  table(model: string): string {
    return `t${this.#next++}_${readable(model)}`;
  }

  index(name: string): string {
    return `i${this.#next++}_${readable(name.replaceAll(/\W+/g, "_"))}`;
  }

  search(model: string): string {
    return `s${this.#next++}_${readable(model)}`;
  }

  column(field: string): { readonly column: string; readonly number: number } {
    const number = this.#next++;
    return { column: `c${number}_${readable(field)}`, number };
  }
}

/** The part of a physical name that is only for people who look into the database. */
function readable(name: string): string {
  return name.toLowerCase().slice(0, 40);
}

/** The mark of a field in the `null_marks` column. */
export function nullMark(number: number): string {
  return `,${number},`;
}
