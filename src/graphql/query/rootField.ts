/** A root field of an operation, compiled: what every kind of root field is given and must answer. Leaf types. */

import type { ApiCaller } from "#graphql/access/caller";
import type { Api } from "./api.ts";
import type { Selected, Spread } from "./collect.ts";
import type { ErrorEntry } from "./errors.ts";
import type { Table } from "./table.ts";

/** Coerced arguments; one that was not given and has no default is absent. */
export type Arguments = Readonly<Record<string, unknown>>;

/** The value as JSON text, and errors of fields inside it. A FieldFault is thrown instead when the field itself failed. */
export interface FieldAnswer {
  readonly json: string;
  readonly errors: readonly ErrorEntry[];
}

/** Who runs a plan. A plan serves all callers of one shape; what it needs of this one it binds. */
export interface Asking {
  readonly caller: ApiCaller;
  readonly requestId: string;
}

export type RunField = (args: Arguments, asking: Asking) => Promise<FieldAnswer>;

/** Compiles a root field of a model once; the result runs many times. */
export type CompileField = (field: {
  readonly api: Api;
  readonly table: Table;
  readonly selected: Selected;
  readonly spread: Spread;
}) => RunField;

export const nullAnswer: FieldAnswer = { json: "null", errors: [] };
