/** @index: a second key records are found by, mostly with a query of its own. */

import pluralize from "pluralize";
import { flag } from "#graphql/sdl/flags";
import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import type { Context, Directive, Use } from "./directive.ts";
import { checkKeyFields, nameList } from "./keyFields.ts";

const indexName = /^[A-Za-z0-9_.-]{3,255}$/;

export const indexDirective: Directive = {
  name: "index",
  definition: `
    directive @index(name: String, sortKeyFields: [String], queryField: String, projection: ProjectionInput) repeatable on FIELD_DEFINITION
    input ProjectionInput { type: ProjectionType! nonKeyAttributes: [String] }
    enum ProjectionType { ALL KEYS_ONLY INCLUDE }`,

  onField(use, field, type, context) {
    const { model } = type;
    if (model === undefined) {
      context.problem(use.position, `@index on ${type.name}.${field.name}: ${type.name} has no @model.`);
      return;
    }
    const sort = nameList(use.arguments["sortKeyFields"]) ?? [];
    const standard = `${lowerFirst(pluralize(type.name))}By${[field.name, ...sort].map(upperFirst).join("And")}`;
    const name = nameOf(use, standard, context);
    const what = `@index ${name} of ${type.name}`;
    checkKeyFields([field.name, ...sort], what, type, use.position, context, "optional");
    if (model.indexes.some((each) => each.name === name)) {
      context.problem(use.position, `${type.name} has two indexes called ${name}; give one another name.`);
    }
    if (model.key?.custom === true && model.key.partition === field.name && model.key.sort.length === 0) {
      context.problem(
        use.position,
        `${what}: ${field.name} alone is the primary key already; an index over it needs a primary key with a sort key.`,
      );
    }
    if (sort.length > 1 && !/^\w+$/.test(name)) {
      context.problem(
        use.position,
        `${what}: with several sort key fields the name becomes part of a type's; leave "-" and "." out.`,
      );
    }
    const queryField = queryFieldOf(use, standard, context);
    model.indexes.push({ name, partition: field.name, sort, ...(queryField === undefined ? {} : { queryField }) });
  },
};

function nameOf(use: Use, standard: string, context: Context): string {
  const given = use.arguments["name"];
  if (given === undefined) return standard;
  if (typeof given === "string" && (given === "" || indexName.test(given))) return given === "" ? standard : given;
  context.problem(
    use.position,
    `@index(name: ${JSON.stringify(given)}): a name has 3 to 255 letters, digits, "_", "-" or ".".`,
  );
  return standard;
}

/** Null leaves the query out. */
function queryFieldOf(use: Use, standard: string, context: Context): string | undefined {
  const given = use.arguments["queryField"];
  if (typeof given === "string" && given !== "") return given;
  return given === null || !flag(context.settings, "enableAutoIndexQueryNames") ? undefined : standard;
}
