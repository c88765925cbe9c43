/** ResendConfirmationCode: another sign-up code; the earlier one is void. */

import { hidesUserExistence } from "#auth/client";
import { openClient } from "#auth/clientAccess";
import { alreadyConfirmed, invalidParameter, userNotFound } from "#auth/faults";
import { checkSecretHash } from "#auth/secretHash";
import { signInKey } from "#auth/signInKey";
import { sendCode, simulatedTarget } from "#auth/userPools/codes";
import { signUpDestination } from "#auth/userPools/contact";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { simulatedDelivery } from "#auth/userPools/simulated";

export function resendConfirmationCode(parts: UserPoolParts): UserPoolOperation<"ResendConfirmationCode"> {
  return async (input) => {
    const { pool, client } = await openClient(parts, input.ClientId);
    checkSecretHash(client, [input.Username], input.SecretHash);
    const user = await parts.stores.users.findBySignInName(pool, input.Username);
    const hidden = hidesUserExistence(client);
    if (!user && !hidden) throw userNotFound();
    const subject = user?.sub ?? signInKey(pool.settings.caseSensitive, input.Username);
    await takeTurn(parts, "ResendConfirmationCode", pool.id, subject);
    if (!user) {
      // As much work as for somebody who waits for a code.
      await parts.stores.codes.issue(simulatedTarget("signUp", pool, input.Username), parts.clock.now());
      return { CodeDeliveryDetails: simulatedDelivery(parts, pool, input.Username) };
    }
    if (user.status !== "UNCONFIRMED") throw alreadyConfirmed();
    const destination = signUpDestination(pool, user);
    if (!destination) throw invalidParameter("Cannot resend codes. Auto verification not turned on.");
    const CodeDeliveryDetails = await sendCode(parts, {
      pool,
      user,
      clientId: client.id,
      purpose: "signUp",
      occasion: "ResendCode",
      destination,
      clientMetadata: input.ClientMetadata,
      unseen: hidden,
    });
    return { CodeDeliveryDetails };
  };
}
