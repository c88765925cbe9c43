/**
 * Timestamps a model gave up by null. The official models generator tells clients of them all the same, so that typed
 * clients ask for what the schema has not; such a field is answered with null rather than refused.
 */

import { type GraphQLNamedType, type GraphQLSchema, isObjectType } from "graphql";
import type { Model, ModelType } from "#graphql/sdl/model";

const mark = "absentFields";

/** Notes them on the schema's types, where validation looks. */
export function markAbsentFields(schema: GraphQLSchema, model: Model): void {
  for (const each of model.models) {
    const absent = absentTimestamps(each);
    const type = schema.getType(each.name);
    if (absent.length > 0 && isObjectType(type)) type.extensions = { ...type.extensions, [mark]: absent };
  }
}

export function isAbsentField(type: GraphQLNamedType | null | undefined, field: string): boolean {
  const absent = type?.extensions[mark] as readonly string[] | undefined;
  return absent?.includes(field) === true;
}

function absentTimestamps(type: ModelType): readonly string[] {
  const given = type.directives.find((each) => each.name === "model")?.arguments["timestamps"];
  if (given === null || given === undefined) return [];
  return ["createdAt", "updatedAt"].filter(
    (event) =>
      (given as Readonly<Record<string, unknown>>)[event] === null &&
      !type.fields.some((field) => field.name === event),
  );
}
