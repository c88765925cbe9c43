/** @versioned of dialect 1: every write counts, and must say which count it has seen. */

import type { Directive, Use } from "#graphql/directives/directive";
import { isList, namedType, withRequired } from "#graphql/sdl/model";

export const versionedDirective: Directive = {
  name: "versioned",
  definition: `directive @versioned(versionField: String = "version", versionInput: String = "expectedVersion") on OBJECT`,

  onType(use, type, context) {
    const what = `@versioned on ${type.name}`;
    if (type.model === undefined) {
      context.problem(use.position, `${what}: ${type.name} has no @model.`);
      return;
    }
    const field = nameOf(use, "versionField", "version");
    const input = nameOf(use, "versionInput", "expectedVersion");
    const declared = type.fields.get(field);
    if (declared !== undefined && (isList(declared.type) || namedType(declared.type) !== "Int")) {
      context.problem(declared.position, `${what}: ${type.name}.${field} counts versions and must be Int.`);
    }
    if (type.fields.has(input)) {
      context.problem(use.position, `${what}: versionInput ${input} is the name of a field; choose another.`);
    }
    if (declared === undefined) {
      const added = { name: field, type: { name: "Int", required: true }, position: use.position };
      type.model.added.push({ ...added, declared: false, directives: [] });
    } else if (!declared.type.required) {
      declared.promoted = true;
      declared.type = withRequired(declared.type, true);
    }
    type.model.counter = { field, input };
  },
};

function nameOf(use: Use, argument: string, standard: string): string {
  const given = use.arguments[argument];
  return typeof given === "string" && given !== "" ? given : standard;
}
