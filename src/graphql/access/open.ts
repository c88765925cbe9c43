/** A model's rules as its dialect reads them. */

import type { Model, ModelType } from "#graphql/sdl/model";
import type { ModelAccess } from "./access.ts";
import { RuledAccess } from "./modelAccess.ts";
import { OlderAccess } from "./olderAccess.ts";

export function openAccess(
  type: ModelType,
  model: Pick<Model, "dialect" | "defaultProvider" | "leavesOwnersEmpty">,
): ModelAccess {
  return model.dialect === 2
    ? new RuledAccess(type, model.leavesOwnersEmpty !== true)
    : new OlderAccess(type, model.defaultProvider ?? "apiKey");
}
