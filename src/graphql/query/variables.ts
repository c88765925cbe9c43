/** The variables of a request, checked against the operation's definitions; refusals in AppSync's words. */

import {
  type ConstValueNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from "graphql";
import { coerceLiteral, coerceValue, Uncoercible, type Variables } from "./coerce.ts";
import { DocumentFault, validationEntry } from "./errors.ts";

export type ReadVariables = (given: Readonly<Record<string, unknown>>) => Variables;

interface Definition {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly standard: ConstValueNode | undefined;
}

export function compileVariables(schema: GraphQLSchema, operation: OperationDefinitionNode): ReadVariables {
  const definitions = (operation.variableDefinitions ?? []).map((node): Definition => {
    const type = typeFromAST(schema, node.type);
    if (!isInputType(type)) throw new Error(`Variable ${node.variable.name.value} has no input type`);
    return { name: node.variable.name.value, type, standard: node.defaultValue };
  });
  return (given) => {
    const variables = new Map<string, unknown>();
    for (const definition of definitions) {
      const value = Object.hasOwn(given, definition.name) ? given[definition.name] : undefined;
      if (value === undefined && definition.standard !== undefined) {
        variables.set(definition.name, coerceStandard(definition, definition.standard));
      } else if (value !== undefined || isNonNullType(definition.type)) {
        variables.set(definition.name, coerce(definition, value));
      }
    }
    return variables;
  };
}

function coerceStandard(definition: Definition, literal: ConstValueNode): unknown {
  try {
    return coerceLiteral(definition.type, literal, new Map());
  } catch (error) {
    if (!(error instanceof Uncoercible)) throw error;
    throw refusal(
      `Validation error of type BadValueForDefaultArg: Bad default value for variable '${definition.name}'`,
    );
  }
}

function coerce(definition: Definition, value: unknown): unknown {
  try {
    return coerceValue(definition.type, value);
  } catch (error) {
    if (!(error instanceof Uncoercible)) throw error;
    const { refused } = error;
    switch (refused.why) {
      case "null":
        throw refusal(`Variable '${definition.name}' has coerced Null value for NonNull type '${refused.type}'`);
      case "unknownField":
        throw refusal(
          `The variables input contains a field name '${refused.field}' that is not defined for input object type '${refused.type}' `,
        );
      default:
        throw refusal(`Variable '${definition.name}' has an invalid value.`);
    }
  }
}

function refusal(message: string): DocumentFault {
  return new DocumentFault([validationEntry(message, undefined)]);
}
