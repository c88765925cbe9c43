/** The growing schema text: definitions by name, root fields by name, clashes told with the place in the SDL. */

import type { Position } from "#graphql/sdl/model";
import type { Problem } from "#graphql/sdl/problem";
import type { ModeMarks } from "./modeMarks.ts";

export type Root = "Query" | "Mutation" | "Subscription";

export class Definitions {
  readonly problems: Problem[] = [];
  /** Which modes may reach what. */
  readonly modes: ModeMarks;
  readonly #types = new Map<string, string>();
  readonly #written = new Set<string>();
  readonly #roots: Readonly<Record<Root, Map<string, string>>> = {
    Query: new Map(),
    Mutation: new Map(),
    Subscription: new Map(),
  };

  constructor(modes: ModeMarks) {
    this.modes = modes;
  }

  /** Adds a definition the user wrote. */
  write(name: string, text: string): void {
    this.#written.add(name);
    this.#types.set(name, text);
  }

  /** Adds a generated definition, unless the user wrote it himself. `position` is the type it comes from. */
  add(name: string, text: string, position: Position): void {
    if (this.#written.has(name)) return;
    if (this.#types.has(name)) {
      this.problems.push({
        position,
        message: `The API needs a type called ${name} for two purposes; rename one of the types involved.`,
      });
      return;
    }
    this.#types.set(name, text);
  }

  /** Adds a definition that is the same for all who need it. */
  share(name: string, text: string): void {
    if (!this.#types.has(name)) this.#types.set(name, text);
  }

  /** Adds a field (`name(args): Type`) to a root type. */
  field(root: Root, name: string, text: string, position: Position): void {
    const fields = this.#roots[root];
    if (fields.has(name)) {
      this.problems.push({
        position,
        message: `${root}.${name} would exist twice; choose another name with @model(queries/mutations/subscriptions: ...).`,
      });
      return;
    }
    fields.set(name, text + this.modes.onField(root, name));
  }

  /** Whether the root type has any field. */
  has(root: Root): boolean {
    return this.#roots[root].size > 0;
  }

  /** The schema as GraphQL SDL. */
  print(): string {
    const parts = [...this.#types.values()];
    for (const root of ["Query", "Mutation", "Subscription"] as const) {
      const fields = [...this.#roots[root].values()];
      if (fields.length > 0) parts.unshift(block(`type ${root}${this.modes.onType(root)}`, fields));
    }
    return `${parts.join("\n\n")}\n`;
  }
}

/** `head { line line }` with each line indented; the head alone without lines. */
export function block(head: string, lines: readonly string[]): string {
  if (lines.length === 0) return head;
  return `${head} {\n${lines.map((line) => `  ${line.replaceAll("\n", "\n  ")}`).join("\n")}\n}`;
}

/** A description as a line before what it describes; empty when there is none. */
export function describe(text: string | undefined): string {
  return text === undefined ? "" : `${JSON.stringify(text)}\n`;
}
