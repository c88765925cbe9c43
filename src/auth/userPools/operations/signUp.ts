/** SignUp: a user makes an account and is sent a code. */

import { checkAttributes } from "#auth/attributes";
import { openClient } from "#auth/clientAccess";
import { aliasExists, invalidParameter, notAuthorized, usernameExists } from "#auth/faults";
import type { CodeDelivery } from "#auth/messages";
import { checkPolicy } from "#auth/passwords";
import { type Pool, srpPoolName } from "#auth/pool";
import { checkSecretHash } from "#auth/secretHash";
import { firstNames } from "#auth/signInNames";
import type { User } from "#auth/user";
import type { SignUpRequest } from "#generated/types/cognitoIdp";
import { sendCode } from "#auth/userPools/codes";
import { signUpDestination } from "#auth/userPools/contact";
import { planUser } from "#auth/userPools/newUser";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { postConfirmation } from "#auth/userPools/postConfirmation";
import { attributeRecord } from "#auth/userPools/views";

export function signUp(parts: UserPoolParts): UserPoolOperation<"SignUp"> {
  return async (input) => {
    const { pool, client } = await openClient(parts, input.ClientId);
    checkSecretHash(client, [input.Username], input.SecretHash);
    if (pool.settings.adminCreateOnly) throw notAuthorized("SignUp is not permitted for this user pool");
    if (!input.Password) {
      throw invalidParameter(
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
      );
    }
    const given = attributeRecord(input.UserAttributes);
    checkAttributes(pool, given, { client });
    checkPolicy(pool, input.Password);
    const { user: planned, typed } = planUser(parts, pool, input.Username, withoutEmpty(given), "UNCONFIRMED");
    const user = await askPreSignUp(parts, pool, planned, input);
    const identity = { pool: srpPoolName(pool.id), user: user.username };
    const verifier = await parts.srpQueue.makeVerifier(pool.id, identity, input.Password);
    const taken = await parts.stores.users.create({ user, names: firstNames(pool, user, typed), verifier }, pool);
    if (taken) throw taken.kind === "username" || taken.kind === typed ? usernameExists() : aliasExists(taken.kind);
    const CodeDeliveryDetails = await finish(parts, pool, user, input);
    return {
      UserConfirmed: user.status === "CONFIRMED",
      UserSub: user.sub,
      ...(CodeDeliveryDetails && { CodeDeliveryDetails }),
    };
  };
}

async function askPreSignUp(parts: UserPoolParts, pool: Pool, user: User, input: SignUpRequest): Promise<User> {
  const answer = await parts.triggers.run(pool, {
    trigger: "preSignUp",
    source: "PreSignUp_SignUp",
    userName: user.username,
    clientId: input.ClientId,
    request: {
      userAttributes: user.attributes,
      validationData: attributeRecord(input.ValidationData),
      clientMetadata: input.ClientMetadata ?? {},
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  if (!answer) return user;
  const verified: Record<string, string> = {};
  if (answer["autoVerifyEmail"] === true && user.attributes["email"]) verified["email_verified"] = "true";
  if (answer["autoVerifyPhone"] === true && user.attributes["phone_number"]) verified["phone_number_verified"] = "true";
  return {
    ...user,
    status: answer["autoConfirmUser"] === true ? "CONFIRMED" : user.status,
    attributes: { ...user.attributes, ...verified },
  };
}

async function finish(
  parts: UserPoolParts,
  pool: Pool,
  user: User,
  input: SignUpRequest,
): Promise<CodeDelivery | undefined> {
  const { ClientId: clientId, ClientMetadata: clientMetadata } = input;
  if (user.status === "CONFIRMED") {
    await postConfirmation(parts, "ConfirmSignUp", pool, user, clientId, clientMetadata);
    return undefined;
  }
  const destination = signUpDestination(pool, user);
  if (!destination) return undefined;
  return sendCode(parts, { pool, user, clientId, purpose: "signUp", occasion: "SignUp", destination, clientMetadata });
}

function withoutEmpty(given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}
