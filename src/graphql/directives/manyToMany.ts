/** @manyToMany: two models linked through a third one that is made here. */

import { type ConstArgumentNode, type ConstDirectiveNode, type ConstValueNode, Kind } from "graphql";
import type { FieldDraft, TypeDraft } from "#graphql/sdl/draft";
import { generatedType } from "#graphql/sdl/generated";
import { type Index, namedType } from "#graphql/sdl/model";
import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import { positionOf } from "#graphql/sdl/parse";
import { flag } from "#graphql/sdl/flags";
import type { Context, Directive } from "./directive.ts";
import { keyNames, readRelation, sidesOf } from "./relationUse.ts";

export const manyToManyDirective: Directive = {
  name: "manyToMany",
  definition: "directive @manyToMany(relationName: String!, limit: Int) on FIELD_DEFINITION",

  expand(context) {
    for (const [name, ends] of endsByRelation(context)) addJoin(name, ends, context);
  },

  onField: (use, field, type, context) => readRelation("manyToMany", use, field, type, context),

  finish(type, context) {
    for (const { field, relation } of sidesOf(type, "manyToMany", context)) {
      const use = field.uses.find((each) => each.name.value === "manyToMany");
      const join = context.draft.types.get(joinName(text(use, "relationName") ?? ""));
      if (join?.isJoin !== true) continue;
      const own = lowerFirst(type.name);
      const index = join.model?.indexes.find((each) => each.name === `by${type.name}`);
      if (index === undefined) continue;
      if (type.model?.formerName !== undefined) keepFormerQuery(join, index, type.name, type.model.formerName);
      const links = [index.partition, ...index.sort];
      type.model?.relations.push({
        field: field.name,
        kind: "manyToMany",
        target: join.name,
        ...(relation.limit === undefined ? {} : { limit: relation.limit }),
        on: keyNames(type).map((key, at) => [key, links[at] ?? own + key] as const),
        index: index.name,
      });
    }
  },
};

/** The official tools name the query of a join after what a model was called when its records were first stored. */
function keepFormerQuery(join: TypeDraft, index: Index, name: string, former: string): void {
  const indexes = join.model?.indexes ?? [];
  const suffix = index.partition.slice(name.length);
  const argument = lowerFirst(former) + suffix;
  const query =
    index.queryField === undefined
      ? {}
      : { queryField: index.queryField.replace(`By${upperFirst(name)}`, `By${upperFirst(former)}`) };
  indexes[indexes.indexOf(index)] = { ...index, ...query, argument };
}

interface End {
  readonly type: TypeDraft;
  readonly field: FieldDraft;
  readonly use: ConstDirectiveNode;
}

function endsByRelation(context: Context): ReadonlyMap<string, readonly End[]> {
  const found = new Map<string, End[]>();
  for (const type of context.draft.types.values()) {
    for (const field of type.fields.values()) {
      const use = field.uses.find((each) => each.name.value === "manyToMany");
      const name = joinName(text(use, "relationName") ?? "");
      if (use === undefined || name === "") continue;
      const ends = found.get(name);
      if (ends === undefined) found.set(name, [{ type, field, use }]);
      else ends.push({ type, field, use });
    }
  }
  return found;
}

/** A GraphQL name with its first letter upper case. */
function joinName(relationName: string): string {
  return upperFirst(relationName.replaceAll(/^[^_A-Za-z]+|[^_0-9A-Za-z]/g, ""));
}

function addJoin(name: string, ends: readonly End[], context: Context): void {
  const [one, two] = ends;
  if (one === undefined) return;
  const problem = (text: string): void => context.problem(positionOf(one.use), `@manyToMany "${name}" ${text}`);
  if (two === undefined || ends.length > 2) {
    return problem(`stands on ${ends.length === 1 ? "one field" : `${ends.length} fields`}; a relation has two ends.`);
  }
  if (namedType(one.field.type) !== two.type.name || namedType(two.field.type) !== one.type.name) {
    return problem(
      `links ${one.type.name} and ${two.type.name}; their fields must be of type [${two.type.name}] and [${one.type.name}].`,
    );
  }
  if (one.type === two.type) return problem("links a model to itself; write the model between them yourself.");
  if (context.draft.types.has(name)) return problem(`needs a type called ${name}, which exists already.`);
  const [first, second] = [linkFields(one.type, context), linkFields(two.type, context)];
  const sdl = `type ${name} @model { id: ID! ${first.keys} ${second.keys} ${first.way} ${second.way} }`;
  const join = generatedType(sdl, one.use, mergedRules(one, two), context);
  if (join !== undefined) context.draft.types.set(name, join);
}

/** The fields of a join model that hold one end's key, with the index over them, and the way back to that end. */
function linkFields(end: TypeDraft, context: Context): { readonly keys: string; readonly way: string } {
  const own = lowerFirst(end.name);
  const [partition, ...sort] = writtenKey(end);
  const suffix = flag(context.settings, "respectPrimaryKeyAttributesOnConnectionField")
    ? upperFirst(partition.name)
    : "ID";
  const names = [own + suffix, ...sort.map((part) => own + part.name)];
  const index = `@index(name: "by${end.name}", sortKeyFields: ${JSON.stringify(names.slice(1))})`;
  const rest = sort.map((part) => `${own}${part.name}: ${part.type}!`).join(" ");
  return {
    keys: `${names[0]}: ${partition.type}! ${index} ${rest}`,
    way: `${own}: ${end.name}! @belongsTo(fields: ${JSON.stringify(names)})`,
  };
}

interface KeyPart {
  readonly name: string;
  readonly type: string;
}

/** The primary key as the text has it: joins are made before any directive has spoken. */
function writtenKey(type: TypeDraft): readonly [KeyPart, ...KeyPart[]] {
  const part = (name: string): KeyPart => {
    const field = type.fields.get(name);
    return { name, type: field === undefined ? "ID" : namedType(field.type) };
  };
  for (const field of type.fields.values()) {
    const use = field.uses.find((each) => each.name.value === "primaryKey");
    if (use === undefined) continue;
    const given = argument(use, "sortKeyFields")?.value;
    const values = given?.kind === Kind.LIST ? given.values : given === undefined ? [] : [given];
    return [part(field.name), ...values.flatMap((value) => (value.kind === Kind.STRING ? [part(value.value)] : []))];
  }
  return [part("id")];
}

/** Who may reach either end may reach what links them. */
function mergedRules(one: End, two: End): readonly ConstDirectiveNode[] {
  const rules = [one, two].flatMap(({ type }): readonly ConstValueNode[] => {
    const use = type.uses.find((each) => each.name.value === "auth");
    const value = use === undefined ? undefined : argument(use, "rules")?.value;
    return value?.kind === Kind.LIST ? value.values : value === undefined ? [] : [value];
  });
  if (rules.length === 0) return [];
  const name = { kind: Kind.NAME, value: "auth" } as const;
  const argumentName = { kind: Kind.NAME, value: "rules" } as const;
  const list: ConstArgumentNode = {
    kind: Kind.ARGUMENT,
    name: argumentName,
    value: { kind: Kind.LIST, values: rules },
  };
  const node: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name, arguments: [list] };
  return [one.use.loc === undefined ? node : { ...node, loc: one.use.loc }];
}

function argument(use: ConstDirectiveNode, name: string): ConstArgumentNode | undefined {
  return use.arguments?.find((each) => each.name.value === name);
}

function text(use: ConstDirectiveNode | undefined, name: string): string | undefined {
  const value = use === undefined ? undefined : argument(use, name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
