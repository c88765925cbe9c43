/** A root field of an operation, compiled: what every kind of root field is given and must answer. Leaf types. */

import type { ApiCaller } from "#graphql/access/caller";
import type { Api } from "./api.ts";
import type { ReadArguments } from "./arguments.ts";
import type { Selected, Spread } from "./collect.ts";
import type { ErrorEntry } from "./errors.ts";
import type { Nodes } from "./nodes.ts";
import type { Path } from "./path.ts";
import type { Run } from "./run.ts";
import type { Table } from "./table.ts";

/** The value as JSON text, and errors of fields inside it. A FieldFault is thrown instead when the field itself failed. */
export interface FieldAnswer {
  readonly json: string;
  readonly errors: readonly ErrorEntry[];
}

export type RunField = (run: Run) => Promise<FieldAnswer>;

export interface RootField {
  readonly api: Api;
  readonly table: Table;
  /** The index a query of its own walks; undefined for the other root fields. */
  readonly path: Path | undefined;
  readonly selected: Selected;
  readonly spread: Spread;
  /** One caller of the shape the plan is for. */
  readonly caller: ApiCaller;
  readonly mutates: boolean;
  readonly read: ReadArguments;
  /** Gathers the fields that take arguments; the root field adds itself first. */
  readonly nodes: Nodes;
}

/** Compiles a root field of a model once; the result runs many times. */
export type CompileField = (field: RootField) => RunField;

export const nullAnswer: FieldAnswer = { json: "null", errors: [] };
