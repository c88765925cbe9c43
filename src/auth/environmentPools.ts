/** Tells the other planes which pools an environment has (`ports/pools`). */

import type { EnvironmentPools } from "#ports/pools";
import type { AuthParts } from "./parts.ts";

export function createEnvironmentPools({ stores }: Pick<AuthParts, "stores">): EnvironmentPools {
  return {
    async userPoolOf(appId, environment) {
      return (await stores.resources.ofEnvironment(appId, environment))?.userPoolId;
    },
    async identityPoolOf(appId, environment) {
      return (await stores.resources.ofEnvironment(appId, environment))?.identityPoolId;
    },
    async hasUserPool(userPoolId) {
      return (await stores.pools.find(userPoolId)) !== undefined;
    },
  };
}
