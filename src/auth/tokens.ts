/** Makes the tokens of a sign-in: the first ones and, by a refresh token, the later ones. */

import { type Claims, signRs256 } from "#kernel/jwt/rs256";
import type { Client } from "./client.ts";
import type { AuthParts } from "./parts.ts";
import type { Pool } from "./pool.ts";
import { applyChanges, askForChanges, type ClaimChanges, type TokenSource } from "./preTokenGeneration.ts";
import type { SignInRecord } from "./refreshToken.ts";
import { issuerOf } from "./settings.ts";
import type { SigningKeys } from "./signingKeys.ts";
import { accessTokenClaims, groupClaims, idTokenClaims, type TokenOccasion } from "./tokenClaims.ts";
import type { User } from "./user.ts";

export interface TokenParts extends Pick<AuthParts, "stores" | "triggers" | "clock" | "random" | "settings"> {
  readonly signingKeys: SigningKeys;
}

export interface TokenRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly source: TokenSource;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  readonly nonce?: string | undefined;
}

export interface NewSignIn extends TokenRequest {
  /** Names the sign-in; can be used once. A random name when it is absent. */
  readonly originJti?: string | undefined;
  readonly deviceKey?: string | undefined;
  /** What the access token may be used for; the admin scope alone unless the hosted pages say otherwise. */
  readonly scopes?: readonly string[];
}

export interface SignedTokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** Seconds the access token lives. */
  readonly expiresIn: number;
}

export interface StartedSignIn extends SignedTokens {
  readonly refreshToken: string;
  readonly signIn: SignInRecord;
}

export interface Tokens {
  /** Begins a sign-in. The refresh token's text exists only in this answer. @throws UniqueViolation for a used `originJti` */
  start(request: NewSignIn): Promise<StartedSignIn>;
  /** New ID and access tokens for a sign-in; what was refreshed and whether it may be is for the caller to see to. */
  renew(request: TokenRequest, signIn: SignInRecord): Promise<SignedTokens>;
}

/** The scope that lets a token call the user pool's own operations. */
export const adminScope = "aws.cognito.signin.user.admin";

export function createTokens(parts: TokenParts): Tokens {
  async function sign(poolId: string, use: "id" | "access", claims: Claims, changes: ClaimChanges): Promise<string> {
    return signRs256(await parts.signingKeys.active(poolId, use), applyChanges(claims, changes));
  }

  async function renew(request: TokenRequest, signIn: SignInRecord): Promise<SignedTokens> {
    const { pool, client, user } = request;
    const groups = groupClaims(await parts.stores.groups.ofUser(pool.id, user.sub));
    const changes = await askForChanges(parts.triggers, {
      ...request,
      clientId: client.id,
      groups,
      scopes: signIn.scopes,
    });
    const occasion: TokenOccasion = {
      issuer: issuerOf(parts.settings, pool),
      client,
      user,
      signIn,
      groups: changes.groups,
      scopes: changes.scopes,
      now: parts.clock.now(),
      nonce: request.nonce,
    };
    const access = sign(pool.id, "access", accessTokenClaims(occasion, parts.random.uuid()), changes.access);
    // Only at_hash needs the access token; without it both are signed at the same time.
    const forHash = request.nonce === undefined ? "" : await access;
    const id = sign(pool.id, "id", idTokenClaims(occasion, parts.random.uuid(), forHash), changes.id);
    const [accessToken, idToken] = await Promise.all([access, id]);
    return { accessToken, idToken, expiresIn: Math.floor(client.settings.accessTokenLifetime / 1000) };
  }

  return {
    async start(request) {
      const now = parts.clock.now();
      const { accessTokenLifetime, idTokenLifetime, refreshTokenLifetime } = request.client.settings;
      const refreshableUntil = now + refreshTokenLifetime;
      const signIn: SignInRecord = {
        originJti: request.originJti ?? parts.random.uuid(),
        poolId: request.pool.id,
        clientId: request.client.id,
        sub: request.user.sub,
        deviceKey: request.deviceKey,
        scopes: request.scopes ?? [adminScope],
        authTime: now,
        expiresAt: refreshableUntil + Math.max(accessTokenLifetime, idTokenLifetime),
      };
      const signed = await renew(request, signIn);
      return { ...signed, refreshToken: await parts.stores.tokens.start(signIn, refreshableUntil), signIn };
    },
    renew,
  };
}
