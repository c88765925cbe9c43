/** Which names an SDL may give to its types and fields. */

import { scalarNamed } from "#graphql/scalars/list";

/** Types the generated schema brings itself. */
const generated = new Set([
  "ModelAttributeTypes",
  "ModelSizeInput",
  "ModelSortDirection",
  "AuthRule",
  ...["String", "ID", "Int", "Float", "Boolean"].flatMap((name) => [
    `Model${name}Input`,
    `ModelSubscription${name}Input`,
    `Model${name}KeyConditionInput`,
  ]),
]);

const rootTypes = new Set(["Query", "Mutation", "Subscription"]);

export function isRootType(name: string): boolean {
  return rootTypes.has(name);
}

/** Why a type may not be called so; undefined when it may. */
export function typeNameProblem(name: string): string | undefined {
  if (name.startsWith("__")) return `"${name}": names that start with "__" belong to GraphQL's introspection.`;
  if (name.startsWith("AWS")) return `"${name}": type names may not start with "AWS".`;
  if (scalarNamed(name) !== undefined) return `"${name}" is a built-in scalar.`;
  if (generated.has(name)) return `"${name}" is a name the API generates itself.`;
  return undefined;
}

/** Why a field, argument or enum value may not be called so. */
export function memberNameProblem(name: string): string | undefined {
  if (name.startsWith("__")) return `"${name}": names that start with "__" belong to GraphQL's introspection.`;
  return undefined;
}

export function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
