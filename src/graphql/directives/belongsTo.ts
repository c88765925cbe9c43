/** @belongsTo: the way back of a @hasOne or @hasMany. */

import { namedType, type Relation } from "#graphql/sdl/model";
import type { Context, Directive } from "./directive.ts";
import { relateByKey } from "./hasOne.ts";
import { belongByReferences } from "./references.ts";
import { readRelation, type Side, sidesOf } from "./relationUse.ts";

export const belongsToDirective: Directive = {
  name: "belongsTo",
  definition:
    "directive @belongsTo(fields: [String!], references: [String!], overrideIndexName: String) on FIELD_DEFINITION",
  onField: (use, field, type, context) => readRelation("belongsTo", use, field, type, context),

  /** Speaks after the directives it is the way back of. */
  finish(type, context) {
    for (const side of sidesOf(type, "belongsTo", context)) {
      const { references, indexName, position } = side.relation;
      if (indexName !== undefined && references === undefined) {
        const text = `@belongsTo on ${type.name}.${side.field.name}: overrideIndexName goes with references only.`;
        context.problem(position, text);
      }
      if (references === undefined) goBack(side, context);
      else belongByReferences(side, references, context);
    }
  },
};

function goBack(side: Side, context: Context): void {
  const { type, field, relation, target } = side;
  const partner = [...target.fields.values()].find(
    (each) =>
      namedType(each.type) === type.name && (each.relation?.kind === "hasOne" || each.relation?.kind === "hasMany"),
  );
  if (partner === undefined && type.isJoin !== true) {
    context.problem(
      relation.position,
      `@belongsTo on ${type.name}.${field.name}: ${target.name} needs a field that leads to ${type.name} with @hasOne or @hasMany.`,
    );
    return;
  }
  if (relation.fields === undefined && partner?.relation?.kind === "hasMany") {
    const there = target.model?.relations.find((each) => each.field === partner.name);
    if (there !== undefined) type.model?.relations.push(reversed(there, field.name, target.name));
    return;
  }
  relateByKey(side, "belongsTo", context);
}

function reversed(relation: Relation, field: string, target: string): Relation {
  return { field, kind: "belongsTo", target, on: relation.on.map(([own, other]) => [other, own] as const) };
}
