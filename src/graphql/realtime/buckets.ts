/** Who follows one mutation, found by a value its record must have: looking grows with those who match, not with all. */

import { isRecord } from "#graphql/query/jsonRecord";
import type { Place } from "./listen.ts";

export interface Placed {
  readonly places: readonly Place[] | undefined;
}

export class Bucket<Member extends object> {
  /** Those who can be at any record. */
  readonly #anywhere = new Set<Member>();
  /** By field, then by value. */
  readonly #fields = new Map<string, Map<string, Set<Member>>>();
  #size = 0;

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  add(member: Member, { places }: Placed): void {
    this.#size += 1;
    if (places === undefined) this.#anywhere.add(member);
    for (const { field, values } of places ?? []) {
      const byValue = this.#fields.get(field) ?? new Map<string, Set<Member>>();
      this.#fields.set(field, byValue);
      for (const value of values) byValue.set(keyOf(value), (byValue.get(keyOf(value)) ?? new Set()).add(member));
    }
  }

  /** @param placed as it was added */
  remove(member: Member, { places }: Placed): void {
    this.#size -= 1;
    this.#anywhere.delete(member);
    for (const { field, values } of places ?? []) {
      const byValue = this.#fields.get(field);
      for (const value of values) {
        const members = byValue?.get(keyOf(value));
        members?.delete(member);
        if (members?.size === 0) byValue?.delete(keyOf(value));
      }
      if (byValue?.size === 0) this.#fields.delete(field);
    }
  }

  /** Everybody an event with this data may concern, each once. */
  candidates(data: unknown): ReadonlySet<Member> {
    if (this.#fields.size === 0) return this.#anywhere;
    const found = new Set(this.#anywhere);
    const record = isRecord(data) ? data : {};
    for (const [field, byValue] of this.#fields) {
      for (const value of [record[field]].flat()) {
        for (const member of byValue.get(keyOf(value)) ?? []) found.add(member);
      }
    }
    return found;
  }
}

function keyOf(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}
