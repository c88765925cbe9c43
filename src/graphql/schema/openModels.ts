/** Dialect 2: models without rules, where all such models are open to API keys at once. */

import type { Names } from "#graphql/sdl/meaning";
import type { ModelType, ObjectType, Provider } from "#graphql/sdl/model";
import { modeName, type ModeMarks } from "./modeMarks.ts";
import { listPage, subscriptionFields } from "./naming.ts";

/** Names the key where it is not the default mode: on the model, its documents and operations, not on linked pages. */
export function markOpenModel(marks: ModeMarks, type: ModelType, names: Names, standard: Provider): void {
  if (standard === "apiKey") return;
  const modes = [modeName("apiKey")];
  marks.type(type.name, modes);
  markDocuments(marks, type, names, modes, new Set());
  const { connection } = listPage(type, 2);
  const operation = (root: string, field: string | undefined, answers: string): void => {
    if (field !== undefined) marks.operation(root, field, answers, modes);
  };
  const { get, list, sync, search, create, update, delete: remove } = type.operations;
  operation("Query", get, type.name);
  operation("Query", list, connection);
  operation("Query", sync, connection);
  for (const mutation of [create, update, remove]) operation("Mutation", mutation, type.name);
  for (const field of subscriptionFields(type)) operation("Subscription", field, type.name);
  for (const field of [search, ...type.indexes.map(({ queryField }) => queryField)]) {
    if (field !== undefined) marks.field("Query", field, modes);
  }
}

function markDocuments(
  marks: ModeMarks,
  type: ObjectType,
  names: Names,
  modes: readonly string[],
  seen: Set<string>,
): void {
  for (const field of type.fields) {
    const meaning = names.of(field.type);
    if (meaning.kind !== "object" || seen.has(meaning.object.name)) continue;
    seen.add(meaning.object.name);
    marks.type(meaning.object.name, modes);
    markDocuments(marks, meaning.object, names, modes, seen);
  }
}
