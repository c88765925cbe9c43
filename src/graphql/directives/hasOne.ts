/** @hasOne: one record of another model, whose key this one holds. */

import type { Directive, Context } from "./directive.ts";
import { relateByReferences } from "./references.ts";
import {
  addLinks,
  checkMutual,
  keyNames,
  linkNames,
  ownFields,
  pairUp,
  readRelation,
  type Side,
  sidesOf,
} from "./relationUse.ts";

export const hasOneDirective: Directive = {
  name: "hasOne",
  definition: "directive @hasOne(fields: [String!], references: [String!]) on FIELD_DEFINITION",
  onField: (use, field, type, context) => readRelation("hasOne", use, field, type, context),

  finish(type, context) {
    for (const side of sidesOf(type, "hasOne", context)) {
      const { references } = side.relation;
      checkMutual(side, context);
      if (references !== undefined) relateByReferences(side, references, context);
      else relateByKey(side, "hasOne", context);
    }
  },
};

/** Leads from fields here, named by the user or made here, to the other side's primary key. */
export function relateByKey(side: Side, kind: "hasOne" | "belongsTo", context: Context): void {
  const { type, field, relation, target } = side;
  const named = relation.fields;
  const here =
    named === undefined ? linkNames(type.name, field.name, target, context) : ownFields(side, named, context);
  if (here === undefined) return;
  if (named === undefined) addLinks(here, type, target, type, field, context);
  const on =
    named === undefined
      ? keyNames(target).map((key, at) => [here[at] ?? key, key] as const)
      : pairUp(side, here, keyNames(target), context);
  type.model?.relations.push({ field: field.name, kind, target: target.name, on });
}
