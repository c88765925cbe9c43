/** Keeps the statements used lately, by text, in two generations: what the older one holds unused is forgotten. */

import type { Statement } from "./statement.ts";

export class StatementCache {
  readonly #limit: number;
  #young = new Map<string, Statement>();
  #old = new Map<string, Statement>();

  /** Holds at most `limit` statements. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(text: string): Statement | undefined {
    const young = this.#young.get(text);
    if (young !== undefined) return young;
    const old = this.#old.get(text);
    if (old !== undefined) this.set(text, old);
    return old;
  }

  set(text: string, statement: Statement): void {
    if (this.#young.size >= this.#limit / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, statement);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
