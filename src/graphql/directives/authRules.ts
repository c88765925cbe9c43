/** One rule of @auth as written -> its normal form, or problems that say what is wrong with it. */

import type { TypeDraft } from "#graphql/sdl/draft";
import { flag } from "#graphql/sdl/flags";
import { type AccessRule, isList, type ModelOperation, type Provider } from "#graphql/sdl/model";
import { allOperations, readOperations } from "#graphql/sdl/roles";
import type { Context, Use } from "./directive.ts";

export type RawRule = Readonly<Record<string, unknown>>;
type Strategy = AccessRule["allow"];

/** Where a rule stands: on a model, on a field of one, or on a field of anything else. */
export interface Place {
  readonly name: string;
  readonly level: "model" | "field" | "resolved";
  readonly type: TypeDraft;
  readonly dialect: 1 | 2;
}

const standardProvider: Readonly<Record<Strategy, Provider>> = {
  owner: "userPools",
  groups: "userPools",
  private: "userPools",
  public: "apiKey",
  custom: "function",
};

const fittingProviders: Readonly<Record<Strategy, readonly Provider[]>> = {
  owner: ["userPools", "oidc"],
  groups: ["userPools", "oidc"],
  private: ["userPools", "oidc", "iam"],
  public: ["apiKey", "iam"],
  custom: ["function"],
};

const modeNames: Readonly<Record<Provider, string>> = {
  apiKey: "API_KEY",
  userPools: "AMAZON_COGNITO_USER_POOLS",
  oidc: "OPENID_CONNECT",
  iam: "AWS_IAM",
  function: "AWS_LAMBDA",
};

/** The rule, or undefined after a problem was noted. */
export function readRule(raw: RawRule, place: Place, use: Use, context: Context): AccessRule | undefined {
  const problem = (text: string): undefined => {
    context.problem(use.position, `@auth on ${place.name}: ${text}`);
  };
  const allow = raw["allow"] as Strategy;
  const provider = readProvider(raw["provider"], allow);
  if (!fittingProviders[allow].includes(provider)) {
    const fitting = fittingProviders[allow].join(" or ");
    return problem(`{ allow: ${allow} } goes with provider ${fitting}, not with ${String(raw["provider"])}.`);
  }
  const { defaultProvider, otherProviders } = context.settings;
  if (defaultProvider !== provider && !otherProviders.includes(provider)) {
    return problem(
      `{ allow: ${allow}, provider: ${provider} } needs the mode ${modeNames[provider]}, which the API does not have; ` +
        "add it to DefaultAuthType or AdditionalAuthTypes.",
    );
  }
  const misplaced = misplacedMember(raw, allow);
  if (misplaced !== undefined) return problem(misplaced);
  const operations = readOperationList(raw, place, problem);
  if (operations === undefined) return undefined;
  if (allow === "owner") return ownerRule(raw, provider as "userPools", operations, place, context);
  if (allow === "groups") return groupsRule(raw, provider as "userPools", operations, place, problem);
  return { allow, provider, operations };
}

function readProvider(given: unknown, allow: Strategy): Provider {
  if (given === undefined || given === null) return standardProvider[allow];
  return given === "identityPool" ? "iam" : (given as Provider);
}

function misplacedMember(raw: RawRule, allow: Strategy): string | undefined {
  if (allow !== "owner" && given(raw, "identityClaim")) return "identityClaim has a meaning for { allow: owner } only.";
  if (allow === "owner" && given(raw, "groupClaim")) return "groupClaim has a meaning for { allow: groups } only.";
  if (given(raw, "groups") && given(raw, "groupsField")) return "a rule has groups or a groupsField, not both.";
  return undefined;
}

function given(raw: RawRule, member: string): boolean {
  return raw[member] !== undefined && raw[member] !== null;
}

function text(raw: RawRule, member: string): string | undefined {
  const value = raw[member];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function ownerRule(
  raw: RawRule,
  provider: "userPools" | "oidc",
  operations: readonly ModelOperation[],
  place: Place,
  context: Context,
): AccessRule {
  const ownerField = text(raw, "ownerField") ?? "owner";
  const isJoined = place.dialect === 2 && flag(context.settings, "useSubUsernameForDefaultIdentityClaim");
  const identityClaim =
    text(raw, "identityField") ?? text(raw, "identityClaim") ?? (isJoined ? "sub::username" : "username");
  return { allow: "owner", provider, operations, ownerField, list: holdsList(place.type, ownerField), identityClaim };
}

function groupsRule(
  raw: RawRule,
  provider: "userPools" | "oidc",
  operations: readonly ModelOperation[],
  place: Place,
  problem: (text: string) => undefined,
): AccessRule | undefined {
  const groupClaim = text(raw, "groupClaim") ?? "cognito:groups";
  if (given(raw, "groups")) {
    const groups = (raw["groups"] as readonly unknown[]).filter((name) => typeof name === "string");
    if (groups.length === 0) return problem("groups is an empty list; name at least one group.");
    return { allow: "groups", provider, operations, groups, groupClaim };
  }
  const named = text(raw, "groupsField");
  const groupsField = named ?? (place.dialect === 1 ? "groups" : undefined);
  if (groupsField === undefined) return problem("{ allow: groups } needs groups: [...] or groupsField.");
  const list = holdsList(place.type, groupsField);
  const rule = { allow: "groups", provider, operations, groupsField, list, groupClaim } as const;
  return named === undefined ? { ...rule, unnamed: true } : rule;
}

function holdsList(type: TypeDraft, field: string): boolean {
  const draft = type.fields.get(field);
  return draft !== undefined && isList(draft.type);
}

function readOperationList(
  raw: RawRule,
  place: Place,
  problem: (text: string) => undefined,
): readonly ModelOperation[] | undefined {
  if (given(raw, "operations") && place.level === "resolved") {
    return problem("operations have no meaning here; the field is an operation itself, or belongs to no model.");
  }
  if (!given(raw, "operations")) return place.dialect === 1 ? olderOperations(raw) : allOperations;
  const names = (raw["operations"] as readonly (ModelOperation | "read" | null)[]).filter((name) => name !== null);
  const part = names.find((name) => name !== "read" && readOperations.some((each) => each === name));
  if (part !== undefined && place.level === "field") {
    return problem(`"${part}" is not for fields; use create, read, update and delete.`);
  }
  if (place.level === "model" && place.dialect === 2 && names.filter((name) => name === "read").length > 1) {
    return problem('operations name "read" twice.');
  }
  if (part !== undefined && names.includes("read")) {
    return problem(`operations: "read" already covers "${part}"; name only one of them.`);
  }
  return spread(names);
}

/** Dialect 1's members before there was `operations`: what is not written is not narrowed, null allows nothing. */
function olderOperations(raw: RawRule): readonly ModelOperation[] {
  if (raw["operations"] === null) return [];
  const written = (member: string, standard: readonly string[]): readonly (ModelOperation | "read")[] =>
    (raw[member] === undefined ? standard : (raw[member] ?? [])) as readonly (ModelOperation | "read")[];
  return spread([...written("mutations", ["create", "update", "delete"]), ...written("queries", ["read"])]);
}

function spread(names: readonly (ModelOperation | "read")[]): readonly ModelOperation[] {
  return [...new Set(names.flatMap((name): readonly ModelOperation[] => (name === "read" ? readOperations : [name])))];
}
