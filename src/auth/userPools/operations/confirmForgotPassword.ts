/** ConfirmForgotPassword: a new password for the code that was sent. */

import { hidesUserExistence } from "#auth/client";
import { openClient } from "#auth/clientAccess";
import { userDisabled, userNotFound } from "#auth/faults";
import { checkPolicy, newPassword } from "#auth/passwords";
import { srpPoolName } from "#auth/pool";
import { checkSecretHash } from "#auth/secretHash";
import { signInKey } from "#auth/signInKey";
import { changeUser } from "#auth/userPools/changeUser";
import { refuseCode, resetTarget, simulatedTarget, useCode } from "#auth/userPools/codes";
import { recoveryDestination } from "#auth/userPools/contact";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { postConfirmation } from "#auth/userPools/postConfirmation";

export function confirmForgotPassword(parts: UserPoolParts): UserPoolOperation<"ConfirmForgotPassword"> {
  return async (input) => {
    const { pool, client } = await openClient(parts, input.ClientId);
    checkSecretHash(client, [input.Username], input.SecretHash);
    // Before the code, so that a weak password does not use it up.
    checkPolicy(pool, input.Password);
    const user = await parts.stores.users.findBySignInName(pool, input.Username);
    const hidden = hidesUserExistence(client);
    if (!user && !hidden) throw userNotFound();
    const subject = user?.sub ?? signInKey(pool.settings.caseSensitive, input.Username);
    await takeTurn(parts, "ConfirmForgotPassword", pool.id, subject);
    if (user && !user.enabled && !hidden) throw userDisabled();
    if (!user?.enabled || (hidden && !recoveryDestination(pool, user))) {
      // The same work as for somebody who could have the code.
      await parts.srpQueue.makeVerifier(pool.id, { pool: srpPoolName(pool.id), user: subject }, input.Password);
      return refuseCode(parts, simulatedTarget("reset", pool, input.Username), input.ConfirmationCode);
    }
    const password = await newPassword(parts, pool, user, input.Password);
    await useCode(parts, resetTarget(user), input.ConfirmationCode);
    const changed = await changeUser(parts, pool, user, (present) => ({
      password,
      status: present.status === "UNCONFIRMED" || present.status === "RESET_REQUIRED" ? "CONFIRMED" : present.status,
    }));
    const now = parts.clock.now();
    // Whoever had the old password is out: sign-ins end, and a lock set against guesses is lifted for the owner.
    await parts.stores.tokens.revokeAll(pool.id, user.sub, now);
    await parts.stores.attempts.succeed(pool.id, user.sub, now);
    await postConfirmation(parts, "ConfirmForgotPassword", pool, changed, client.id, input.ClientMetadata);
    return {};
  };
}
