/** Arguments that search along a key: the partition, and conditions on the sort key. */

import type { Names } from "#graphql/sdl/meaning";
import { type Field, type ModelType, namedType } from "#graphql/sdl/model";
import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import { block, type Definitions } from "./definitions.ts";
import type { Printing } from "./printing.ts";
import { shareKeyCondition } from "./scalarFilters.ts";

/** A primary key or an index. */
export interface SortedKey {
  /** Undefined for the primary key. */
  readonly name?: string;
  readonly partition: string;
  readonly sort: readonly string[];
}

/** The argument that carries conditions on a sort key: the field itself, or all parts camel-joined. */
export function sortArgumentName(sort: readonly string[]): string | undefined {
  const [first, ...rest] = sort;
  if (first === undefined) return undefined;
  return rest.length === 0 ? first : lowerFirst(first) + rest.map(upperFirst).join("");
}

/** The fields of a key that the model has, partition first. */
export function keyFields(model: ModelType, key: SortedKey): readonly Field[] {
  const byName = new Map(model.fields.map((field) => [field.name, field]));
  return [key.partition, ...key.sort].flatMap((name) => byName.get(name) ?? []);
}

/** `name: Type` of the sort argument, its types defined; empty for a key without a sort key. */
export function sortArguments({ definitions, names }: Printing, model: ModelType, key: SortedKey): readonly string[] {
  const argument = sortArgumentName(key.sort);
  const [, ...sort] = keyFields(model, key);
  const [only, second] = sort;
  if (argument === undefined || only === undefined) return [];
  if (second !== undefined) return [`${argument}: ${compositeCondition(definitions, model, key, sort, names)}`];
  const meaning = names.of(only.type);
  const scalar = meaning.kind === "scalar" ? meaning.scalar.filter : "String";
  return [`${argument}: ${shareKeyCondition(definitions, scalar)}`];
}

function compositeCondition(
  definitions: Definitions,
  model: ModelType,
  key: SortedKey,
  sort: readonly Field[],
  names: Names,
): string {
  const prefix = `Model${model.name}${upperFirst(key.name ?? "Primary")}CompositeKey`;
  const parts = sort.map((field, at) => {
    const meaning = names.of(field.type);
    // The last part may be a beginning only, so it need not be a whole date or address.
    const isOpen = at === sort.length - 1 && meaning.kind === "scalar";
    return `${field.name}: ${isOpen ? meaning.scalar.filter : namedType(field.type)}`;
  });
  const input = `${prefix}Input`;
  const condition = `${prefix}ConditionInput`;
  const operators = ["eq", "le", "lt", "ge", "gt"].map((operator) => `${operator}: ${input}`);
  definitions.share(input, block(`input ${input}`, parts));
  const lines = [...operators, `between: [${input}]`, `beginsWith: ${input}`];
  definitions.share(condition, block(`input ${condition}`, lines));
  return condition;
}
