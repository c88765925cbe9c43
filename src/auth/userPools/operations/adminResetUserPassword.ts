/** AdminResetUserPassword: the old password is void; the user is sent a code for a new one. */

import { noVerifiedChannel, notAuthorized, userDisabled } from "#auth/faults";
import { noClient, openUser } from "#auth/userPools/adminAccess";
import { changeUser } from "#auth/userPools/changeUser";
import { sendCode } from "#auth/userPools/codes";
import { recoveryDestination } from "#auth/userPools/contact";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminResetUserPassword(parts: UserPoolParts): UserPoolOperation<"AdminResetUserPassword"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    if (!user.enabled) throw userDisabled();
    if (user.status !== "CONFIRMED" && user.status !== "RESET_REQUIRED") {
      throw notAuthorized("User password cannot be reset in the current state.");
    }
    const destination = recoveryDestination(pool, user);
    if (!destination) throw noVerifiedChannel();
    const reset = await changeUser(parts, pool, user, () => ({ status: "RESET_REQUIRED" }));
    await parts.stores.tokens.revokeAll(pool.id, user.sub, parts.clock.now());
    await sendCode(parts, {
      pool,
      user: reset,
      clientId: noClient,
      purpose: "reset",
      occasion: "ForgotPassword",
      destination,
      clientMetadata: input.ClientMetadata,
    });
    return {};
  };
}
