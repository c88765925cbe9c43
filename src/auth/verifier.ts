/** Verifies ID and access tokens of user pools, for this plane and, through the port, for the others. */

import { type Claims, readToken, signatureHolds } from "#kernel/jwt/rs256";
import { createVerifiedTokens } from "#kernel/jwt/verifiedTokens";
import type { Clock } from "#ports/clock";
import type { TokenExpectation, TokenRefusal, TokenVerifier, UserPoolCaller, Verification } from "#ports/verifier";
import { regionOfPool } from "./pool.ts";
import type { SigningKeys } from "./signingKeys.ts";
import type { TokenStore } from "./store/stores.ts";
import { originOf } from "./tokenClaims.ts";

export interface VerifierParts {
  readonly signingKeys: SigningKeys;
  readonly tokens: Pick<TokenStore, "signIn">;
  readonly clock: Clock;
  /** This server's public address, without a slash at the end. */
  baseUrl(): string;
}

/** About 30 MB of claims at most. */
const rememberedTokens = 20_000;

export function createVerifier(parts: VerifierParts): TokenVerifier {
  const remembered = createVerifiedTokens<UserPoolCaller>(rememberedTokens);

  /** What the token says, when one of our keys signed it; its time is not looked at. */
  async function read(token: string): Promise<UserPoolCaller | undefined> {
    const parsed = readToken(token);
    const poolId = poolOfIssuer(parsed?.claims["iss"]);
    if (!parsed || poolId === undefined || !isIssuer(parsed.claims["iss"], poolId, parts.baseUrl())) return undefined;
    const key = await parts.signingKeys.find(poolId, parsed.kid);
    if (!key || !signatureHolds(parsed, key.key) || parsed.claims["token_use"] !== key.use) return undefined;
    return toCaller(poolId, key.use, parsed.claims);
  }

  return {
    async verify(token, expected) {
      const now = parts.clock.now();
      let caller = remembered.get(token, now);
      if (!caller) {
        caller = await read(token);
        if (!caller) return refuse("malformed");
        if (caller.expiresAt <= now) return refuse("expired");
        remembered.set(token, caller, caller.expiresAt);
      }
      const refusal = timeRefusal(caller, now) ?? expectationRefusal(caller, expected);
      if (refusal) return refuse(refusal);
      const signIn = await parts.tokens.signIn(caller.originJti);
      if (!signIn || signIn.revokedAt !== undefined || signIn.sub !== caller.sub) return refuse("revoked");
      return { ok: true, caller };
    },
  };
}

function timeRefusal(caller: UserPoolCaller, now: number): TokenRefusal | undefined {
  const notBefore = caller.claims["nbf"];
  return typeof notBefore === "number" && notBefore * 1000 > now ? "notYetValid" : undefined;
}

function expectationRefusal(caller: UserPoolCaller, expected: TokenExpectation): TokenRefusal | undefined {
  if (expected.pools !== "any" && !expected.pools.includes(caller.poolId)) return "wrongPool";
  if (expected.clients !== "any" && !expected.clients.includes(caller.clientId)) return "wrongClient";
  return expected.use !== "either" && expected.use !== caller.tokenUse ? "wrongUse" : undefined;
}

const reasons: Readonly<Record<TokenRefusal, string>> = {
  malformed: "The token is not a token of a user pool of this server.",
  expired: "The token has expired.",
  notYetValid: "The token is not valid yet.",
  revoked: "The token has been revoked.",
  wrongPool: "The token belongs to another user pool.",
  wrongClient: "The token was made for another app client.",
  wrongUse: "The token is an ID token where an access token is needed, or the other way round.",
};

function refuse(refusal: TokenRefusal): Verification {
  return { ok: false, refusal, reason: reasons[refusal] };
}

function toCaller(poolId: string, tokenUse: "access" | "id", claims: Claims): UserPoolCaller | undefined {
  const clientId = claims[tokenUse === "id" ? "aud" : "client_id"];
  const username = claims[tokenUse === "id" ? "cognito:username" : "username"];
  const originJti = originOf(claims);
  const { sub, exp, scope } = claims;
  if (typeof sub !== "string" || typeof clientId !== "string" || typeof username !== "string") return undefined;
  if (typeof exp !== "number" || originJti === undefined) return undefined;
  return {
    kind: "userPool",
    poolId,
    clientId,
    sub,
    username,
    groups: textList(claims["cognito:groups"]),
    tokenUse,
    scopes: tokenUse === "access" && typeof scope === "string" ? scope.split(" ") : [],
    originJti,
    claims,
    expiresAt: exp * 1000,
  };
}

function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The pool an issuer names; nothing is checked but its form. */
function poolOfIssuer(issuer: unknown): string | undefined {
  return typeof issuer === "string" ? /\/([\w-]{1,40}_[0-9a-zA-Z]{1,40})$/.exec(issuer)?.[1] : undefined;
}

/** Both spellings count: a pool may have changed from one to the other while tokens were out. */
function isIssuer(issuer: unknown, poolId: string, baseUrl: string): boolean {
  return (
    issuer === `${baseUrl}/${poolId}` ||
    issuer === `https://cognito-idp.${regionOfPool(poolId)}.amazonaws.com/${poolId}`
  );
}
