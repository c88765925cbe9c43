/** AdminCreateUser: an account with a temporary password, which the user is told unless the request says otherwise. */

import { type Attributes, checkAttributes } from "#auth/attributes";
import { unsupportedUserState } from "#auth/faults";
import type { Destination } from "#auth/messages";
import { checkPolicy, newPassword } from "#auth/passwords";
import type { Pool } from "#auth/pool";
import type { User } from "#auth/user";
import type { AdminCreateUserRequest } from "#generated/types/cognitoIdp";
import { noClient, openPool } from "#auth/userPools/adminAccess";
import { changeUser } from "#auth/userPools/changeUser";
import { attributeOf, destinationAt } from "#auth/userPools/contact";
import { addUser } from "#auth/userPools/createdUser";
import { planUser } from "#auth/userPools/newUser";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { makeTemporaryPassword, temporaryUntil } from "#auth/userPools/temporaryPassword";
import { attributeRecord, userView } from "#auth/userPools/views";

export function adminCreateUser(parts: UserPoolParts): UserPoolOperation<"AdminCreateUser"> {
  return async (input) => {
    const pool = await openPool(parts, input.UserPoolId);
    const temporary = input.TemporaryPassword ?? makeTemporaryPassword(parts.random, pool.settings.passwordPolicy);
    checkPolicy(pool, temporary);
    const resend = input.MessageAction === "RESEND";
    const invited = resend
      ? await renew(parts, pool, input.Username, temporary)
      : await create(parts, pool, input, temporary);
    if (input.MessageAction !== "SUPPRESS") await invite(parts, pool, invited, temporary, input);
    return { User: userView(invited) };
  };
}

/** User and temporary password come into being together. */
async function create(
  parts: UserPoolParts,
  pool: Pool,
  input: AdminCreateUserRequest,
  temporary: string,
): Promise<User> {
  const given = attributeRecord(input.UserAttributes);
  checkAttributes(pool, given, "administrator");
  const plan = planUser(parts, pool, input.Username, given, "FORCE_CHANGE_PASSWORD");
  const verified = await askPreSignUp(parts, pool, plan.user, input);
  const until = temporaryUntil(pool.settings.passwordPolicy, parts.clock.now());
  const user: User = {
    ...plan.user,
    attributes: { ...plan.user.attributes, ...verified },
    ...(until !== undefined && { temporaryPasswordUntil: until }),
  };
  const { verifier } = await newPassword(parts, pool, user, temporary);
  return addUser(parts, pool, { ...plan, user }, verifier, input.ForceAliasCreation === true);
}

/** A new temporary password for somebody who has not used the earlier one. */
async function renew(parts: UserPoolParts, pool: Pool, username: string, temporary: string): Promise<User> {
  const user = await parts.stores.users.findBySignInName(pool, username);
  if (user?.status !== "FORCE_CHANGE_PASSWORD") {
    throw unsupportedUserState("Resend not possible. User status is not FORCE_CHANGE_PASSWORD");
  }
  const password = await newPassword(parts, pool, user, temporary);
  const until = temporaryUntil(pool.settings.passwordPolicy, parts.clock.now());
  return changeUser(parts, pool, user, () => ({ password, temporaryPasswordUntil: until ?? null }));
}

async function askPreSignUp(
  parts: UserPoolParts,
  pool: Pool,
  user: User,
  input: AdminCreateUserRequest,
): Promise<Attributes> {
  const answer = await parts.triggers.run(pool, {
    trigger: "preSignUp",
    source: "PreSignUp_AdminCreateUser",
    userName: user.username,
    clientId: noClient,
    request: {
      userAttributes: user.attributes,
      validationData: attributeRecord(input.ValidationData),
      clientMetadata: input.ClientMetadata ?? {},
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  return {
    ...(answer?.["autoVerifyEmail"] === true && user.attributes["email"] && { email_verified: "true" }),
    ...(answer?.["autoVerifyPhone"] === true && user.attributes["phone_number"] && { phone_number_verified: "true" }),
  };
}

/**
 * By every medium asked for that the user has an address of; when none is asked for, by SMS, else by e-mail. A user without
 * any address is told nothing, as on AWS.
 */
async function invite(
  parts: UserPoolParts,
  pool: Pool,
  user: User,
  code: string,
  { DesiredDeliveryMediums, ClientMetadata: clientMetadata }: AdminCreateUserRequest,
): Promise<void> {
  const wanted = (DesiredDeliveryMediums ?? []).flatMap((medium) => destinationAt(user, attributeOf[medium]) ?? []);
  const fallback = destinationAt(user, "phone_number") ?? destinationAt(user, "email");
  const destinations: readonly Destination[] = DesiredDeliveryMediums?.length ? wanted : fallback ? [fallback] : [];
  for (const destination of destinations) {
    const message = { pool, user, clientId: noClient, destination, code, clientMetadata };
    await parts.messages.send({ ...message, occasion: "AdminCreateUser" });
  }
}
