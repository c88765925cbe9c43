/** Arguments of a root field: literals are checked once, variables are put in per request. */

import { type ASTNode, type FieldNode, type GraphQLField, Kind, type ValueNode, visit, BREAK } from "graphql";
import { coerceLiteral, defaultOf, type Refused, Uncoercible, type Variables } from "./coerce.ts";
import { DocumentFault, validationEntry } from "./errors.ts";
import { printLiteral } from "./printLiteral.ts";
import type { Arguments } from "./run.ts";

export type ReadArguments = (variables: Variables) => Arguments;

/** Throws a DocumentFault for a literal of the wrong type. */
export function compileArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): ReadArguments {
  const fixed = Object.create(null) as Record<string, unknown>;
  const open: ((variables: Variables, into: Record<string, unknown>) => void)[] = [];
  const given = new Map((node.arguments ?? []).map((argument) => [argument.name.value, argument.value]));
  for (const definition of field.args) {
    const value = given.get(definition.name);
    const standard = defaultOf(definition);
    if (value === undefined) {
      if (standard !== undefined) fixed[definition.name] = standard;
    } else if (hasVariables(value)) {
      open.push((variables, into) => {
        const coerced =
          checked(definition.name, value, node, () => coerceLiteral(definition.type, value, variables)) ?? undefined;
        const isNull = value.kind === Kind.VARIABLE && variables.get(value.name.value) === null;
        if (coerced !== undefined) into[definition.name] = coerced;
        else if (isNull) into[definition.name] = null;
        else if (standard !== undefined) into[definition.name] = standard;
      });
    } else {
      fixed[definition.name] = checked(definition.name, value, node, () =>
        coerceLiteral(definition.type, value, new Map()),
      );
    }
  }
  if (open.length === 0) return () => fixed;
  return (variables) => {
    // Written so, the object without a prototype stays one of V8's fast ones.
    const args: Record<string, unknown> = { __proto__: null, ...fixed };
    for (const put of open) put(variables, args);
    return args;
  };
}

function hasVariables(value: ValueNode): boolean {
  if (value.kind === Kind.VARIABLE) return true;
  if (value.kind !== Kind.LIST && value.kind !== Kind.OBJECT) return false;
  let found = false;
  visit(value as ASTNode, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}

function checked(name: string, value: ValueNode, node: FieldNode, coerce: () => unknown): unknown {
  try {
    return coerce();
  } catch (error) {
    if (!(error instanceof Uncoercible)) throw error;
    const token = value.loc?.startToken;
    const text = `argument '${name}' with value '${printLiteral(value)}' ${reason(error.refused)} @ '${node.name.value}'`;
    const location = token === undefined ? undefined : { line: token.line, column: token.column };
    throw new DocumentFault([validationEntry(`Validation error of type WrongType: ${text}`, location)]);
  }
}

function reason(refused: Refused): string {
  switch (refused.why) {
    case "unknownField":
      return `contains a field not in '${refused.type}': '${refused.field}'`;
    case "missingField":
      return `is missing required fields '[${refused.field}]'`;
    case "null":
      return `must not be null: '${refused.type}'`;
    default:
      return `is not a valid '${refused.type}'`;
  }
}
