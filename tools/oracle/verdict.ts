/** How our answer to a case differs from the official one. */

import type { Answers, Case } from "./cases.ts";
import { compareSchemas } from "./compareSchemas.ts";
import { compareValues } from "./compareValues.ts";
import { ourIntrospection, ourModel, ourSchema, ourSchemaJs } from "./ours.ts";

export interface Verdict {
  /** Differences of the printed schema; empty when it is equal. */
  readonly schema: readonly string[];
  /** Differences of schema.js and of the introspection schema. */
  readonly models: readonly string[];
}

export function judge({ sdl, settings }: Case, answers: Answers): Verdict {
  const { schema, schemaJs, introspection } = answers;
  return {
    schema: schema === undefined ? [] : told(() => compareSchemas(schema, ourSchema(sdl, settings))),
    models: [
      ...(schemaJs === undefined ? [] : told(() => compareValues(schemaJs, ourSchemaJs(sdl, settings), "schema.js"))),
      ...(introspection === undefined
        ? []
        : told(() => compareValues(introspection, ourIntrospection(sdl, settings), "introspection"))),
    ],
  };
}

/** For a schema the official tools refuse: why ours is not refused, or nothing. A crash is no refusal. */
export function judgeRefusal({ sdl, settings }: Case): readonly string[] {
  try {
    ourSchema(sdl, settings);
  } catch (error) {
    return isRefusal(error) ? [] : [`crashes ${String(error)}`];
  }
  return ["accepted, where the official transformer refuses"];
}

/** Our reason when a schema is refused; undefined when it is accepted. */
export function ourRefusal({ sdl, settings }: Case): string | undefined {
  try {
    ourModel(sdl, settings);
    ourSchema(sdl, settings);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === "ProvisionRefusal";
}

function told(compare: () => readonly string[]): readonly string[] {
  try {
    return compare();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return [`${isRefusal(error) ? "refused" : "crashes"} ${text}`];
  }
}
