/** ConfirmSignUp: a new user proves by code that the address is theirs. */

import { hidesUserExistence } from "#auth/client";
import { openClient } from "#auth/clientAccess";
import { cannotBeConfirmed, expiredCode, userDisabled, userNotFound } from "#auth/faults";
import type { Destination } from "#auth/messages";
import { checkSecretHash } from "#auth/secretHash";
import { namesAfter } from "#auth/signInNames";
import type { UserChange } from "#auth/store/stores";
import type { Pool } from "#auth/pool";
import type { User } from "#auth/user";
import { changeUser } from "#auth/userPools/changeUser";
import { signUpTarget, useCode } from "#auth/userPools/codes";
import { attributeOf, signUpDestination } from "#auth/userPools/contact";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { postConfirmation } from "#auth/userPools/postConfirmation";

export function confirmSignUp(parts: UserPoolParts): UserPoolOperation<"ConfirmSignUp"> {
  return async (input) => {
    const { pool, client } = await openClient(parts, input.ClientId);
    checkSecretHash(client, [input.Username], input.SecretHash);
    const user = await parts.stores.users.findBySignInName(pool, input.Username);
    if (!user) throw hidesUserExistence(client) ? expiredCode() : userNotFound();
    if (user.status !== "UNCONFIRMED") throw cannotBeConfirmed(user.status);
    if (!user.enabled) throw userDisabled();
    await takeTurn(parts, "ConfirmSignUp", pool.id, user.sub);
    const destination = signUpDestination(pool, user);
    if (!destination) throw expiredCode();
    await useCode(parts, signUpTarget(user, destination), input.ConfirmationCode);
    const confirmed = await changeUser(parts, pool, user, (present) =>
      confirmation(parts, pool, present, destination, input.ForceAliasCreation === true),
    );
    await postConfirmation(parts, "ConfirmSignUp", pool, confirmed, client.id, input.ClientMetadata);
    return {};
  };
}

/** The change that confirms a user and verifies the address the code was sent to, if it is still the user's. */
async function confirmation(
  parts: UserPoolParts,
  pool: Pool,
  user: User,
  { channel, address }: Destination,
  takeAliases: boolean,
): Promise<UserChange> {
  const attribute = attributeOf[channel];
  if (user.attributes[attribute] !== address) throw expiredCode();
  const attributes = { ...user.attributes, [`${attribute}_verified`]: "true" };
  const names = namesAfter(pool, { ...user, attributes }, await parts.stores.users.names(pool.id, user.sub));
  const aliases = takeAliases ? names.filter((name) => name.kind !== "username") : [];
  return { status: "CONFIRMED", attributes, names, takeNames: aliases };
}
