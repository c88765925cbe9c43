/** Checks the logins of a request: each is a provider's name and a token of it. */

import { type CognitoProvider, type IdentityPool, type Login, userPoolProvider } from "#auth/identityPool";
import { regionOfPool } from "#auth/pool";
import type { TokenRefusal, UserPoolCaller } from "#ports/verifier";
import { badLogin, badParameter, providerRefused } from "./faults.ts";
import type { IdentityPoolParts } from "./parts.ts";

export interface VerifiedLogin extends Login {
  readonly token: UserPoolCaller;
}

const mostLogins = 10;

/** @throws Fault NotAuthorizedException when a token is not good or its provider is not the pool's */
export async function verifyLogins(
  parts: IdentityPoolParts,
  pool: IdentityPool,
  logins: Readonly<Record<string, string>> | undefined,
): Promise<readonly VerifiedLogin[]> {
  const entries = Object.entries(logins ?? {});
  if (entries.length > mostLogins) throw badParameter(`At most ${mostLogins} logins may be given.`);
  return Promise.all(entries.map(([name, token]) => verifyLogin(parts, pool, name, token)));
}

async function verifyLogin(
  parts: IdentityPoolParts,
  pool: IdentityPool,
  name: string,
  token: string,
): Promise<VerifiedLogin> {
  const provider = providerNamed(parts, name);
  const linked = pool.settings.cognitoProviders.filter(({ providerName }) => providerName === provider);
  if (provider === undefined || linked.length === 0) throw providerRefused();
  const userPoolId = provider.slice(provider.indexOf("/") + 1);
  const clients = linked.map(({ clientId }) => clientId);
  const verification = await parts.verifier.verify(token, { pools: [userPoolId], clients, use: "id" });
  if (!verification.ok) throw badLogin(reasons[verification.refusal]);
  const { caller } = verification;
  if (checksUser(linked, caller.clientId)) await checkUser(parts, userPoolId, caller.sub);
  return { provider, subject: caller.sub, token: caller };
}

/**
 * The provider's name as identity pools keep it. Native libraries spell a user pool by AWS's host name,
 * JavaScript by the token's issuer; both mean the same pool.
 */
export function providerNamed(parts: Pick<IdentityPoolParts, "settings">, name: string): string | undefined {
  const bare = name.replace(/^https?:\/\//, "");
  const userPoolId = /\/([\w-]+_[0-9A-Za-z]+)$/.exec(bare)?.[1];
  if (userPoolId === undefined) return undefined;
  const own = parts.settings.baseUrl().replace(/^https?:\/\//, "");
  const hosts = [own, `cognito-idp.${regionOfPool(userPoolId)}.amazonaws.com`];
  return hosts.some((host) => bare === `${host}/${userPoolId}`) ? userPoolProvider(userPoolId) : undefined;
}

function checksUser(linked: readonly CognitoProvider[], clientId: string): boolean {
  return linked.some((provider) => provider.clientId === clientId && provider.serverSideTokenCheck);
}

async function checkUser(parts: IdentityPoolParts, userPoolId: string, sub: string): Promise<void> {
  const user = await parts.stores.users.find(userPoolId, sub);
  if (!user?.enabled) throw badLogin("User is disabled or was deleted.");
}

const reasons: Readonly<Record<TokenRefusal, string>> = {
  malformed: "Not a valid OpenId Connect identity token.",
  expired: "Token is expired.",
  notYetValid: "Token is not valid yet.",
  revoked: "Token has been revoked.",
  wrongPool: "Issuer doesn't match providerName",
  wrongClient: "Incorrect token audience.",
  wrongUse: "Not a valid OpenId Connect identity token.",
};
