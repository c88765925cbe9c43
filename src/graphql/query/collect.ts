/** Selection sets -> the fields asked for: fragments spread, @skip and @include applied, equal keys merged. */

import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  print,
  type SelectionSetNode,
} from "graphql";
import { DocumentFault, type ErrorLocation, validationEntry } from "./errors.ts";

/** One field of an answer. */
export interface Selected {
  readonly key: string;
  readonly name: string;
  readonly node: FieldNode;
  readonly location: ErrorLocation | undefined;
  /** Selection sets of all places that name this key. */
  readonly sets: readonly SelectionSetNode[];
}

export interface Spread {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the Boolean variables that @skip and @include read. */
  readonly flags: ReadonlyMap<string, unknown>;
}

/** Fields by response key, in the order first met. All types are objects, so equal keys must be equal fields. */
export function collectFields(
  sets: readonly SelectionSetNode[],
  typeName: string,
  spread: Spread,
  abstractTypes: readonly string[] = [],
): readonly Selected[] {
  const found = new Map<string, { first: FieldNode; sets: SelectionSetNode[] }>();
  const seen = new Set<string>();

  const applies = (condition: string): boolean => condition === typeName || abstractTypes.includes(condition);

  const walk = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection.directives, spread.flags)) continue;
      if (selection.kind === Kind.FIELD) {
        add(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition?.name.value ?? typeName)) walk(selection.selectionSet);
      } else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = spread.fragments.get(selection.name.value);
        if (fragment !== undefined && applies(fragment.typeCondition.name.value)) walk(fragment.selectionSet);
      }
    }
  };

  const add = (node: FieldNode): void => {
    const key = node.alias?.value ?? node.name.value;
    const before = found.get(key);
    if (before === undefined) {
      found.set(key, { first: node, sets: node.selectionSet === undefined ? [] : [node.selectionSet] });
      return;
    }
    if (before.first.name.value !== node.name.value || !sameArguments(before.first, node))
      throw conflict(key, before.first, node);
    if (node.selectionSet !== undefined) before.sets.push(node.selectionSet);
  };

  for (const set of sets) walk(set);
  return [...found].map(([key, { first, sets }]) => ({
    key,
    name: first.name.value,
    node: first,
    location: locationOf(first),
    sets,
  }));
}

/** Where a field stands in the query text. */
export function locationOf(node: FieldNode): ErrorLocation | undefined {
  const token = node.loc?.startToken;
  return token === undefined ? undefined : { line: token.line, column: token.column };
}

function sameArguments(a: FieldNode, b: FieldNode): boolean {
  const text = (args: readonly ArgumentNode[] | undefined): string =>
    (args ?? [])
      .map((argument) => print(argument))
      .toSorted()
      .join();
  return text(a.arguments) === text(b.arguments);
}

function conflict(key: string, a: FieldNode, b: FieldNode): DocumentFault {
  const why =
    a.name.value === b.name.value
      ? "they have differing arguments"
      : `${a.name.value} and ${b.name.value} are different fields`;
  return new DocumentFault([
    validationEntry(`Validation error of type FieldsConflict: ${key}: ${why} @ '${b.name.value}'`, locationOf(b)),
  ]);
}

function isIncluded(directives: readonly DirectiveNode[] | undefined, flags: ReadonlyMap<string, unknown>): boolean {
  for (const directive of directives ?? []) {
    const value = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
    const flag =
      value?.kind === Kind.BOOLEAN
        ? value.value
        : value?.kind === Kind.VARIABLE
          ? flags.get(value.name.value) === true
          : undefined;
    if (directive.name.value === "skip" && flag === true) return false;
    if (directive.name.value === "include" && flag === false) return false;
  }
  return true;
}
