/** __schema and __type: answered from the schema itself. */

import {
  type DocumentNode,
  executeSync,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { Selected } from "./collect.ts";
import { FieldFault } from "./errors.ts";
import type { QueryDocument } from "./document.ts";
import type { Variables } from "./coerce.ts";

export function isIntrospection(name: string): boolean {
  return name === "__schema" || name === "__type";
}

/** The JSON of one introspection field. */
export function introspect(
  schema: GraphQLSchema,
  query: QueryDocument,
  operation: OperationDefinitionNode,
  selected: Selected,
  variables: Variables,
): string {
  const selectionSet: SelectionSetNode = {
    kind: Kind.SELECTION_SET,
    selections: selected.sets.length === 0 ? [selected.node] : [{ ...selected.node, selectionSet: joined(selected) }],
  };
  const only: OperationDefinitionNode = { ...operation, selectionSet };
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [only, ...query.fragments.values()] };
  const result = executeSync({ schema, document, variableValues: Object.fromEntries(variables) });
  const [error] = result.errors ?? [];
  if (error !== undefined) throw new FieldFault("IntrospectionError", error.message);
  return JSON.stringify(result.data?.[selected.key] ?? null);
}

function joined(selected: Selected): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: selected.sets.flatMap((set) => set.selections) };
}
