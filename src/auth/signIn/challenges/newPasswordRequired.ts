/** NEW_PASSWORD_REQUIRED: the password was a temporary one that an administrator gave. */

import { type Attributes, checkAttributes, checkRequired, readable } from "#auth/attributes";
import { newPassword } from "#auth/passwords";
import { namesAfter } from "#auth/signInNames";
import { type Attempt, type Check, type Question, type Values, withProgress } from "#auth/signIn/attempt";
import { presentUser, required } from "#auth/signIn/required";
import { endSession } from "#auth/signIn/sessions";
import { updateUser } from "#auth/signIn/updateUser";

const prefix = "userAttributes.";

export function askForNewPassword(attempt: Attempt): Question {
  const { pool, client } = attempt.party;
  const user = presentUser(attempt);
  const missing = pool.settings.schema
    .filter(({ name, required }) => required && name !== "sub" && !user.attributes[name])
    .map(({ name }) => `${prefix}${name}`);
  return {
    challenge: "NEW_PASSWORD_REQUIRED",
    parameters: {
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(readable(client, user.attributes)),
      USERNAME: user.username,
      USER_ID_FOR_SRP: user.username,
    },
    progress: attempt.progress,
  };
}

/** A password the pool refuses may be mended within the session. */
export const newPasswordRequired: Check = async (room, { attempt, values, session }) => {
  const { pool, client, admin } = attempt.party;
  const user = presentUser(attempt);
  const given = givenAttributes(values, user.attributes);
  checkAttributes(pool, given, admin ? "administrator" : { client }, user.attributes);
  checkRequired(pool, { ...user.attributes, ...given });
  const password = await newPassword(room, pool, user, required(values, "NEW_PASSWORD"));
  await endSession(room, session);
  const held = await room.stores.users.names(pool.id, user.sub);
  const changed = await updateUser(room, pool, user, (present) => {
    const attributes = changedAttributes(present.attributes, given);
    const names = namesAfter(pool, { ...present, attributes }, held);
    return { status: "CONFIRMED", attributes, names, password, temporaryPasswordUntil: null };
  });
  return withProgress({ ...attempt, user: changed }, { newPasswordSet: true });
};

/** Clients send back attributes they were shown; only those that differ are meant. */
function givenAttributes(values: Values, present: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value] as const)
      .filter(([name, value]) => present[name] !== value),
  );
}

/** A new address or number is not verified, whatever the old one was. */
function changedAttributes(present: Attributes, given: Attributes): Attributes {
  const merged: Record<string, string> = { ...present, ...given };
  for (const name of ["email", "phone_number"]) if (name in given) merged[`${name}_verified`] = "false";
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}
