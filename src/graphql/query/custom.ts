/** A field of Query or Mutation the user wrote: asked for outside the database, or null where nothing is behind it. */

import { type GraphQLOutputType, isNonNullType } from "graphql";
import type { CustomField } from "#graphql/sdl/model";
import type { ApiCaller } from "#graphql/access/caller";
import type { Api } from "./api.ts";
import { askSteps } from "./ask.ts";
import type { Selected, Spread } from "./collect.ts";
import { complete } from "./complete.ts";
import { type ErrorEntry, nullEntry } from "./errors.ts";
import { createElsewhere } from "./elsewhere.ts";
import { type FieldAnswer, nullAnswer } from "./rootField.ts";
import { selectRecord } from "./select.ts";
import type { Arguments, Asking } from "./run.ts";

export interface CustomRoot {
  readonly api: Api;
  readonly root: "Query" | "Mutation";
  /** Undefined for what is there only because GraphQL wants a field. */
  readonly field: CustomField | undefined;
  readonly type: GraphQLOutputType;
  readonly selected: Selected;
  readonly spread: Spread;
  readonly caller: ApiCaller;
}

export type RunCustom = (args: Arguments, asking: Asking) => Promise<FieldAnswer>;

export function compileCustom(custom: CustomRoot): RunCustom {
  const { api, root, field, type, selected, spread } = custom;
  const path = [selected.key];
  const steps = field?.resolver;
  if (steps === undefined) {
    const missing = nullEntry(String(type).replace(/!$/, ""), root, path);
    const answer = isNonNullType(type) ? { json: "null", errors: [missing] } : nullAnswer;
    return () => Promise.resolve(answer);
  }
  const elsewhere = createElsewhere({
    api,
    spread,
    caller: custom.caller,
    mutates: root === "Mutation",
    select: selectRecord,
  });
  return async (args, asking) => {
    const call = { typeName: root, fieldName: selected.name, arguments: args, source: null };
    const value = await askSteps(api, steps, call, asking);
    const errors: ErrorEntry[] = [];
    const on = { schema: api.schema, spread, errors, elsewhere: elsewhere(asking, errors) };
    const answer = await complete(type, value, { parent: root, path, sets: selected.sets }, on);
    return { json: JSON.stringify(answer), errors };
  };
}
