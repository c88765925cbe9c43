/** UpdateIdentityPool: states an identity pool anew; what is left out goes back to its default. */

import { changePool } from "../changePool.ts";
import type { IdentityPoolOperation, IdentityPoolParts } from "../parts.ts";
import { poolView, settingsFromInput } from "../poolView.ts";

export function updateIdentityPool(parts: IdentityPoolParts): IdentityPoolOperation<"UpdateIdentityPool"> {
  return async (input) => {
    const changed = await changePool(parts, input.IdentityPoolId, (present) => ({
      name: input.IdentityPoolName,
      settings: settingsFromInput(input, present.settings),
    }));
    return poolView(changed);
  };
}
