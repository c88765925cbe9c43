/** The pre-token-generation function: what it may add to, change in and take out of tokens. */

import type { Claims } from "#kernel/jwt/rs256";
import type { Pool } from "./pool.ts";
import type { GroupClaims } from "./tokenClaims.ts";
import type { Triggers } from "./triggers.ts";
import { eventAttributes } from "./eventAttributes.ts";
import type { User } from "./user.ts";

/** What Cognito calls the occasion, after `TokenGeneration_`. */
export type TokenSource =
  | "Authentication"
  | "NewPasswordChallenge"
  | "RefreshTokens"
  | "AuthenticateDevice"
  | "HostedAuth";

export interface TokenChanges {
  readonly groups: GroupClaims;
  readonly scopes: readonly string[];
  readonly id: ClaimChanges;
  readonly access: ClaimChanges;
}

export interface ClaimChanges {
  readonly set: Claims;
  readonly suppress: readonly string[];
}

export interface TokenQuestion {
  readonly pool: Pool;
  readonly clientId: string;
  readonly user: User;
  readonly groups: GroupClaims;
  readonly scopes: readonly string[];
  readonly source: TokenSource;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

type Json = Readonly<Record<string, unknown>>;

const nothing: ClaimChanges = { set: {}, suppress: [] };

/** Claims a function may neither set nor take out. */
const fixed = {
  id: "acr amr at_hash aud auth_time azp cognito:username event_id exp iat identities iss jti nbf nonce origin_jti sub token_use",
  access:
    "acr amr at_hash auth_time azp client_id device_key event_id exp iat iss jti nbf nonce origin_jti scope sub token_use username",
} as const;

/** Asks the pool's function, if it has one. */
export async function askForChanges(triggers: Triggers, question: TokenQuestion): Promise<TokenChanges> {
  const { pool, user, groups, scopes } = question;
  const version = pool.settings.triggers.preTokenGenerationVersion?.charAt(1) ?? "1";
  const first = version === "1";
  const answer = await triggers.run(pool, {
    trigger: "preTokenGeneration",
    source: `TokenGeneration_${question.source}`,
    userName: user.username,
    clientId: question.clientId,
    version,
    request: {
      userAttributes: eventAttributes(user),
      groupConfiguration: {
        groupsToOverride: groups.names,
        iamRolesToOverride: groups.roles,
        preferredRole: groups.preferredRole ?? null,
      },
      ...(first ? {} : { scopes }),
      clientMetadata: question.clientMetadata ?? {},
    },
    response: first ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  });
  const unchanged = { groups, scopes, id: nothing, access: nothing };
  if (!answer) return unchanged;
  return first
    ? fromFirstVersion(object(answer["claimsOverrideDetails"]), unchanged)
    : fromLaterVersion(object(answer["claimsAndScopeOverrideDetails"]), unchanged);
}

/** The claims after the changes. */
export function applyChanges(claims: Claims, changes: ClaimChanges): Claims {
  const kept = Object.entries(claims).filter(([name]) => !changes.suppress.includes(name));
  return { ...Object.fromEntries(kept), ...changes.set };
}

/** The first version changes ID tokens only, and all values are texts. */
function fromFirstVersion(details: Json, unchanged: TokenChanges): TokenChanges {
  const id = claimChanges(details, fixed.id);
  const set = Object.fromEntries(Object.entries(id.set).map(([name, value]) => [name, asText(value)]));
  return { ...unchanged, groups: groupChanges(details, unchanged.groups), id: { set, suppress: id.suppress } };
}

function fromLaterVersion(details: Json, unchanged: TokenChanges): TokenChanges {
  const access = object(details["accessTokenGeneration"]);
  const dropped = texts(access["scopesToSuppress"]);
  const scopes = [...unchanged.scopes, ...texts(access["scopesToAdd"])].filter((scope) => !dropped.includes(scope));
  return {
    groups: groupChanges(details, unchanged.groups),
    scopes: [...new Set(scopes)],
    id: claimChanges(object(details["idTokenGeneration"]), fixed.id),
    access: claimChanges(access, fixed.access),
  };
}

function claimChanges(details: Json, fixedNames: string): ClaimChanges {
  const isFree = (name: string): boolean => !fixedNames.split(" ").includes(name) && !name.startsWith("cognito:");
  const set = Object.entries(object(details["claimsToAddOrOverride"])).filter(([name]) => isFree(name));
  return { set: Object.fromEntries(set), suppress: texts(details["claimsToSuppress"]).filter(isFree) };
}

function groupChanges(details: Json, groups: GroupClaims): GroupClaims {
  const override = object(details["groupOverrideDetails"]);
  const preferred = override["preferredRole"];
  return {
    names: Array.isArray(override["groupsToOverride"]) ? texts(override["groupsToOverride"]) : groups.names,
    roles: Array.isArray(override["iamRolesToOverride"]) ? texts(override["iamRolesToOverride"]) : groups.roles,
    preferredRole: typeof preferred === "string" && preferred !== "" ? preferred : groups.preferredRole,
  };
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
