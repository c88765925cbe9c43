/** AdminConfirmSignUp: confirms a new user without a code; addresses stay unverified. */

import { cannotBeConfirmed } from "#auth/faults";
import { noClient, openUser } from "../adminAccess.ts";
import { changeUser } from "../changeUser.ts";
import { signUpTarget } from "../codes.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { postConfirmation } from "../postConfirmation.ts";

export function adminConfirmSignUp(parts: UserPoolParts): UserPoolOperation<"AdminConfirmSignUp"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    const confirmed = await changeUser(parts, pool, user, (present) => {
      if (present.status !== "UNCONFIRMED") throw cannotBeConfirmed(present.status);
      return { status: "CONFIRMED" };
    });
    await parts.stores.codes.drop(signUpTarget(user));
    await postConfirmation(parts, "ConfirmSignUp", pool, confirmed, noClient, input.ClientMetadata);
    return {};
  };
}
