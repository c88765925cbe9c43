/** The fields of one root field's selection that take arguments or lead on: numbered, read together, bounded together. */

import type { SqlValue } from "#ports/database";
import type { ReadArguments } from "./arguments.ts";
import type { Variables } from "./coerce.ts";
import { DocumentFault, FieldFault } from "./errors.ts";
import { limits } from "./limits.ts";
import type { Arguments, Asking, Run } from "./run.ts";

export interface Node {
  readonly read: ReadArguments;
  /** Number of the field whose records this one starts from; undefined for the root field. */
  readonly parent: number | undefined;
  /** Records it reads for each of its parent's at most; infinity when only counting them can tell. */
  limit(args: Arguments): number;
  /** Where its page begins by the nextToken given. Throws a FieldFault for a bad one. */
  start?(args: Arguments): readonly SqlValue[] | undefined;
  /** The nextToken of the page that goes on at this place. */
  sign?(args: Arguments, place: string, run: Run): string;
  /** What the nextToken given carries. */
  payload?(token: string, args: Arguments): unknown;
  /** Equal for arguments that are printed alike but for values; undefined when each is printed anew. */
  shape?(args: Arguments, start: readonly SqlValue[] | undefined): string | undefined;
}

export class Nodes {
  readonly #nodes: Node[] = [];
  readonly #depths: number[] = [];
  readonly #elsewhere: ReadArguments[] = [];

  /** Takes a field and answers its number; the root field comes first. Throws a DocumentFault for one nested too deep. */
  add(node: Node): number {
    const depth = node.parent === undefined ? 0 : (this.#depths[node.parent] ?? 0) + 1;
    if (depth > limits.relationDepth) {
      const message = `Query depth limit exceeded: relations may be nested ${limits.relationDepth} deep.`;
      throw new DocumentFault([{ path: null, errorType: "QueryDepthLimitReached", locations: null, message }]);
    }
    this.#depths.push(depth);
    return this.#nodes.push(node) - 1;
  }

  /** Arguments of a field that is asked for outside the statement: a bad one stops the operation as any other does. */
  check(read: ReadArguments): void {
    this.#elsewhere.push(read);
  }

  /** The arguments of all fields. Throws a DocumentFault for a bad one. */
  read(variables: Variables): readonly Arguments[] {
    for (const read of this.#elsewhere) read(variables);
    return this.#nodes.map((node) => node.read(variables));
  }

  /** Throws a FieldFault for a bad nextToken or limit of the root field; those of nested fields are noted. */
  run(args: readonly Arguments[], asking: Asking): Run {
    const faults = new Map<number, FieldFault>();
    const records: number[] = [];
    const starts: (readonly SqlValue[] | undefined)[] = [];
    let all = 0;
    for (const [number, node] of this.#nodes.entries()) {
      const given = args[number] ?? {};
      let each = 0;
      let start: readonly SqlValue[] | undefined;
      try {
        each = node.limit(given) * (node.parent === undefined ? 1 : (records[node.parent] ?? 1));
        start = node.start?.(given);
      } catch (error) {
        if (node.parent === undefined || !(error instanceof FieldFault)) throw error;
        faults.set(number, error);
      }
      records.push(each);
      starts.push(start);
      all += each;
    }
    return { ...asking, args, starts, faults, guarded: all > limits.records };
  }

  /** Equal for runs one printed statement serves; undefined for a run that needs one of its own. */
  shape(run: Run): string | undefined {
    if (run.faults.size > 0) return undefined;
    let shape = run.guarded ? "guarded " : "";
    for (const [number, node] of this.#nodes.entries()) {
      if (node.shape === undefined) continue;
      const part = node.shape(run.args[number] ?? {}, run.starts[number]);
      if (part === undefined) return undefined;
      shape += `${part};`;
    }
    return shape;
  }

  /** The nextToken of the page with this number. */
  sign(run: Run, number: number, place: string): string {
    return this.#nodes[number]?.sign?.(run.args[number] ?? {}, place, run) ?? "";
  }
}
