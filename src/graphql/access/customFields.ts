/** Who may call a field the user wrote on Query, Mutation or Subscription: by its rules, its @aws_* directives, or the default mode. */

import type { CustomField, Model } from "#graphql/sdl/model";
import type { ApiCaller } from "./caller.ts";
import { isOperator, judge } from "./judge.ts";
import { modesLetIn } from "./modes.ts";

/** True when the caller may call the field (undefined: one that is there because GraphQL wants one); `root` is Query, Mutation or Subscription. */
export function mayCall(field: CustomField | undefined, root: string, model: Model, caller: ApiCaller): boolean {
  if (isOperator(caller)) return true;
  if (field === undefined) return true;
  if (field.access !== undefined) return field.access.some((rule) => judge(rule, caller) === "allow");
  // Directives of the field stand before those of its type.
  const modes = field.modes ?? model.rootModes?.[root] ?? [];
  if (modes.length > 0) return modesLetIn(modes, caller);
  return caller.kind === (model.defaultProvider ?? "apiKey") || (model.sandbox === true && caller.kind === "iam");
}
