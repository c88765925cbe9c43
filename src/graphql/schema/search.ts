/** @searchable: the search query of a model, what it filters, sorts and sums up by, and what it answers. */

import type { Field, ModelType } from "#graphql/sdl/model";
import { block, type Definitions } from "./definitions.ts";
import type { Printing } from "./printing.ts";

const comparing = ["ne", "gt", "lt", "gte", "lte", "eq"];
const matching = ["match", "matchPhrase", "matchPhrasePrefix", "multiMatch"];

export function addSearch(print: Printing, type: ModelType): void {
  const { search } = type.operations;
  if (search === undefined) return;
  const { definitions, model } = print;
  const prefix = `Searchable${type.name}`;
  addFilterInputs(definitions);
  addTypeInputs(print, type, prefix);
  const sums = model.dialect === 2 ? ["aggregateItems: [SearchableAggregateResult]!"] : [];
  const connection = `${prefix}Connection`;
  const lines = [`items: [${type.name}]!`, "nextToken: String", "total: Int", ...sums];
  definitions.add(connection, block(`type ${connection}${definitions.modes.onType(connection)}`, lines), type.position);
  const sort = model.dialect === 2 ? `[${prefix}SortInput]` : `${prefix}SortInput`;
  const args = [`filter: ${prefix}FilterInput`, `sort: ${sort}`, "limit: Int", "nextToken: String", "from: Int"];
  if (model.dialect === 2) args.push(`aggregates: [${prefix}AggregationInput]`);
  definitions.field("Query", search, `${search}(${args.join(", ")}): ${connection}`, type.position);
}

function addTypeInputs(print: Printing, type: ModelType, prefix: string): void {
  const { definitions, model } = print;
  const add = (name: string, kind: "input" | "enum", lines: readonly string[]): void =>
    definitions.add(`${prefix}${name}`, block(`${kind} ${prefix}${name}`, lines), type.position);
  const versions = model.dialect === 2 && type.versioned === true ? versionFields : [];
  const { scalars, enums } = searchedFields(print, type);
  const filter = `${prefix}FilterInput`;
  add("FilterInput", "input", [
    ...[...scalars, ...versions].map(({ name, filter }) => `${name}: Searchable${filter}FilterInput`),
    ...enums.map((name) => `${name}: SearchableStringFilterInput`),
    ...["and", "or"].map((name) => `${name}: [${filter}]`),
    `not: ${filter}`,
  ]);
  const names = [...scalars, ...versions].map(({ name }) => name);
  add("SortableFields", "enum", names);
  add("SortInput", "input", [`field: ${prefix}SortableFields`, "direction: SearchableSortDirection"]);
  definitions.share("SearchableSortDirection", block("enum SearchableSortDirection", ["asc", "desc"]));
  if (model.dialect === 1) return;
  add("AggregateField", "enum", [...names, ...enums]);
  const wanted = ["name: String!", "type: SearchableAggregateType!", `field: ${prefix}AggregateField!`];
  add("AggregationInput", "input", wanted);
  addAggregates(definitions);
}

const versionFields = [
  { name: "_version", filter: "Int" },
  { name: "_deleted", filter: "Boolean" },
  { name: "_lastChangedAt", filter: "Int" },
];

function searchedFields(
  { names, model }: Printing,
  type: ModelType,
): {
  readonly scalars: readonly { readonly name: string; readonly filter: string }[];
  readonly enums: readonly string[];
} {
  const stamps = [type.timestamps.createdAt, type.timestamps.updatedAt];
  const isSearched = (field: Field): boolean =>
    field.declared ||
    (model.dialect === 2 && (field.name === "id" || field.linkOf !== undefined || stamps.includes(field.name)));
  const scalars: { name: string; filter: string }[] = [];
  const enums: string[] = [];
  for (const field of type.fields.filter(isSearched)) {
    const meaning = names.of(field.type);
    if (meaning.kind === "scalar") scalars.push({ name: field.name, filter: meaning.scalar.filter });
    else if (meaning.kind === "enum" && model.dialect === 2) enums.push(field.name);
  }
  return { scalars, enums };
}

/** Inputs every searched API has once. */
function addFilterInputs(definitions: Definitions): void {
  const share = (type: string, operators: readonly string[], more: readonly string[]): void => {
    const name = `Searchable${type}FilterInput`;
    const lines = [...operators.map((operator) => `${operator}: ${type}`), ...more];
    definitions.share(name, block(`input ${name}`, lines));
  };
  for (const type of ["String", "ID"]) {
    share(type, [...comparing, ...matching, "wildcard", "regexp"], ["exists: Boolean", `range: [${type}]`]);
  }
  for (const type of ["Int", "Float"]) share(type, comparing, [`range: [${type}]`]);
  share("Boolean", ["eq", "ne"], []);
}

function addAggregates(definitions: Definitions): void {
  const share = (name: string, lines: readonly string[]): void =>
    definitions.share(name, block(`type ${name}${definitions.modes.onType(name)}`, lines));
  const kinds = ["terms", "avg", "min", "max", "sum", "cardinality"];
  definitions.share("SearchableAggregateType", block("enum SearchableAggregateType", kinds));
  share("SearchableAggregateResult", ["name: String!", "result: SearchableAggregateGenericResult"]);
  share("SearchableAggregateScalarResult", ["value: Float!"]);
  share("SearchableAggregateBucketResult", ["buckets: [SearchableAggregateBucketResultItem]"]);
  share("SearchableAggregateBucketResultItem", ["key: String!", "doc_count: Int!"]);
  const union = "SearchableAggregateScalarResult | SearchableAggregateBucketResult";
  definitions.share("SearchableAggregateGenericResult", `union SearchableAggregateGenericResult = ${union}`);
}
