/** SDL text -> Model: parse, read, let every directive speak, check, assemble. */

import { checkConflictLines, withConflictLines } from "#graphql/conflict/lines";
import type { FieldDraft, TypeDraft } from "#graphql/sdl/draft";
import { dialectOf } from "#graphql/sdl/dialect";
import type { Model } from "#graphql/sdl/model";
import { withFlagLines } from "#graphql/sdl/flagLines";
import { parseSdl } from "#graphql/sdl/parse";
import { at, type Problem, SdlRefusal } from "#graphql/sdl/problem";
import { readDraft } from "#graphql/sdl/read";
import { rules } from "#graphql/sdl/rules";
import { plainSettings, type SchemaSettings } from "#graphql/sdl/settings";
import { assemble } from "./assemble.ts";
import type { Context } from "./directive.ts";
import { directives as newerDirectives } from "./list.ts";
import { olderDirectives } from "./one/list.ts";
import { applyUses, checkUses, definitionsOf } from "./uses.ts";

/** Understands an annotated SDL. Throws an SdlRefusal that lists every problem with line and column. */
export function buildModel(sdl: string, given: SchemaSettings = plainSettings): Model {
  const problems: Problem[] = [];
  const warnings: string[] = [];
  const notes: Pick<Context, "problem" | "warn"> = {
    problem: (position, message) => void problems.push({ position, message }),
    warn: (position, message) => void warnings.push(at(position, message)),
  };
  const document = parseSdl(sdl);
  const settings = withConflictLines(sdl, withFlagLines(sdl, given, notes), notes);
  const draft = readDraft(document, dialectOf(document, settings), notes);
  const context: Context = { ...notes, draft, settings };
  applyDirectives(context);
  checkConflictLines(sdl, draft, notes);
  for (const rule of rules) rule(draft, notes);
  const serves = [...draft.types.values()].some((type) => type.model !== undefined);
  if (!serves && !draft.roots.some((root) => root.name === "Query") && problems.length === 0) {
    notes.problem({ line: 1, column: 1 }, "The schema serves nothing: write at least one type with @model.");
  }
  if (problems.length > 0) throw new SdlRefusal(problems);
  return assemble(draft, settings, warnings);
}

function applyDirectives(context: Context): void {
  const directives = context.draft.dialect === 1 ? olderDirectives : newerDirectives;
  for (const directive of directives) directive.expand?.(context);
  const types = [...context.draft.types.values(), ...context.draft.roots];
  for (const type of types) {
    const isRoot = context.draft.roots.includes(type);
    checkUses(directives, type.uses, isRoot ? "Query, Mutation and Subscription" : "types", context);
    for (const field of type.fields.values()) checkUses(directives, field.uses, "fields", context);
  }
  const definitions = definitionsOf(directives);
  for (const directive of directives) {
    const definition = definitions.getDirective(directive.name);
    for (const type of types) {
      applyUses(directive, definition, type.uses, type.directives, context, (use) =>
        directive.onType?.(use, type, context),
      );
      for (const field of type.fields.values()) {
        applyUses(directive, definition, field.uses, field.directives, context, (use) =>
          directive.onField?.(use, field, type, context),
        );
      }
    }
  }
  for (const type of types) {
    inWrittenOrder(type);
    for (const field of type.fields.values()) inWrittenOrder(field);
  }
  for (const directive of directives) for (const type of types) directive.finish?.(type, context);
}

/** Directives spoke in the order of the list; code generators are told them in the order of the text. */
function inWrittenOrder({ uses, directives }: TypeDraft | FieldDraft): void {
  const place = (name: string): number => uses.findIndex((use) => use.name.value === name);
  directives.sort((a, b) => place(a.name) - place(b.name));
}
