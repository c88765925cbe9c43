/** AdminConfirmSignUp: confirms a new user without a code; addresses stay unverified. */

import { cannotBeConfirmed } from "#auth/faults";
import { noClient, openUser } from "#auth/userPools/adminAccess";
import { changeUser } from "#auth/userPools/changeUser";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { postConfirmation } from "#auth/userPools/postConfirmation";

export function adminConfirmSignUp(parts: UserPoolParts): UserPoolOperation<"AdminConfirmSignUp"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    const confirmed = await changeUser(parts, pool, user, (present) => {
      if (present.status !== "UNCONFIRMED") throw cannotBeConfirmed(present.status);
      return { status: "CONFIRMED" };
    });
    await postConfirmation(parts, "ConfirmSignUp", pool, confirmed, noClient, input.ClientMetadata);
    return {};
  };
}
