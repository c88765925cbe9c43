/** @mapsTo: the model was called otherwise when its records were first stored, and keeps them. */

import type { TypeDraft } from "#graphql/sdl/draft";
import { upperFirst, lowerFirst } from "#graphql/sdl/names";
import type { Directive } from "./directive.ts";

export const mapsToDirective: Directive = {
  name: "mapsTo",
  definition: "directive @mapsTo(name: String!) on OBJECT",

  onType(use, type, context) {
    const name = String(use.arguments["name"]);
    const what = `@mapsTo(name: ${JSON.stringify(name)}) on ${type.name}`;
    if (type.model === undefined) {
      context.problem(use.position, `${what}: ${type.name} has no @model.`);
      return;
    }
    if (context.draft.types.get(name)?.model !== undefined) {
      context.problem(use.position, `${what}: the schema has another model called ${name}.`);
    }
    const rival = [...context.draft.types.values()].find((each) => each.model?.formerName === name);
    if (rival !== undefined) context.problem(use.position, `${what}: ${rival.name} maps to ${name} already.`);
    type.model.formerName = name;
  },

  /** Link fields are named after the model; under their former names they hold what was stored. */
  finish(type, context) {
    const former = type.model?.formerName;
    if (former === undefined) return;
    for (const other of context.draft.types.values()) renameLinks(other, type.name, former);
  },
};

function renameLinks(holder: TypeDraft, name: string, former: string): void {
  const added = holder.model?.added ?? [];
  added.forEach((field, at) => {
    const [now, then] = [lowerFirst(name), lowerFirst(former)];
    const rest = field.name.slice(now.length);
    if (field.linkOf !== name || !field.name.startsWith(now) || rest !== upperFirst(rest)) return;
    added[at] = { ...field, formerName: then + rest };
  });
}
