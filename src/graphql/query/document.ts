/** Query text -> a parsed, measured and validated document. */

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import { DocumentFault, type ErrorEntry, MalformedFault } from "./errors.ts";
import { limits } from "./limits.ts";
import { validateDocument } from "./validation.ts";

export interface QueryDocument {
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Throws a MalformedFault for what is no GraphQL, a DocumentFault for what this schema cannot answer. */
export function readDocument(schema: GraphQLSchema, text: string): QueryDocument {
  const document = parseDocument(text);
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  if (operations.length === 0) throw new MalformedFault("Unable to parse GraphQL query.");
  measure(operations, fragments);
  const errors = validateDocument(schema, document);
  if (errors.length > 0) throw new DocumentFault(errors);
  return { document, operations, fragments };
}

function parseDocument(text: string): DocumentNode {
  try {
    return parse(text, { maxLexicalTokens: limits.tokens, maxComments: limits.tokens });
  } catch (error) {
    // A RangeError is the parser's stack, spent by brackets nested thousands deep.
    if (error instanceof GraphQLError || error instanceof RangeError)
      throw new MalformedFault("Unable to parse GraphQL query.");
    throw error;
  }
}

interface Size {
  readonly fields: number;
  readonly depth: number;
}

/** Refuses documents that would unfold too far. Each fragment is measured once, so this is linear in the document. */
function measure(
  operations: readonly OperationDefinitionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): void {
  const known = new Map<string, Size>();

  const sizeOfFragment = (name: string): Size => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    // While a fragment is being measured a cycle finds it empty; validation refuses cycles afterwards.
    known.set(name, { fields: 0, depth: 0 });
    if (fragment === undefined) return { fields: 0, depth: 0 };
    const size = sizeOf(fragment.selectionSet);
    known.set(name, size);
    return size;
  };

  const sizeOf = (set: SelectionSetNode): Size => {
    let fields = 0;
    let depth = 0;
    for (const selection of set.selections) {
      const nested: Size =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? sizeOfFragment(selection.name.value)
          : selection.selectionSet === undefined
            ? { fields: 0, depth: 0 }
            : sizeOf(selection.selectionSet);
      const own = selection.kind === Kind.FIELD ? 1 : 0;
      fields = Math.min(fields + nested.fields + own, limits.fields + 1);
      depth = Math.max(depth, nested.depth + own);
    }
    return { fields, depth };
  };

  for (const operation of operations) {
    const size = sizeOf(operation.selectionSet);
    if (size.depth > limits.depth) refuse("QueryDepthLimitReached", `Query depth limit of ${limits.depth} exceeded.`);
    if (size.fields > limits.fields)
      refuse("ResolverExecutionLimitReached", `The query asks for more than ${limits.fields} fields.`);
  }
}

function refuse(errorType: string, message: string): never {
  const entry: ErrorEntry = { path: null, errorType, locations: null, message };
  throw new DocumentFault([entry]);
}
