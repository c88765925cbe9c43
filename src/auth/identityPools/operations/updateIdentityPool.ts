/** UpdateIdentityPool: states an identity pool anew; what is left out goes back to its default. */

import { changePool } from "#auth/identityPools/changePool";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";
import { poolView, settingsFromInput } from "#auth/identityPools/poolView";

export function updateIdentityPool(parts: IdentityPoolParts): IdentityPoolOperation<"UpdateIdentityPool"> {
  return async (input) => {
    const changed = await changePool(parts, input.IdentityPoolId, (present) => ({
      name: input.IdentityPoolName,
      settings: settingsFromInput(input, present.settings),
    }));
    return poolView(changed);
  };
}
