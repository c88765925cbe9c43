/** @auth: who may do what with a model's records, with single fields, and with fields of Query and Mutation. */

import type { FieldDraft, ModelDraft, TypeDraft } from "#graphql/sdl/draft";
import { flag } from "#graphql/sdl/flags";
import { type AccessRule, isList, namedType, type Position } from "#graphql/sdl/model";
import { allOperations, narrowed, roleName, Roles } from "#graphql/sdl/roles";
import { readRule, type Place, type RawRule } from "./authRules.ts";
import type { Context, Directive, Use } from "./directive.ts";

const place = "on OBJECT | FIELD_DEFINITION";

function auth(dialect: 1 | 2, definition: string): Directive {
  return {
    name: "auth",
    definition,

    onType(use, type, context) {
      if (type.model === undefined) {
        context.problem(use.position, `@auth on ${type.name}: ${type.name} has no @model.`);
        return;
      }
      const rules = readRules(use, { name: type.name, level: "model", type, dialect }, context);
      if (dialect === 1) type.model.access = rules;
      else type.model.access = type.isJoin === true ? lastOfEach(rules) : onceEach(rules, type, use, context);
    },

    onField(use, field, type, context) {
      const level = type.model === undefined ? "resolved" : "field";
      const rules = readRules(use, { name: `${type.name}.${field.name}`, level, type, dialect }, context);
      const name = `${type.name}.${field.name}`;
      field.access = level === "field" ? rules : withoutRecords(rules, use, name, dialect, context);
    },

    /** Owner fields that nobody declared are added, rules checked against the fields, and models without any told of. */
    finish(type, context) {
      const { model } = type;
      if (model === undefined) return;
      const fields = [...type.fields.values()];
      if (model.access === undefined && fields.every((field) => field.access === undefined)) {
        return openOrClosed(dialect, type, model, context);
      }
      model.access ??= [];
      const rules = [...model.access, ...fields.flatMap((field) => field.access ?? [])];
      const asking = rules.filter((rule) => dialect === 2 || getsOwner(rule, model, context));
      addOwnerFields(asking, type, model);
      checkFields(rules, type, model, context);
      if (dialect === 2) tellOfHandingOver(fields, type, model, context);
      const isHeard = model.subscriptions.level === "on" || (dialect === 2 && hasNoSubscriptions(type));
      if (isHeard) checkRequiredFields(dialect, fields, type, model, context);
    },
  };
}

export const authDirective: Directive = auth(
  2,
  `directive @auth(rules: [AuthRule!]!) ${place}
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
);

/** Dialect 1: an operation that no rule names is open to whoever may call the API. */
export const olderAuthDirective: Directive = auth(
  1,
  `directive @auth(rules: [AuthRule!]!) ${place}
  input AuthRule {
    allow: AuthStrategy!
    provider: AuthProvider
    identityClaim: String
    identityField: String
    groupClaim: String
    ownerField: String
    groupsField: String
    groups: [String]
    operations: [ModelOperation]
    queries: [ModelQuery]
    mutations: [ModelMutation]
  }
  enum AuthStrategy { owner groups private public }
  enum AuthProvider { apiKey iam oidc userPools }
  enum ModelOperation { create update delete read }
  enum ModelQuery { get list }
  enum ModelMutation { create update delete }`,
);

function readRules(use: Use, at: Place, context: Context): readonly AccessRule[] {
  const raw = (use.arguments["rules"] ?? []) as readonly RawRule[];
  if (raw.length === 0 && at.dialect === 2) context.problem(use.position, `@auth on ${at.name} has no rules.`);
  return raw.flatMap((rule) => readRule(rule, at, use, context) ?? []);
}

/** The rules of a model between two others are those of both; of equal ones the last holds. */
function lastOfEach(rules: readonly AccessRule[]): readonly AccessRule[] {
  return [...new Map(rules.flatMap(narrowed).map((rule) => [roleName(rule), rule])).values()];
}

function onceEach(rules: readonly AccessRule[], type: TypeDraft, use: Use, context: Context): readonly AccessRule[] {
  const names = rules.flatMap(narrowed).map(roleName);
  if (new Set(names).size < names.length) {
    context.problem(
      use.position,
      `@auth on ${type.name} names the same people in two rules; join their operations in one.`,
    );
  }
  return rules;
}

/** In dialect 1 the other rules stay: with the official tools they tell which modes reach the field. */
function withoutRecords(
  rules: readonly AccessRule[],
  use: Use,
  name: string,
  dialect: 1 | 2,
  context: Context,
): readonly AccessRule[] {
  const fixed = rules.filter((rule) => rule.allow !== "owner" && !("groupsField" in rule));
  if (fixed.length < rules.length) {
    context.warn(
      use.position,
      `@auth on ${name}: there is no record to look for an owner or groups in; those rules let nobody in.`,
    );
  }
  return dialect === 1 ? rules : fixed;
}

function openOrClosed(dialect: 1 | 2, type: TypeDraft, model: ModelDraft, context: Context): void {
  model.access = [];
  if (context.draft.globalPublic || flag(context.settings, "sandboxModeEnabled")) {
    model.access = [{ allow: "public", provider: "apiKey", operations: allOperations }];
  } else if (dialect === 2) {
    context.warn(
      type.position,
      `Model ${type.name} has no @auth rule: every call on it will be denied. Add @auth(rules: [{ allow: public }]).`,
    );
  } else {
    context.warn(
      type.position,
      `Model ${type.name} has no @auth rule: whoever may call the API may read and write it.`,
    );
  }
}

/** Dialect 1 without its flag adds only what subscribers ask by. */
function getsOwner(rule: AccessRule, model: ModelDraft, context: Context): boolean {
  if (flag(context.settings, "addMissingOwnerFields")) return true;
  const isAsked = model.subscriptions.level === "on" && rule.operations.includes("listen");
  return isAsked && rule.allow === "owner" && rule.ownerField === "owner";
}

/** `subscriptions: null` leaves the level as it is, and the official tools look at the level alone. */
function hasNoSubscriptions(type: TypeDraft): boolean {
  return type.directives.some((use) => use.name === "model" && use.arguments["subscriptions"] === null);
}

function addOwnerFields(rules: readonly AccessRule[], type: TypeDraft, model: ModelDraft): void {
  for (const name of ownerFields(rules)) {
    if (type.fields.has(name) || model.added.some((field) => field.name === name)) continue;
    const { position } = type;
    model.added.push({ name, type: { name: "String", required: false }, position, declared: false, directives: [] });
  }
}

function ownerFields(rules: readonly AccessRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap((rule) => (rule.allow === "owner" ? [rule.ownerField] : [])));
}

/** Rules that can never let anybody in are told of; the official tools take them, so do we. */
function checkFields(rules: readonly AccessRule[], type: TypeDraft, model: ModelDraft, context: Context): void {
  const names = new Set(rules.flatMap((rule) => fieldNamed(rule) ?? []));
  for (const name of names) {
    const field = type.fields.get(name) ?? model.added.find((each) => each.name === name);
    if (field === undefined) {
      context.warn(
        type.position,
        `@auth of ${type.name} looks for groups in ${name}, which ${type.name} does not declare.`,
      );
    } else if (!["String", "ID"].includes(namedType(field.type)) || (isList(field.type) && isList(field.type.list))) {
      context.warn(
        field.position,
        `${type.name}.${name} is not a String, ID or a list of them, so no rule finds anybody in it.`,
      );
    }
    const similar = [...type.fields.keys()].find(
      (each) => each !== name && each.toLowerCase() === name.toLowerCase() && !type.fields.has(name),
    );
    if (similar !== undefined) {
      context.warn(type.position, `${type.name} has ${similar}, but its @auth names ${name}: these are two fields.`);
    }
  }
}

function fieldNamed(rule: AccessRule): string | undefined {
  if (rule.allow === "owner") return rule.ownerField;
  return rule.allow === "groups" && "groupsField" in rule ? rule.groupsField : undefined;
}

/** Whoever may update the field that names the owner may name another. */
function tellOfHandingOver(fields: readonly FieldDraft[], type: TypeDraft, model: ModelDraft, context: Context): void {
  const roles = rolesOf(fields, model);
  for (const role of roles.all) {
    const { rule } = role;
    if (rule.allow !== "owner" || !type.fields.has(rule.ownerField) || !roles.may(role, "update", rule.ownerField))
      continue;
    context.warn(
      type.fields.get(rule.ownerField)?.position ?? type.position,
      `Owners of ${type.name} may give records away by updating ${rule.ownerField}; rules of its own on the field stop that.`,
    );
  }
}

function rolesOf(fields: readonly FieldDraft[], model: ModelDraft): Roles {
  return new Roles({
    access: model.access ?? [],
    fields: fields.map((field) => ({ name: field.name, declared: true, ...withAccess(field) })),
  });
}

/** Subscribers get what a mutation answers: a required field some of them may not read would break their messages. */
function checkRequiredFields(
  dialect: 1 | 2,
  fields: readonly FieldDraft[],
  type: TypeDraft,
  model: ModelDraft,
  context: Context,
): void {
  const roles = rolesOf(fields, model);
  const isGuarded = (field: FieldDraft): boolean =>
    dialect === 2
      ? roles.guards(field.name) !== undefined
      : field.access?.some((rule) => rule.operations.includes("get")) === true;
  const closed = fields.filter((field) => field.type.required && isGuarded(field));
  const [first] = closed;
  if (first === undefined) return;
  const position: Position = first.position;
  const names = closed.map((field) => field.name).join(", ");
  context.problem(
    position,
    `${type.name} has required fields that some of its readers may not read: ${names}. Give them @auth rules for ` +
      "everybody who may read the model, make them optional, or set subscriptions: { level: off }.",
  );
}

function withAccess(field: FieldDraft): { access?: readonly AccessRule[] } {
  return field.access === undefined ? {} : { access: field.access };
}
