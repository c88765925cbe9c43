/** Relations as client libraries are told them: which fields on either side hold the link. */

import type { Field, Model, ModelType, Relation } from "#graphql/sdl/model";
import type { Association } from "./shape.ts";

/** The two forms models are written in; they differ in a detail of @hasOne. */
export type Form = "schemaJs" | "introspection";

export function association(relation: Relation, field: Field, owner: ModelType, model: Model, form: Form): Association {
  const here = relation.on.map(([own]) => own);
  const there = relation.on.map(([, other]) => other);
  if (relation.kind === "belongsTo") return { connectionType: "BELONGS_TO", targetNames: here };
  if (relation.kind === "hasOne") {
    return { connectionType: "HAS_ONE", associatedWith: there, ...targetNames(here, field, form) };
  }
  // A way back whose link fields the user named is told by its field, any other by the link fields.
  const back = wayBack(relation, owner, model);
  const isNamed = back !== undefined && (relation.kind === "manyToMany" || isWritten(back.field, "fields"));
  return { connectionType: "HAS_MANY", associatedWith: isNamed ? [back.relation.field] : there };
}

/** By `references` the link is kept on the other side, so there are no fields here that point to it. */
function targetNames(here: readonly string[], field: Field, form: Form): { readonly targetNames?: readonly string[] } {
  if (!isWritten(field, "references")) return { targetNames: here };
  return form === "introspection" ? { targetNames: [] } : {};
}

interface WayBack {
  readonly relation: Relation;
  readonly field: Field;
}

/** The @belongsTo of the target that goes back by the same fields. */
export function wayBack(relation: Relation, owner: ModelType, model: Model): WayBack | undefined {
  const target = model.models.find((each) => each.name === relation.target);
  const links = relation.on.map(([, other]) => other).join(" ");
  for (const back of target?.relations ?? []) {
    if (back.kind !== "belongsTo" || back.target !== owner.name) continue;
    if (back.on.map(([own]) => own).join(" ") !== links) continue;
    const field = target?.fields.find((each) => each.name === back.field);
    if (field !== undefined) return { relation: back, field };
  }
  return undefined;
}

function isWritten(field: Field, argument: string): boolean {
  return field.directives.some((directive) => directive.arguments[argument] !== undefined);
}
