/** Timestamps as client libraries are told them, and the place of `id`. */

import { addField, type ClientModel } from "./client.ts";

/** A client that creates a record offline has no timestamps yet. One that was dropped is told all the same. */
export function addTimestamps(model: ClientModel): void {
  const given = model.directives.find((each) => each.name === "model")?.arguments["timestamps"];
  if (given === null) return;
  const names = (given ?? {}) as Readonly<Record<string, string | null | undefined>>;
  for (const event of ["createdAt", "updatedAt"]) {
    const name = names[event] ?? event;
    addField(model, { name, directives: [], type: "AWSDateTime", isList: false, isNullable: true, isReadOnly: true });
  }
}

/** `id` leads wherever it was written. */
export function idFirst(model: ClientModel): void {
  model.fields.sort((a, b) => Number(b.name === "id") - Number(a.name === "id"));
}
