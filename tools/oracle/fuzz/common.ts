/** What random schemas of both dialects share: plain fields, @model, @auth, settings, custom operations. */

import type { AuthMode, Settings } from "../settings.ts";
import { standardSettings } from "../settings.ts";
import type { Dice } from "./dice.ts";
import { addField, type SchemaParts, type TypePart } from "./parts.ts";
import { enumNames, fieldNames, objectNames, scalars, typeNames } from "./words.ts";

const modes: readonly AuthMode[] = ["API_KEY", "AMAZON_COGNITO_USER_POOLS", "AWS_IAM", "OPENID_CONNECT", "AWS_LAMBDA"];

export function randomSettings(dice: Dice, dialect: 1 | 2): Settings {
  const [defaultMode = "API_KEY", ...additionalModes] = dice.draw(
    dialect === 1 ? modes.slice(0, 4) : modes,
    1 + dice.below(4),
  );
  const conflictResolution = dice.chance(20) ? dice.pick(["AUTOMERGE", "OPTIMISTIC"] as const) : "NONE";
  const flags = dialect === 1 && dice.chance(30) ? { improvePluralization: true } : {};
  return { ...standardSettings, dialect, defaultMode, additionalModes, conflictResolution, flags };
}

/** Models with plain fields only, documents, enums. */
export function randomTypes(dice: Dice): SchemaParts {
  const enums = dice.draw(enumNames, dice.below(3));
  const objects = dice.draw(objectNames, dice.below(4)).map((name) => emptyType(name));
  const models = dice.draw(typeNames, 1 + dice.below(4)).map((name) => emptyType(name));
  const documents = objects.map((each) => each.name);
  for (const type of [...objects, ...models]) {
    for (const name of dice.draw(fieldNames, 1 + dice.below(5))) {
      const base = randomBase(dice, enums, documents);
      // A document that requires itself could never be complete; ours refuses that.
      addField(type, name, documents.includes(base) && documents.includes(type.name) ? base : wrap(dice, base));
    }
  }
  return { models, objects, enums, more: [] };
}

function emptyType(name: string): TypePart {
  return { name, directives: [], fields: [] };
}

function randomBase(dice: Dice, enums: readonly string[], documents: readonly string[]): string {
  if (enums.length > 0 && dice.chance(20)) return dice.pick(enums);
  if (documents.length > 0 && dice.chance(20)) return dice.pick(documents);
  return dice.pick(scalars);
}

function wrap(dice: Dice, base: string): string {
  const inner = dice.chance(25) ? `${base}!` : base;
  if (dice.chance(80)) return inner;
  return dice.chance(40) ? `[${inner}]!` : `[${inner}]`;
}

/** @model with some of its arguments. */
export function modelDirective(dice: Dice, name: string): string {
  const given: string[] = [];
  if (dice.chance(15)) given.push(`queries: ${names(dice, { get: `one${name}`, list: `all${name}` })}`);
  if (dice.chance(15)) {
    given.push(`mutations: ${names(dice, { create: `make${name}`, update: `change${name}`, delete: `drop${name}` })}`);
  }
  if (dice.chance(20)) given.push(`subscriptions: ${subscriptions(dice, name)}`);
  if (dice.chance(15)) given.push(`timestamps: ${names(dice, { createdAt: "madeAt", updatedAt: "changedAt" })}`);
  return given.length === 0 ? "@model" : `@model(${given.join(", ")})`;
}

function names(dice: Dice, all: Readonly<Record<string, string>>): string {
  if (dice.chance(20)) return "null";
  const members = dice.some(Object.entries(all));
  return `{ ${members.map(([key, value]) => `${key}: ${dice.chance(25) ? "null" : `"${value}"`}`).join(", ")} }`;
}

function subscriptions(dice: Dice, name: string): string {
  if (dice.chance(20)) return "null";
  const members = dice.some(["onCreate", "onUpdate", "onDelete"]).map((key) => `${key}: ["${key}Of${name}"]`);
  if (dice.chance(60)) members.push(`level: ${dice.pick(["on", "off", "public"])}`);
  return `{ ${members.join(", ")} }`;
}

interface Strategy {
  readonly mode: AuthMode;
  readonly text: string;
}

const strategies: readonly Strategy[] = [
  { mode: "API_KEY", text: "allow: public" },
  { mode: "AWS_IAM", text: "allow: public, provider: iam" },
  { mode: "AWS_IAM", text: "allow: private, provider: iam" },
  { mode: "AMAZON_COGNITO_USER_POOLS", text: "allow: private" },
  { mode: "AMAZON_COGNITO_USER_POOLS", text: "allow: owner" },
  { mode: "AMAZON_COGNITO_USER_POOLS", text: 'allow: owner, ownerField: "maker"' },
  { mode: "AMAZON_COGNITO_USER_POOLS", text: 'allow: owner, ownerField: "makers", identityClaim: "email"' },
  { mode: "AMAZON_COGNITO_USER_POOLS", text: 'allow: groups, groups: ["Admin"]' },
  { mode: "OPENID_CONNECT", text: 'allow: groups, groups: ["Clerk"], provider: oidc, groupClaim: "roles"' },
  { mode: "AMAZON_COGNITO_USER_POOLS", text: 'allow: groups, groupsField: "team"' },
  { mode: "OPENID_CONNECT", text: "allow: private, provider: oidc" },
  { mode: "OPENID_CONNECT", text: 'allow: owner, provider: oidc, identityClaim: "sub"' },
  { mode: "AWS_LAMBDA", text: "allow: custom" },
];

/** Rules the settings allow; undefined when there is none, or by chance. */
export function authDirective(dice: Dice, settings: Settings, place: "model" | "field" | "root"): string | undefined {
  const configured = [settings.defaultMode, ...settings.additionalModes];
  const usable = strategies
    .filter(({ mode }) => configured.includes(mode))
    .filter(({ text }) => settings.dialect === 2 || !/custom|private, provider: oidc/.test(text))
    .filter(({ text }) => place !== "root" || !/owner|groupsField/.test(text));
  if (usable.length === 0) return undefined;
  const operations = place === "model" ? ["create", "update", "delete", "read"] : ["create", "read", "update"];
  const rules = dice.draw(usable, 1 + dice.below(3)).map(({ text }) => {
    if (settings.dialect === 1 && place === "model" && dice.chance(10)) return `{ ${text}${olderOperations(dice)} }`;
    const some = place !== "root" && dice.chance(40) ? `, operations: [${dice.some(operations, 1).join(", ")}]` : "";
    return `{ ${text}${some} }`;
  });
  return `@auth(rules: [${rules.join(", ")}])`;
}

/** What dialect 1 had before \`operations\`. */
function olderOperations(dice: Dice): string {
  const queries = dice.pick(["", ", queries: null", `, queries: [${dice.some(["get", "list"], 1).join(", ")}]`]);
  const mutations = ["create", "update", "delete"];
  return queries + dice.pick(["", ", mutations: null", `, mutations: [${dice.some(mutations, 1).join(", ")}]`]);
}
