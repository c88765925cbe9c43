/** What the rules of one model answer to callers, whichever dialect they are written in. Leaf types. */

import type { ReadOperation } from "#graphql/sdl/roles";
import type { ApiCaller } from "./caller.ts";
import type { Admission, Denial, Right, RowTest } from "./rule.ts";

export type Input = Readonly<Record<string, unknown>>;

/** Of a field: whose records show it, and whether it has rules stricter than its record. */
export interface FieldRight {
  readonly right: Right;
  readonly isGuarded: boolean;
}

/** What one caller may create. */
export interface CreateRight {
  admit(input: Input, caller: ApiCaller): Admission;
}

/** Which fields of which records one caller may write. */
export interface UpdateRight {
  /** True when no record lets this caller in. */
  readonly isClosed: boolean;
  /** What must hold of the record for the input: of each group one test. An empty group never holds. */
  groups(input: Input): readonly (readonly RowTest[])[];
  /** Every test that may stand in a group, to ask a record which of them hold. */
  readonly tests: readonly RowTest[];
  /** Why a record of which only these tests hold (no record: none) takes the input not; undefined when it does. */
  denial(input: Input, holding: ReadonlySet<RowTest>): Denial | undefined;
}

export interface ModelAccess {
  /** Whose records the caller may read. A relation leads to records that any reading operation shows. */
  read(operation: ReadOperation | "related", caller: ApiCaller): Right;
  /** Whose records show the field to a caller who may read them. */
  field(name: string, caller: ApiCaller): FieldRight;
  /** Undefined: everything. */
  create(caller: ApiCaller): CreateRight | undefined;
  /** Undefined: everything. */
  update(caller: ApiCaller): UpdateRight | undefined;
  delete(caller: ApiCaller): Right;
  /** Whether a record that lets nobody in is told from one whose condition failed. */
  readonly tellsUnauthorized: boolean;
  /** True when a relation's records stay out of the answers of mutations, which all subscribers get. */
  isRedacted(relation: string, target: ModelAccess): boolean;
  /** Owner fields whose values carry an id before the name; answers show the name alone. */
  readonly joinedOwners: ReadonlySet<string>;
}
