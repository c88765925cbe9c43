/** @function: the field's value comes from a function, or from several, each given the answer of the one before. */

import { namedType, isList } from "#graphql/sdl/model";
import type { Directive } from "./directive.ts";

const eventAnswer = "EventInvocationResponse";

export const functionDirective: Directive = {
  name: "function",
  definition: `
    directive @function(name: String!, region: String, accountId: String, invocationType: InvocationType = RequestResponse) repeatable on FIELD_DEFINITION
    enum InvocationType { RequestResponse Event }`,

  onField(use, field, type, context) {
    const invocation = use.arguments["invocationType"] === "Event" ? "Event" : "RequestResponse";
    const name = String(use.arguments["name"]);
    const what = `@function on ${type.name}.${field.name}`;
    if (name.trim() === "") context.problem(use.position, `${what}: name is empty.`);
    if (invocation === "Event" && (namedType(field.type) !== eventAnswer || isList(field.type))) {
      const text = `${what}: an Event has no answer of its own; the field must be of type ${eventAnswer}, with type ${eventAnswer} { success: Boolean! } in the schema.`;
      context.problem(use.position, text);
    }
    for (const member of ["region", "accountId"]) {
      if (typeof use.arguments[member] !== "string") continue;
      context.warn(
        use.position,
        `${what}: ${member} has no meaning here; ${name} is looked up among this server's functions.`,
      );
    }
    field.resolver = [...(field.resolver ?? []), { kind: "function", name, invocation }];
  },
};
