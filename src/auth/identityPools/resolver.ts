/** Who signed with temporary credentials, for the SigV4 verification of any plane. */

import type { AuthParts } from "#auth/parts";
import type { ResolvedCredentials, SessionCredentials } from "./sessionCredentials.ts";

export type IdentityResolver = (accessKeyId: string, sessionToken: string) => Promise<ResolvedCredentials | undefined>;

/** Credentials of a pool that is gone, and of guests where guests are no longer let in, count for nothing at once. */
export function createIdentityResolver(
  { stores }: Pick<AuthParts, "stores">,
  credentials: SessionCredentials,
): IdentityResolver {
  return async (accessKeyId, sessionToken) => {
    const resolved = credentials.resolve(accessKeyId, sessionToken);
    const pool = resolved && (await stores.identityPools.find(resolved.caller.identityPoolId));
    if (!pool) return undefined;
    return resolved.caller.authenticated || pool.settings.allowUnauthenticated ? resolved : undefined;
  };
}
