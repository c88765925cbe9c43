/** What the directives of relations have in common: reading a use, finding the other side, link fields. */

import type { FieldDraft, RelationDraft, TypeDraft } from "#graphql/sdl/draft";
import { flag } from "#graphql/sdl/flags";
import { type Field, isList, namedType } from "#graphql/sdl/model";
import { upperFirst, lowerFirst } from "#graphql/sdl/names";
import type { Context, Use } from "./directive.ts";
import { isKeyField, nameList } from "./keyFields.ts";

/** A field with a relation, and both models. */
export interface Side {
  readonly type: TypeDraft;
  readonly field: FieldDraft;
  readonly relation: RelationDraft;
  readonly target: TypeDraft;
}

/** Keeps a use for when all types are known, or notes why it makes no relation. */
export function readRelation(
  kind: RelationDraft["kind"],
  use: Use,
  field: FieldDraft,
  type: TypeDraft,
  context: Context,
): void {
  const what = `@${kind} on ${type.name}.${field.name}`;
  const target = namedType(field.type);
  const isMany = kind === "hasMany" || kind === "manyToMany";
  const problem = (text: string): void => context.problem(use.position, `${what}${text}`);
  if (type.model === undefined) return problem(`: ${type.name} has no @model.`);
  if (context.draft.types.get(target)?.model === undefined) return problem(`: ${target} is not a type with @model.`);
  if (isMany && !isList(field.type)) return problem(` needs a list: [${target}]. For a single record use @hasOne.`);
  if (!isMany && isList(field.type)) return problem(" cannot be a list. For a list use @hasMany.");
  if (field.relation !== undefined) return problem(`: the field has @${field.relation.kind} already.`);
  const names = (argument: string): readonly string[] | undefined => {
    const given = nameList(use.arguments[argument]);
    if (given?.length === 0) problem(`: ${argument} is empty; name the fields or leave it out.`);
    return given;
  };
  const index = use.arguments["indexName"] ?? use.arguments["overrideIndexName"];
  const limit = use.arguments["limit"];
  field.relation = {
    kind,
    position: use.position,
    fields: names("fields"),
    references: names("references"),
    indexName: typeof index === "string" ? index : undefined,
    limit: typeof limit === "number" ? limit : undefined,
  };
  if (field.relation.fields !== undefined && field.relation.references !== undefined) {
    problem(": fields and references exclude each other; fields is kept on this side, references on the other.");
  }
}

/** The fields of a model that have a relation of one kind. */
export function sidesOf(type: TypeDraft, kind: RelationDraft["kind"], context: Context): readonly Side[] {
  return [...type.fields.values()].flatMap((field) => {
    const { relation } = field;
    const target = context.draft.types.get(namedType(field.type));
    return relation?.kind === kind && target !== undefined ? [{ type, field, relation, target }] : [];
  });
}

/** DataStore cannot order two models that each hold the other. */
export function checkMutual({ type, field, relation, target }: Side, context: Context): void {
  if (type.model?.versioned !== true || type === target) return;
  const back = [...target.fields.values()].some(
    (each) =>
      namedType(each.type) === type.name && (each.relation?.kind === "hasOne" || each.relation?.kind === "hasMany"),
  );
  if (!back) return;
  const text = `@${relation.kind} on ${type.name}.${field.name}: where conflicts are resolved, ${type.name} and ${target.name} cannot both have @hasOne or @hasMany to the other; use @belongsTo on one side.`;
  context.problem(relation.position, text);
}

/** Primary key fields, partition first. */
export function keyNames(type: TypeDraft): readonly string[] {
  return type.model?.key === undefined ? ["id"] : [type.model.key.partition, ...type.model.key.sort];
}

/** The name of a key field's scalar or enum. */
export function keyTypeName(type: TypeDraft, name: string): string {
  const field = type.fields.get(name) ?? type.model?.added.find((each) => each.name === name);
  return field === undefined ? "ID" : namedType(field.type);
}

/** Names of the fields that hold the key of `keyed` for a relation's field: blogPostsId. */
export function linkNames(owner: string, field: string, keyed: TypeDraft, context: Context): readonly string[] {
  return keyNames(keyed).map((key, at) => {
    const suffix = at === 0 && !typedLinks(context) ? "id" : key;
    return lowerFirst(owner) + upperFirst(field) + upperFirst(suffix);
  });
}

/** Adds the fields that hold the key of `keyed` to `holder`, but for those it declares itself. */
export function addLinks(
  names: readonly string[],
  holder: TypeDraft,
  keyed: TypeDraft,
  owner: TypeDraft,
  field: FieldDraft,
  context: Context,
): void {
  keyNames(keyed).forEach((key, at) => {
    const name = names[at];
    if (name === undefined || holder.model === undefined || holder.fields.has(name)) return;
    if (holder.model.added.some((each) => each.name === name)) return;
    // The usual key is told as ID even where it is declared String.
    const isId = at === 0 && (!typedLinks(context) || keyed.model?.key?.custom !== true);
    const type = isId ? "ID" : keyTypeName(keyed, key);
    const added: Field = {
      name,
      type: { name: type, required: field.type.required },
      position: field.position,
      declared: false,
      directives: [],
      linkOf: owner.name,
    };
    holder.model.added.push(added);
  });
}

function typedLinks(context: Context): boolean {
  return flag(context.settings, "respectPrimaryKeyAttributesOnConnectionField");
}

/** The named fields of the relation's own type, checked; undefined after a problem was noted. */
export function ownFields(side: Side, names: readonly string[], context: Context): readonly string[] | undefined {
  return checkedFields(side, side.type, names, context);
}

/** Like `ownFields`, for fields of any type. */
export function checkedFields(
  side: Side,
  type: TypeDraft,
  names: readonly string[],
  context: Context,
): readonly string[] | undefined {
  const what = `@${side.relation.kind} on ${side.type.name}.${side.field.name}`;
  const wrong = names.find((name) => !isKeyField(name, type, context));
  if (wrong === undefined) return names;
  const why = type.fields.has(wrong) ? "is not a scalar or enum" : "does not exist";
  context.problem(side.relation.position, `${what} names ${type.name}.${wrong}, which ${why}.`);
  return undefined;
}

/** Pairs fields here with key fields there. With one field only the partition is bound, with more all must be. */
export function pairUp(
  side: Side,
  here: readonly string[],
  there: readonly string[],
  context: Context,
): readonly (readonly [string, string])[] {
  const { type, field, relation, target } = side;
  const what = `@${relation.kind} on ${type.name}.${field.name}`;
  if (here.length > 1 && here.length !== there.length) {
    const key = there.map((name) => `${target.name}.${name}`).join(", ");
    context.problem(relation.position, `${what} binds ${here.length} fields, but the key there is ${key}.`);
  }
  return here.flatMap((own, at) => {
    const other = there[at];
    if (other === undefined) return [];
    const [a, b] = [keyTypeName(type, own), keyTypeName(target, other)];
    if (a !== b) {
      const text = `${what}: ${type.name}.${own} is ${a}, ${target.name}.${other} is ${b}; both must be of one type.`;
      context.problem(relation.position, text);
    }
    return [[own, other] as const];
  });
}
