/**
 * Lines of a schema by which its writer gives a model a conflict strategy other than the API's: `# conflict-resolution: Note LAMBDA settleNotes`.
 * An Amplify project keeps them in transform.conf.json (ResolverConfig.models); AmplifyBackend has one strategy for the API.
 */

import type { Draft, Notes } from "#graphql/sdl/draft";
import { type CommentLine, commentLines } from "#graphql/sdl/commentLines";
import type { ModelConflict } from "#graphql/sdl/model";
import type { SchemaSettings } from "#graphql/sdl/settings";
import { lambda } from "./lambda.ts";
import { strategies } from "./list.ts";
import type { ConflictStrategy } from "./strategy.ts";

interface Line extends CommentLine {
  readonly model: string;
  readonly strategy: ConflictStrategy | undefined;
  readonly handler: string | undefined;
}

const parts = /^(\w+)[ \t]*[ \t=:][ \t]*(\w+)(?:[ \t]+(\S+))?$/;

/** The settings with the strategies the text gives its models. */
export function withConflictLines(sdl: string, settings: SchemaSettings, notes: Notes): SchemaSettings {
  const conflicts = new Map<string, ModelConflict & { readonly versioned: boolean }>();
  for (const { position, text, model, strategy, handler } of linesOf(sdl)) {
    const problem = (why: string): void =>
      notes.problem(position, `conflict-resolution ${JSON.stringify(text)} ${why}; ${wanted}`);
    if (strategy === undefined) problem("names no strategy");
    else if (handler !== undefined && strategy !== lambda) problem("names a function, which only LAMBDA asks");
    else if (conflicts.has(model)) problem(`comes after another line for ${model}`);
    else conflicts.set(model, { strategy: strategy.name, versioned: strategy.versioned, ...(handler && { handler }) });
  }
  return conflicts.size === 0 ? settings : { ...settings, conflicts };
}

/** Call it when it is known which types are models. */
export function checkConflictLines(sdl: string, { types }: Draft, notes: Notes): void {
  for (const { position, text, model, strategy } of linesOf(sdl)) {
    if (strategy === undefined || types.get(model)?.model !== undefined) continue;
    const models = [...types.values()].filter((type) => type.model !== undefined).map(({ name }) => name);
    const what = types.has(model) ? `${model} has no @model` : `there is no type ${model}`;
    notes.problem(
      position,
      `conflict-resolution ${JSON.stringify(text)}: ${what}; the schema's models are ${models.join(", ")}.`,
    );
  }
}

const wanted = `write "# conflict-resolution: <Model> <strategy>" with one of ${strategies.map(({ name }) => name).join(", ")}, and for LAMBDA, if you like, the name of its function.`;

function linesOf(sdl: string): readonly Line[] {
  return commentLines(sdl, "conflict-resolution").map((line) => {
    const [, model = "", given = "", handler] = parts.exec(line.text) ?? [];
    return { ...line, model, strategy: strategies.find(({ name }) => name === given.toUpperCase()), handler };
  });
}
