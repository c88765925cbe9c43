/** ForgotPassword: sends a reset code to a verified address. */

import { hidesUserExistence } from "#auth/client";
import { openClient } from "#auth/clientAccess";
import { codeLifetime } from "#auth/code";
import { combinationNotFound, noVerifiedChannel, notAuthorized, userDisabled } from "#auth/faults";
import type { Destination } from "#auth/messages";
import type { Pool } from "#auth/pool";
import { checkSecretHash } from "#auth/secretHash";
import { signInKey } from "#auth/signInKey";
import type { User } from "#auth/user";
import { sendCode, simulatedTarget } from "#auth/userPools/codes";
import { recoveryDestination } from "#auth/userPools/contact";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { simulatedDelivery } from "#auth/userPools/simulated";

export function forgotPassword(parts: UserPoolParts): UserPoolOperation<"ForgotPassword"> {
  return async (input) => {
    const { pool, client } = await openClient(parts, input.ClientId);
    checkSecretHash(client, [input.Username], input.SecretHash);
    const user = await parts.stores.users.findBySignInName(pool, input.Username);
    const hidden = hidesUserExistence(client);
    if (!user && !hidden) throw combinationNotFound();
    await takeTurn(
      parts,
      "ForgotPassword",
      pool.id,
      user?.sub ?? signInKey(pool.settings.caseSensitive, input.Username),
    );
    const destination = user && (hidden ? quietly(pool, user) : openly(pool, user));
    // Who cannot be sent a code, and who is not there at all, look like anybody else to a client that hides it.
    if (!user || !destination) {
      const target = simulatedTarget("reset", pool, input.Username);
      await parts.stores.codes.issue(target, parts.clock.now() + codeLifetime.reset);
      return { CodeDeliveryDetails: simulatedDelivery(parts, pool, input.Username) };
    }
    const CodeDeliveryDetails = await sendCode(parts, {
      pool,
      user,
      clientId: client.id,
      purpose: "reset",
      occasion: "ForgotPassword",
      destination,
      clientMetadata: input.ClientMetadata,
      unseen: hidden,
    });
    return { CodeDeliveryDetails };
  };
}

const noReset: readonly User["status"][] = ["FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER"];

function openly(pool: Pool, user: User): Destination {
  if (!user.enabled) throw userDisabled();
  if (noReset.includes(user.status)) throw notAuthorized("User password cannot be reset in the current state.");
  const destination = recoveryDestination(pool, user);
  if (!destination) throw noVerifiedChannel();
  return destination;
}

function quietly(pool: Pool, user: User): Destination | undefined {
  return user.enabled && !noReset.includes(user.status) ? recoveryDestination(pool, user) : undefined;
}
