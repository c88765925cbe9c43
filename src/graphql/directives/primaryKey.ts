/** @primaryKey: another field than `id` identifies a record, alone or with sort key fields. */

import type { Directive } from "./directive.ts";
import { checkKeyFields, nameList } from "./keyFields.ts";

export const primaryKeyDirective: Directive = {
  name: "primaryKey",
  definition: "directive @primaryKey(sortKeyFields: [String]) on FIELD_DEFINITION",

  onField(use, field, type, context) {
    if (type.model === undefined) {
      context.problem(use.position, `@primaryKey on ${type.name}.${field.name}: ${type.name} has no @model.`);
      return;
    }
    if (type.model.key !== undefined) {
      context.problem(use.position, `${type.name} has more than one @primaryKey.`);
      return;
    }
    const sort = nameList(use.arguments["sortKeyFields"]) ?? [];
    checkKeyFields([field.name, ...sort], `@primaryKey of ${type.name}`, type, use.position, context, "required");
    type.model.key = { partition: field.name, sort, custom: true };
  },

  /** Owners known by id and name together are compared in parts; a sort key is compared whole. */
  finish(type, context) {
    const { key, access } = type.model ?? {};
    for (const rule of access ?? []) {
      if (rule.allow !== "owner" || !rule.identityClaim.includes("::") || key?.sort.includes(rule.ownerField) !== true)
        continue;
      const text = `${type.name}.${rule.ownerField} holds the owner and cannot be a sort key field; use another, or name an identityClaim such as "sub" in the rule.`;
      context.problem(type.fields.get(rule.ownerField)?.position ?? type.position, text);
    }
  },
};
