/** Compiled selections: what they can print, and what compiling one needs to know. Leaf types. */

import type { JsonMember } from "#ports/database";
import type { Selected } from "./collect.ts";
import type { Printing } from "./printing.ts";
import type { RootField } from "./rootField.ts";
import type { Scan } from "./scan.ts";
import type { Shape } from "./shape.ts";
import type { Table } from "./table.ts";

export interface RecordSelection {
  /** The text expression of the record's JSON. */
  print(scan: Scan, printing: Printing): string;
  readonly shape: Shape;
  /** True when it reads other tables too. */
  readonly reaches: boolean;
}

/** The root field around a selection, and how selections inside it are compiled. */
export interface Around extends Pick<RootField, "api" | "spread" | "caller" | "mutates" | "nodes"> {
  /** Number of the field whose records these are. */
  readonly parent: number;
  select(table: Table, sets: Selected["sets"], around: Around): RecordSelection;
}

export type PrintMember = (scan: Scan, printing: Printing) => JsonMember;
