/** Relations by `references`: the fields that link two models are declared by the user on the side that belongs. */

import type { FieldDraft, TypeDraft } from "#graphql/sdl/draft";
import { namedType } from "#graphql/sdl/model";
import type { Context } from "./directive.ts";
import { checkedFields, keyNames, keyTypeName, type Side } from "./relationUse.ts";

/** @hasOne and @hasMany with references: walked by an index over the other side's fields. */
export function relateByReferences(side: Side, references: readonly string[], context: Context): void {
  const { type, field, relation, target } = side;
  const kind = relation.kind === "hasMany" ? "hasMany" : "hasOne";
  if (relation.indexName !== undefined) {
    const text = `@${kind} on ${type.name}.${field.name}: indexName does not go with references; use overrideIndexName of @belongsTo.`;
    context.problem(relation.position, text);
  }
  const partner = checkBoth(side, type, target, references, context);
  if (partner === undefined || type.model === undefined || target.model === undefined) return;
  const name = partner.relation?.indexName ?? `gsi-${type.name}.${field.name}`;
  const [partition, ...sort] = references;
  if (target.model.indexes.some((index) => index.name === name)) {
    context.problem(relation.position, `${target.name} has an index called ${name}, a name this relation needs.`);
  }
  if (partition === undefined) return;
  target.model.indexes.push({ name, partition, sort, implied: true });
  type.model.relations.push({
    field: field.name,
    kind,
    target: target.name,
    ...(relation.limit === undefined ? {} : { limit: relation.limit }),
    on: keyNames(type).map((key, at) => [key, references[at] ?? key] as const),
    index: name,
  });
}

/** @belongsTo with references: leads to the primary key of the other side. */
export function belongByReferences(side: Side, references: readonly string[], context: Context): void {
  const { type, field, target } = side;
  if (checkBoth(side, target, type, references, context) === undefined) return;
  type.model?.relations.push({
    field: field.name,
    kind: "belongsTo",
    target: target.name,
    on: keyNames(target).map((key, at) => [references[at] ?? key, key] as const),
  });
}

/** Checks references against the key they hold, and finds the field of the other side that uses the same ones. */
function checkBoth(
  side: Side,
  keyed: TypeDraft,
  holder: TypeDraft,
  references: readonly string[],
  context: Context,
): FieldDraft | undefined {
  const { type, field, relation } = side;
  const what = `@${relation.kind} on ${type.name}.${field.name}`;
  const problem = (text: string): void => context.problem(relation.position, `${what}${text}`);
  const keys = keyNames(keyed);
  if (keys.length !== references.length) {
    problem(` needs ${keys.length} references, one for each key field of ${keyed.name}: ${keys.join(", ")}.`);
    return undefined;
  }
  if (checkedFields(side, holder, references, context) === undefined) return undefined;
  if (isRequired(field)) problem(" cannot be required; leave the ! out.");
  const required = references.filter((name) => holder.fields.get(name)?.type.required === true);
  if (required.length > 0 && required.length < references.length) {
    problem(`: either all of ${references.join(", ")} are required, or none.`);
  }
  keys.forEach((key, at) => {
    const reference = references[at] ?? key;
    const [a, b] = [keyTypeName(keyed, key), keyTypeName(holder, reference)];
    if (isText(a) && isText(b)) return;
    if (a !== b) problem(`: ${holder.name}.${reference} is ${b}, but ${keyed.name}.${key} is ${a}.`);
  });
  const partner = partnerOf(side, references);
  if (partner === undefined) {
    const other = relation.kind === "belongsTo" ? "@hasOne or @hasMany" : "@belongsTo";
    problem(
      ` is one-sided: give ${side.target.name} a field of type ${type.name} with ${other} and the same references.`,
    );
  }
  return partner;
}

function isText(type: string): boolean {
  return type === "ID" || type === "String";
}

function isRequired(field: FieldDraft): boolean {
  return field.type.required || ("list" in field.type && field.type.list.required);
}

function partnerOf({ type, relation, target }: Side, references: readonly string[]): FieldDraft | undefined {
  const kinds = relation.kind === "belongsTo" ? ["hasOne", "hasMany"] : ["belongsTo"];
  return [...target.fields.values()].find(
    (field) =>
      namedType(field.type) === type.name &&
      field.relation !== undefined &&
      kinds.includes(field.relation.kind) &&
      field.relation.references?.join() === references.join(),
  );
}
