/** What an identity pool is to backends: the environments it serves, and the two roles whose policies hang on them. */

import type { AuthStores } from "#auth/store/stores";

export interface PoolUse {
  readonly environments: readonly { readonly appId: string; readonly environment: string }[];
  readonly authenticatedRole: string | undefined;
  readonly unauthenticatedRole: string | undefined;
}

export function createPoolUse(
  stores: Pick<AuthStores, "identityPools" | "resources">,
): (identityPoolId: string) => Promise<PoolUse | undefined> {
  return async (identityPoolId) => {
    const pool = await stores.identityPools.find(identityPoolId);
    if (!pool) return undefined;
    const { authenticatedRole, unauthenticatedRole } = pool.settings;
    const resources = await stores.resources.withIdentityPool(identityPoolId);
    const environments = resources.map(({ appId, environment }) => ({ appId, environment }));
    return { environments, authenticatedRole, unauthenticatedRole };
  };
}
