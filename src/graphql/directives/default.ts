/** @default: the value a field takes when a record is created without one. */

import { isList, namedType } from "#graphql/sdl/model";
import { parseDefault } from "#graphql/sdl/defaultValue";
import type { Directive } from "./directive.ts";

export const defaultDirective: Directive = {
  name: "default",
  definition: "directive @default(value: String) on FIELD_DEFINITION",

  onField(use, field, type, context) {
    const value = use.arguments["value"];
    if (type.model === undefined) {
      context.problem(use.position, `@default on ${type.name}.${field.name}: ${type.name} has no @model.`);
    } else if (typeof value !== "string") {
      context.problem(use.position, `@default on ${type.name}.${field.name} needs value: "...".`);
    } else if (isList(field.type) || context.draft.types.has(namedType(field.type))) {
      context.problem(
        use.position,
        `@default on ${type.name}.${field.name}: only scalar and enum fields take a default.`,
      );
    } else if (
      parseDefault(value, namedType(field.type), context.draft.enums.get(namedType(field.type))) === undefined
    ) {
      context.problem(
        use.position,
        `@default on ${type.name}.${field.name}: "${value}" is not a valid ${namedType(field.type)}.`,
      );
    } else {
      field.defaultValue = value;
    }
  },
};
