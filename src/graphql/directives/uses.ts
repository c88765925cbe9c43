/** Uses of directives: whether they may stand where they stand, and what their arguments say. */

import {
  buildSchema,
  type ConstDirectiveNode,
  getArgumentValues,
  GraphQLError,
  type GraphQLDirective,
  type GraphQLSchema,
  valueFromASTUntyped,
} from "graphql";
import type { AppliedDirective } from "#graphql/sdl/model";
import { positionOf } from "#graphql/sdl/parse";
import type { Context, Directive, Use } from "./directive.ts";
import { refusedDirectives } from "./refused.ts";

/** Notes every use that is unknown, refused, repeated or misplaced. */
export function checkUses(
  directives: readonly Directive[],
  uses: readonly ConstDirectiveNode[],
  where: "types" | "fields" | "Query, Mutation and Subscription",
  context: Context,
): void {
  const seen = new Set<string>();
  for (const use of uses) {
    const name = use.name.value;
    const directive = directives.find((each) => each.name === name);
    const position = positionOf(use);
    const fits = directive !== undefined && isFit(directive, where);
    const refusal = refusedDirectives.get(name);
    if (refusal !== undefined) context.problem(position, `@${name} cannot be served: ${refusal}.`);
    else if (directive === undefined) context.problem(position, unknown(name, context));
    else if (!fits) context.problem(position, `@${name} does not go on ${where}.`);
    else if (seen.has(name) && !isRepeatable(directive)) context.problem(position, `@${name} stands here twice.`);
    seen.add(name);
  }
}

function isFit(directive: Directive, where: Parameters<typeof checkUses>[2]): boolean {
  if (where === "fields") return "onField" in directive;
  return "onType" in directive && (where === "types" || directive.name.startsWith("aws_"));
}

/** Directives of one dialect do not go with those of the other. */
function unknown(name: string, { draft }: Context): string {
  const other = draft.dialect === 1 ? newerOnly : olderOnly;
  if (!other.has(name)) return `@${name} is not a directive Amplify knows.`;
  const [ours, theirs] = draft.dialect === 1 ? ["older", "newer"] : ["newer", "older"];
  return `@${name} belongs to Amplify's ${theirs} directives, but this schema uses the ${ours} ones; write it in one dialect.`;
}

const olderOnly = new Set(["key", "connection", "versioned"]);
const newerOnly = new Set([
  "primaryKey",
  "index",
  "hasOne",
  "hasMany",
  "belongsTo",
  "manyToMany",
  "default",
  "mapsTo",
  "validate",
]);

function isRepeatable(directive: Directive): boolean {
  return directive.definition.includes(" repeatable ");
}

/** Applies every use of one directive; of one that may stand only once, the first. */
export function applyUses(
  directive: Directive,
  definition: GraphQLDirective | null | undefined,
  uses: readonly ConstDirectiveNode[],
  applied: AppliedDirective[],
  context: Context,
  apply: (use: Use) => void,
): void {
  if (definition === undefined || definition === null) return;
  const own = uses.filter((use) => use.name.value === directive.name);
  for (const node of isRepeatable(directive) ? own : own.slice(0, 1)) {
    const values = readArguments(node, definition, context);
    if (values === undefined) continue;
    const written = (node.arguments ?? []).map(
      (argument) => [argument.name.value, valueFromASTUntyped(argument.value)] as const,
    );
    applied.push({ name: directive.name, arguments: Object.fromEntries(written) });
    apply({ position: positionOf(node), arguments: values });
  }
}

/** The arguments by the directive's definition, or undefined after a problem was noted. */
function readArguments(
  node: ConstDirectiveNode,
  definition: GraphQLDirective,
  context: Context,
): Record<string, unknown> | undefined {
  const known = new Set(definition.args.map((argument) => argument.name));
  for (const argument of node.arguments ?? []) {
    if (known.has(argument.name.value)) continue;
    context.problem(positionOf(argument), `@${definition.name} has no argument "${argument.name.value}".`);
    return undefined;
  }
  try {
    return getArgumentValues(definition, node);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    context.problem(error.locations?.[0] ?? positionOf(node), error.message);
    return undefined;
  }
}

const schemas = new WeakMap<readonly Directive[], GraphQLSchema>();

/** The definitions of a list of directives, read once. */
export function definitionsOf(directives: readonly Directive[]): GraphQLSchema {
  const known = schemas.get(directives);
  if (known !== undefined) return known;
  const text = directives.map((directive) => directive.definition).join("\n");
  const schema = buildSchema(text, { assumeValid: true });
  schemas.set(directives, schema);
  return schema;
}
