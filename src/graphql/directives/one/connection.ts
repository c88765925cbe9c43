/** @connection of dialect 1: every relation, told apart by the fields' types and by what is written. */

import type { Context, Directive, Use } from "#graphql/directives/directive";
import { nameList } from "#graphql/directives/keyFields";
import { keyNames, ownFields, pairUp, type Side, sidesOf } from "#graphql/directives/relationUse";
import { scalarNamed } from "#graphql/scalars/list";
import type { FieldDraft, TypeDraft } from "#graphql/sdl/draft";
import { type Field, isList, namedType, type Relation } from "#graphql/sdl/model";
import { lowerFirst, upperFirst } from "#graphql/sdl/names";

export const connectionDirective: Directive = {
  name: "connection",
  definition:
    "directive @connection(name: String, keyField: String, sortField: String, keyName: String, limit: Int, fields: [String!]) on FIELD_DEFINITION",

  onField(use, field, type, context) {
    const problem = (text: string): void =>
      context.problem(use.position, `@connection on ${type.name}.${field.name}${text}`);
    const target = namedType(field.type);
    if (type.model === undefined) return problem(`: ${type.name} has no @model.`);
    if (context.draft.types.get(target)?.model === undefined) return problem(`: ${target} is not a type with @model.`);
    const limit = use.arguments["limit"];
    field.relation = {
      kind: isList(field.type) ? "hasMany" : "hasOne",
      position: use.position,
      fields: nameList(use.arguments["fields"]),
      references: undefined,
      indexName: text(use, "keyName"),
      limit: typeof limit === "number" ? limit : undefined,
      older: { name: text(use, "name"), keyField: text(use, "keyField"), sortField: text(use, "sortField") },
    };
  },

  finish(type, context) {
    for (const side of [...sidesOf(type, "hasMany", context), ...sidesOf(type, "hasOne", context)]) {
      if (side.relation.fields !== undefined) relateByFields(side, side.relation.fields, context);
      else if (isList(side.field.type)) relateToMany(side, context);
      else relateToOne(side, context);
    }
  },
};

function text(use: Use, name: string): string | undefined {
  const value = use.arguments[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `fields` hold the key of the other side, or of the index `keyName` names. */
function relateByFields(side: Side, fields: readonly string[], context: Context): void {
  const { type, field, relation, target } = side;
  const problem = (text: string): void =>
    context.problem(relation.position, `@connection on ${type.name}.${field.name}${text}`);
  const index = target.model?.indexes.find((each) => each.name === relation.indexName);
  if (fields.length === 0) return problem(": fields is empty; name the fields or leave it out.");
  if (relation.indexName !== undefined && index === undefined) {
    return problem(`: ${target.name} has no @key called ${relation.indexName}.`);
  }
  if (relation.indexName !== undefined && !isList(field.type)) {
    return problem(": a single record is found by the primary key alone; leave keyName out.");
  }
  const here = ownFields(side, fields, context);
  if (here === undefined) return;
  const there = index === undefined ? keyNames(target) : [index.partition, ...index.sort];
  const on = pairUp(side, here, there, context);
  add(side, isList(field.type) ? "hasMany" : "hasOne", on, index?.name);
}

/** A list: the other side holds this one's key, in the field its own half of the connection names. */
function relateToMany(side: Side, context: Context): void {
  const { type, field, relation, target } = side;
  const partner = partnerOf(side, context);
  const older = relation.older;
  if (partner !== undefined && isList(partner.type)) {
    const text = `@connection on ${type.name}.${field.name}: two lists cannot be linked; write a model between them.`;
    context.problem(relation.position, text);
    return;
  }
  const [own] = keyNames(type);
  const link =
    older?.keyField ??
    (partner === undefined ? linkName(type, field) : (partner.relation?.older?.keyField ?? linkName(target, partner)));
  const sort = partner?.relation?.older?.sortField;
  addLink(link, target, type, partner ?? field, partner?.type.required ?? false);
  checkSort(side, sort, target, context);
  if (partner !== undefined && older?.sortField !== undefined && !target.fields.has(older.sortField)) {
    const text = `@connection on ${type.name}.${field.name}: sortField ${older.sortField} is no field of ${target.name}.`;
    context.problem(relation.position, text);
  }
  const index = `gsi-${older?.name ?? `${type.name}.${field.name}`}`;
  const isSorted = sort !== undefined && target.fields.has(sort);
  addIndex(target, index, link, isSorted ? [sort] : []);
  add(side, "hasMany", own === undefined ? [] : [[own, link]], index);
}

/** A single record: this side holds its key. */
function relateToOne(side: Side, context: Context): void {
  const { type, field, relation, target } = side;
  const partner = partnerOf(side, context);
  const [key, ...rest] = keyNames(target);
  const link = relation.older?.keyField ?? linkName(type, field);
  const sort = relation.older?.sortField;
  addLink(link, type, type, field, field.type.required);
  const on: [string, string][] = key === undefined ? [] : [[link, key]];
  const isBack = partner !== undefined && isList(partner.type);
  if (sort !== undefined && !isBack) {
    const [other] = rest;
    const text = `@connection on ${type.name}.${field.name}: sortField ${sort}`;
    if (other === undefined)
      context.problem(relation.position, `${text} needs a sort key in the @key of ${target.name}.`);
    else if (!type.fields.has(sort)) context.problem(relation.position, `${text} is no field of ${type.name}.`);
    else on.push([sort, other]);
  }
  if (isBack && sort !== undefined && !type.fields.has(sort)) {
    const text = `@connection on ${type.name}.${field.name}: sortField ${sort} is no field of ${type.name}.`;
    context.problem(relation.position, text);
  }
  add(side, isBack ? "belongsTo" : "hasOne", on, undefined);
}

/** What an index can be sorted by. */
function checkSort(
  { type, field, relation }: Side,
  sort: string | undefined,
  holder: TypeDraft,
  context: Context,
): void {
  const sorted = sort === undefined ? undefined : holder.fields.get(sort);
  if (sort === undefined || sorted === undefined) return;
  const scalar = scalarNamed(namedType(sorted.type));
  if (!isList(sorted.type) && scalar !== undefined && scalar.filter !== "Boolean") return;
  const text = `@connection on ${type.name}.${field.name}: ${holder.name}.${sort} cannot be sorted by; a sortField is a scalar other than Boolean.`;
  context.problem(relation.position, text);
}

/** The other half of a named connection. */
function partnerOf({ type, field, relation, target }: Side, context: Context): FieldDraft | undefined {
  const name = relation.older?.name;
  if (name === undefined) return undefined;
  const partner = [...target.fields.values()].find((each) => each !== field && each.relation?.older?.name === name);
  if (partner === undefined) {
    const text = `@connection(name: ${JSON.stringify(name)}) on ${type.name}.${field.name}: ${target.name} has no field with the other half.`;
    context.problem(relation.position, text);
  }
  return partner;
}

/** postBlogId: the field that holds the key of what Post.blog leads to. */
function linkName(type: TypeDraft, field: FieldDraft): string {
  return `${lowerFirst(type.name)}${upperFirst(field.name)}Id`;
}

/** Written but not read: link fields of this dialect are in inputs only. */
function addLink(name: string, holder: TypeDraft, owner: TypeDraft, field: FieldDraft, required: boolean): void {
  const { model } = holder;
  if (model === undefined || holder.fields.has(name) || model.added.some((each) => each.name === name)) return;
  const added: Field = {
    name,
    type: { name: "ID", required },
    position: field.position,
    declared: false,
    directives: [],
    linkOf: owner.name,
    hidden: true,
  };
  model.added.push(added);
}

function addIndex(target: TypeDraft, name: string, partition: string, sort: readonly string[]): void {
  if (target.model?.indexes.some((index) => index.name === name) === true) return;
  target.model?.indexes.push({ name, partition, sort, implied: true });
}

function add(
  { type, field, relation, target }: Side,
  kind: Relation["kind"],
  on: Relation["on"],
  index: string | undefined,
): void {
  type.model?.relations.push({
    field: field.name,
    kind,
    target: target.name,
    ...(relation.limit === undefined ? {} : { limit: relation.limit }),
    on,
    ...(index === undefined ? {} : { index }),
  });
}
