/** One statement being printed: its parameters, its aliases, who asks, and the marks its answer may carry. */

import type { SqlSpelling } from "#ports/database";
import type { ApiCaller } from "#graphql/access/caller";
import { FieldFault } from "./errors.ts";
import { limits } from "./limits.ts";
import type { Marks } from "./marks.ts";
import { Parameters, type Statement } from "./parameters.ts";
import type { Run } from "./run.ts";
import { at, type Scan } from "./scan.ts";
import type { Table } from "./table.ts";

export interface PrintingParts {
  readonly spelling: SqlSpelling;
  readonly marks: Marks;
  /** A caller of the shape the statement is for. */
  readonly caller: ApiCaller;
  /** True for the answer of a mutation. */
  readonly mutates: boolean;
}

export class Printing {
  readonly parameters: Parameters;
  readonly spelling: SqlSpelling;
  readonly caller: ApiCaller;
  readonly mutates: boolean;
  /** The run it is printed for; only what `Node.shape` tells of it may decide the text. */
  readonly run: Run;
  readonly #marks: Marks;
  #placeholders = new Map<string, string>();
  #aliases = 0;

  constructor(parts: PrintingParts, run: Run) {
    this.parameters = new Parameters(parts.spelling);
    this.spelling = parts.spelling;
    this.caller = parts.caller;
    this.mutates = parts.mutates;
    this.run = run;
    this.#marks = parts.marks;
  }

  /** A table under an alias of its own. */
  scan(table: Table, operation: Scan["operation"]): Scan {
    return { table, operation, alias: this.alias() };
  }

  /** The term that counts rows, below the root, where the limits alone don't bound them. */
  guard(scan: Scan): readonly string[] {
    const column = scan.table.whole.order[0]?.sql;
    if (!this.run.guarded || column === undefined) return [];
    return [this.spelling.rowGuard(at(scan, column), limits.records)];
  }

  alias(): string {
    return `r${this.#aliases++}`;
  }

  /** Placeholder of the mark for a value that should be there and is not. */
  get missing(): string {
    return this.#placeholder(this.#marks.missing);
  }

  /** Placeholder of the mark for what the caller may not read. */
  get denied(): string {
    return this.#placeholder(this.#marks.denied);
  }

  /** Placeholder of the mark before the record that a field is asked for with. */
  get source(): string {
    return this.#placeholder(this.#marks.source);
  }

  /** Placeholder of the mark for the nested field with this number, which failed. */
  fault(number: number): string {
    return this.#placeholder(this.#marks.fault(number));
  }

  /**
   * What `print` prints of the nested field with this number. Undefined when it failed, now or before: the run is told
   * why, and no parameter of it is left.
   */
  attempt(number: number, print: () => string): string | undefined {
    if (this.run.faults.has(number)) return undefined;
    const { size } = this.parameters;
    const placeholders = new Map(this.#placeholders);
    try {
      return print();
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      this.run.faults.set(number, error);
      this.parameters.shrink(size);
      this.#placeholders = placeholders;
      return undefined;
    }
  }

  /** Placeholder of the mark that a place to continue from follows; `number` is the page's. */
  place(number: number): string {
    return this.#placeholder(this.#marks.place(number));
  }

  statement(text: string): Statement {
    return this.parameters.statement(text);
  }

  #placeholder(mark: string): string {
    const known = this.#placeholders.get(mark) ?? this.parameters.add(mark);
    this.#placeholders.set(mark, known);
    return known;
  }
}
