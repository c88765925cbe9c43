/** What is written in ID and access tokens. */

import { createHash } from "node:crypto";
import type { Claims } from "#kernel/jwt/rs256";
import type { Client } from "./client.ts";
import type { Group } from "./group.ts";
import type { SignInRecord } from "./refreshToken.ts";
import type { User } from "./user.ts";

/** One making of tokens: all its tokens agree in these. */
export interface TokenOccasion {
  readonly issuer: string;
  readonly client: Client;
  readonly user: User;
  readonly signIn: SignInRecord;
  readonly groups: GroupClaims;
  /** Scopes of the access token. */
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Of the authorization request, for the hosted pages. */
  readonly nonce?: string | undefined;
}

export interface GroupClaims {
  readonly names: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole?: string | undefined;
}

/** @param groups by precedence */
export function groupClaims(groups: readonly Group[]): GroupClaims {
  const roles = [...new Set(groups.flatMap((group) => group.roleArn ?? []))];
  return { names: groups.map((group) => group.name), roles, preferredRole: preferredRole(groups) };
}

/** The role of the group that comes first; none when groups of the same precedence name different roles. */
function preferredRole(groups: readonly Group[]): string | undefined {
  const ranked = groups.filter((group) => group.roleArn !== undefined && group.precedence !== undefined);
  const first = Math.min(...ranked.map((group) => group.precedence ?? 0));
  const candidates = new Set(ranked.filter((group) => group.precedence === first).map((group) => group.roleArn));
  return candidates.size === 1 ? [...candidates][0] : undefined;
}

export function accessTokenClaims(occasion: TokenOccasion, jti: string): Claims {
  const { client, user, signIn, groups } = occasion;
  return withoutAbsent({
    sub: user.sub,
    "cognito:groups": groups.names.length > 0 ? groups.names : undefined,
    iss: occasion.issuer,
    client_id: client.id,
    device_key: signIn.deviceKey,
    ...commonClaims(occasion, client.settings.accessTokenLifetime, jti),
    token_use: "access",
    scope: occasion.scopes.join(" "),
    username: user.username,
  });
}

/** @param accessToken for `at_hash`, which goes with a nonce */
export function idTokenClaims(occasion: TokenOccasion, jti: string, accessToken: string): Claims {
  const { client, user, groups, nonce } = occasion;
  return withoutAbsent({
    ...attributeClaims(user, client),
    sub: user.sub,
    "cognito:groups": groups.names.length > 0 ? groups.names : undefined,
    "cognito:roles": groups.roles.length > 0 ? groups.roles : undefined,
    "cognito:preferred_role": groups.preferredRole,
    "cognito:username": user.username,
    identities: user.identities.length > 0 ? user.identities.map(identityClaim) : undefined,
    iss: occasion.issuer,
    aud: client.id,
    ...commonClaims(occasion, client.settings.idTokenLifetime, jti),
    token_use: "id",
    nonce,
    at_hash: nonce === undefined ? undefined : leftHalfHash(accessToken),
  });
}

/** The claim by which a token names its sign-in. Without token revocation AWS leaves `origin_jti` out; we still need a trace. */
export function originOf(claims: Claims): string | undefined {
  const origin = claims["origin_jti"] ?? claims["event_id"];
  return typeof origin === "string" ? origin : undefined;
}

function commonClaims({ client, signIn, now }: TokenOccasion, lifetime: number, jti: string): Claims {
  return {
    origin_jti: client.settings.tokenRevocation ? signIn.originJti : undefined,
    event_id: signIn.originJti,
    auth_time: toSeconds(signIn.authTime),
    exp: toSeconds(now + lifetime),
    iat: toSeconds(now),
    jti,
  };
}

const booleanAttributes = new Set(["email_verified", "phone_number_verified"]);

/** Attributes the client may read; `custom:` values are always texts, a verified flag is a boolean. */
function attributeClaims(user: User, client: Client): Record<string, unknown> {
  const readable = client.settings.readAttributes;
  const claims: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(user.attributes)) {
    if (name.startsWith("dev:") || (readable && !isReadable(readable, name))) continue;
    claims[name] = claimValue(name, value);
  }
  return claims;
}

function isReadable(readable: readonly string[], name: string): boolean {
  return readable.includes(name);
}

function claimValue(name: string, value: string): unknown {
  if (booleanAttributes.has(name)) return value === "true";
  if (name === "address") return { formatted: value };
  if (name === "updated_at" && /^\d{1,15}$/.test(value)) return Number(value);
  return value;
}

function identityClaim(identity: User["identities"][number]): Record<string, unknown> {
  return { ...identity, primary: String(identity.primary), dateCreated: String(identity.dateCreated) };
}

/** OpenID Connect's at_hash for SHA-256. */
function leftHalfHash(token: string): string {
  return createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");
}

function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

function withoutAbsent(claims: Readonly<Record<string, unknown>>): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}
