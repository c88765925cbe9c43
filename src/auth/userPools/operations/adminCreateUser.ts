/** AdminCreateUser: an account with a temporary password, which the user is told unless the request says otherwise. */

import { type Attributes, checkAttributes } from "#auth/attributes";
import { invalidParameter, unsupportedUserState } from "#auth/faults";
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
    const user =
      input.MessageAction === "RESEND"
        ? await openInvited(parts, pool, input.Username)
        : await create(parts, pool, input);
    const password = await newPassword(parts, pool, user, temporary);
    const until = temporaryUntil(pool.settings.passwordPolicy, parts.clock.now());
    const invited = await changeUser(parts, pool, user, () => ({ password, temporaryPasswordUntil: until ?? null }));
    if (input.MessageAction !== "SUPPRESS") await invite(parts, pool, invited, temporary, input);
    return { User: userView(invited) };
  };
}

async function create(parts: UserPoolParts, pool: Pool, input: AdminCreateUserRequest): Promise<User> {
  const given = attributeRecord(input.UserAttributes);
  checkAttributes(pool, given, "administrator");
  const plan = planUser(parts, pool, input.Username, given, "FORCE_CHANGE_PASSWORD");
  const verified = await askPreSignUp(parts, pool, plan.user, input);
  const user = { ...plan.user, attributes: { ...plan.user.attributes, ...verified } };
  return addUser(parts, pool, { ...plan, user }, input.ForceAliasCreation === true);
}

async function openInvited(parts: UserPoolParts, pool: Pool, username: string): Promise<User> {
  const user = await parts.stores.users.findBySignInName(pool, username);
  if (user?.status === "FORCE_CHANGE_PASSWORD") return user;
  throw unsupportedUserState("Resend not possible. User status is not FORCE_CHANGE_PASSWORD");
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

/** By every medium asked for that the user has an address of; SMS when none is asked for, else e-mail. */
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
  if (destinations.length === 0) {
    await parts.stores.users.remove(pool.id, user.sub);
    throw invalidParameter(
      "User has no address for the invitation: give an email or phone_number, or MessageAction SUPPRESS.",
    );
  }
  for (const destination of destinations) {
    const message = { pool, user, clientId: noClient, destination, code, clientMetadata };
    await parts.messages.send({ ...message, occasion: "AdminCreateUser" });
  }
}
