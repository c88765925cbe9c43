/** What a kind of access rule implements, and what it may answer. Leaf types. */

import type { AccessRule } from "#graphql/sdl/model";
import type { ApiCaller } from "./caller.ts";

/** A text a compiled statement takes from its caller each time it runs; callers of one shape all have it. */
export type CallerText = (caller: ApiCaller) => string;

/** The record's field holds (or, as a list, contains) one of the caller's names. */
export interface OwnerTest {
  readonly kind: "owner";
  readonly field: string;
  readonly list: boolean;
  readonly names: readonly CallerText[];
  /** What a new record that names no owner is given; absent where the caller has only parts of it. */
  readonly fill?: CallerText;
  /** Which of his names the caller has. */
  readonly shape: string;
}

/** The record's field holds (or, as a list, shares) one of the caller's groups. */
export interface GroupTest {
  readonly kind: "groups";
  readonly field: string;
  readonly list: boolean;
  readonly groups: (caller: ApiCaller) => readonly string[];
}

/** What must hold of a record. */
export type RowTest = OwnerTest | GroupTest;

/** What one rule says to callers of one shape. */
export type Verdict = "allow" | "deny" | RowTest;

/** What several rules say together: yes, no, or to records of which one test holds. */
export type Right = "allow" | "deny" | readonly RowTest[];

/** One kind of rule; undefined for a rule of another kind. */
export type Judge = (rule: AccessRule, caller: ApiCaller) => Verdict | undefined;

/** Why an input is refused: altogether, or for these of its fields. */
export type Denial = "everything" | readonly string[];

/** Either a denial, or the input with its owner fields filled in. */
export type Admission =
  | { readonly ok: true; readonly input: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly denial: Denial };
