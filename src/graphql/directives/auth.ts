/** @auth: who may do what with a model's records. */

import type { AccessRule, ModelOperation } from "#graphql/sdl/model";
import type { Context, Directive, Use } from "./directive.ts";

const readOperations: readonly ModelOperation[] = ["get", "list", "listen", "sync", "search"];
const allOperations: readonly ModelOperation[] = ["create", "update", "delete", ...readOperations];

type RawRule = Readonly<Record<string, unknown>>;

export const authDirective: Directive = {
  name: "auth",
  definition: `
    directive @auth(rules: [AuthRule!]!) on OBJECT | FIELD_DEFINITION
    input AuthRule {
      allow: AuthStrategy!
      provider: AuthProvider
      identityClaim: String
      groupClaim: String
      ownerField: String
      groupsField: String
      groups: [String]
      operations: [ModelOperation]
    }
    enum AuthStrategy { owner groups private public custom }
    enum AuthProvider { apiKey iam identityPool oidc userPools function }
    enum ModelOperation { create update delete read list get sync listen search }`,

  onType(use, type, context) {
    const rules = (use.arguments["rules"] ?? []) as readonly RawRule[];
    if (type.model === undefined) {
      context.problem(use.position, `@auth on ${type.name}: ${type.name} has no @model.`);
      return;
    }
    if (rules.length === 0) context.problem(use.position, `@auth of ${type.name} has no rules.`);
    type.model.access = rules.flatMap((rule) => readRule(rule, use, context));
  },

  onField(use, field, type, context) {
    context.problem(
      use.position,
      `@auth on the field ${type.name}.${field.name}: rules for fields are not supported yet.`,
    );
  },

  /** Without a rule every call is denied, unless the schema opens all such models at once. */
  finish(type, context) {
    const { model } = type;
    if (model === undefined || model.access !== undefined) return;
    if (context.draft.globalPublic) {
      model.access = [{ allow: "public", provider: "apiKey", operations: allOperations }];
      return;
    }
    model.access = [];
    context.warn(
      type.position,
      `Model ${type.name} has no @auth rule: every call on it will be denied. Add @auth(rules: [{ allow: public }]).`,
    );
  },
};

function readRule(rule: RawRule, use: Use, context: Context): readonly AccessRule[] {
  const provider = rule["provider"] ?? (rule["allow"] === "public" ? "apiKey" : undefined);
  if (rule["allow"] !== "public" || provider !== "apiKey") {
    const given = typeof rule["provider"] === "string" ? `, provider: ${rule["provider"]}` : "";
    context.problem(
      use.position,
      `@auth rule { allow: ${String(rule["allow"])}${given} } is not supported yet; only { allow: public } by API key is.`,
    );
    return [];
  }
  for (const member of ["identityClaim", "groupClaim", "ownerField", "groupsField", "groups"]) {
    if (rule[member] !== undefined && rule[member] !== null) {
      context.problem(use.position, `@auth rule { allow: public }: ${member} has no meaning here.`);
    }
  }
  return [{ allow: "public", provider: "apiKey", operations: readOperationList(rule["operations"], use, context) }];
}

function readOperationList(given: unknown, use: Use, context: Context): readonly ModelOperation[] {
  if (given === undefined || given === null) return allOperations;
  const names = (given as readonly (ModelOperation | "read" | null)[]).filter((name) => name !== null);
  const part = names.find((name) => name !== "read" && readOperations.includes(name));
  if (names.includes("read") && part !== undefined) {
    context.problem(use.position, `@auth operations: "read" already covers "${part}"; name only one of them.`);
  }
  return [...new Set(names.flatMap((name) => (name === "read" ? readOperations : [name])))];
}
