/** @hasMany: records of another model that hold this one's key. */

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

export const hasManyDirective: Directive = {
  name: "hasMany",
  definition:
    "directive @hasMany(indexName: String, fields: [String!], references: [String!], limit: Int) on FIELD_DEFINITION",
  onField: (use, field, type, context) => readRelation("hasMany", use, field, type, context),

  finish(type, context) {
    for (const side of sidesOf(type, "hasMany", context)) {
      const { references } = side.relation;
      checkMutual(side, context);
      if (references !== undefined) relateByReferences(side, references, context);
      else relate(side, context);
    }
  },
};

function relate(side: Side, context: Context): void {
  const { type, field, relation, target } = side;
  if (type.model === undefined || target.model === undefined) return;
  const common = {
    field: field.name,
    kind: "hasMany" as const,
    target: target.name,
    ...(relation.limit === undefined ? {} : { limit: relation.limit }),
  };
  if (relation.fields === undefined) {
    const links = linkNames(type.name, field.name, type, context);
    addLinks(links, target, type, type, field, context);
    if (relation.indexName === undefined) {
      const index = impliedIndex(side, links);
      const on = keyNames(type).map((key, at) => [key, links[at] ?? key] as const);
      type.model.relations.push({ ...common, on, index });
      return;
    }
  }
  const here = relation.fields === undefined ? keyNames(type) : ownFields(side, relation.fields, context);
  const index = target.model.indexes.find((each) => each.name === relation.indexName);
  if (relation.indexName !== undefined && index === undefined) {
    const text = `@hasMany on ${type.name}.${field.name}: ${target.name} has no @index called ${relation.indexName}.`;
    context.problem(relation.position, text);
  }
  if (here === undefined) return;
  const there = index === undefined ? keyNames(target) : [index.partition, ...index.sort];
  const on = pairUp(side, here, there, context);
  type.model.relations.push({ ...common, on, ...(index === undefined ? {} : { index: index.name }) });
}

/** The index over link fields nobody declared. */
function impliedIndex({ type, field, target }: Side, links: readonly string[]): string {
  const name = `gsi-${type.name}.${field.name}`;
  const [partition, ...sort] = links;
  if (partition !== undefined && !target.model?.indexes.some((index) => index.name === name)) {
    target.model?.indexes.push({ name, partition, sort, implied: true });
  }
  return name;
}
