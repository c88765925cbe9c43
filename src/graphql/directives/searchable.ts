/** @searchable: the model's records can be searched, sorted and summed up by any field. */

import pluralize from "pluralize";
import { flag } from "#graphql/sdl/flags";
import { upperFirst } from "#graphql/sdl/names";
import type { Directive } from "./directive.ts";

export const searchableDirective: Directive = {
  name: "searchable",
  definition: `
    directive @searchable(queries: SearchableQueryMap) on OBJECT
    input SearchableQueryMap { search: String }`,

  onType(use, type, context) {
    if (type.model === undefined) {
      context.problem(use.position, `@searchable on ${type.name}: ${type.name} has no @model.`);
      return;
    }
    const { dialect } = context.draft;
    const isPlural = dialect === 2 || flag(context.settings, "improvePluralization");
    const plural = upperFirst(isPlural ? pluralize(type.name) : `${type.name}s`);
    const queries = use.arguments["queries"] as Readonly<Record<string, string | null>> | null | undefined;
    const given = queries?.["search"];
    // Dialect 1 takes null for "no search", dialect 2 for "the usual name"; a map without a name is no search.
    if (given === null || (queries === null && dialect === 1)) return;
    if (given === undefined && queries !== undefined && queries !== null) return;
    type.model = { ...type.model, operations: { ...type.model.operations, search: given ?? `search${plural}` } };
  },
};
