/** The statements of one root field, printed once for each shape of its arguments. */

import type { Sql } from "#ports/database";
import type { Nodes } from "./nodes.ts";
import type { Statement } from "./parameters.ts";
import { Printing } from "./printing.ts";
import type { RootField } from "./rootField.ts";
import type { Run } from "./run.ts";

/** Printed statements kept for one root field of one plan, by characters; longer ones are printed anew. */
const kept = 200_000;
const longestKept = 30_000;

export class Statements {
  readonly #field: RootField;
  readonly #nodes: Nodes;
  readonly #print: (printing: Printing) => string;
  readonly #known = new Map<string, Statement>();
  #characters = 0;

  /** `print` answers the statement's text. */
  constructor(field: RootField, print: (printing: Printing) => string) {
    this.#field = field;
    this.#nodes = field.nodes;
    this.#print = print;
  }

  for(run: Run): Sql {
    const shape = this.#nodes.shape(run);
    if (shape === undefined) return this.#printed(run)(run);
    const known = this.#known.get(shape);
    if (known !== undefined) return known(run);
    const made = this.#printed(run);
    const sql = made(run);
    // A field that failed while it was printed may be well in another run.
    if (sql.text.length <= longestKept && run.faults.size === 0) this.#keep(shape, made, sql.text.length);
    return sql;
  }

  #keep(shape: string, statement: Statement, characters: number): void {
    if (this.#characters + characters > kept) {
      this.#known.clear();
      this.#characters = 0;
    }
    this.#known.set(shape, statement);
    this.#characters += characters;
  }

  #printed(run: Run): Statement {
    const printing = printingFor(this.#field, run);
    return printing.statement(this.#print(printing));
  }
}

/** A statement of this root field, for this run. */
export function printingFor(
  { api, table, caller, mutates }: Pick<RootField, "api" | "table" | "caller" | "mutates">,
  run: Run,
): Printing {
  return new Printing({ spelling: table.spelling, marks: api.marks, caller, mutates }, run);
}
