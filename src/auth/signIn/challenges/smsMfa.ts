/** SMS_MFA: a code sent to the user's phone. */

import type { CodeTarget } from "#auth/code";
import { attemptLimit, deadSession, expiredCode, wrongMfaCode } from "#auth/faults";
import { masked } from "#auth/messages";
import { type Attempt, type Check, proving, type Question, type SignInRoom } from "#auth/signIn/attempt";
import { guess } from "#auth/signIn/guess";
import { presentUser, required } from "#auth/signIn/required";
import { endSession } from "#auth/signIn/sessions";

const hour = 3_600_000;
/** Messages cost money; a person hardly signs in so often. */
const messagesAnHour = 30;

export async function askSmsCode(room: SignInRoom, attempt: Attempt): Promise<Question> {
  const { party, progress, clientMetadata } = attempt;
  const { pool, client } = party;
  const user = presentUser(attempt);
  const now = room.clock.now();
  if (!(await room.stores.attempts.take(pool.id, user.sub, "smsMfa", messagesAnHour, hour, now))) throw attemptLimit();
  const destination = { channel: "SMS", address: user.attributes["phone_number"] ?? "" } as const;
  const codeId = room.random.uuid();
  const code = await room.stores.codes.issue(codeTarget(attempt, codeId), now + client.settings.sessionLifetime);
  await room.messages.send({
    occasion: "Authentication",
    pool,
    user,
    clientId: client.id,
    destination,
    code,
    clientMetadata,
  });
  return {
    challenge: "SMS_MFA",
    parameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: "SMS",
      CODE_DELIVERY_DESTINATION: masked(destination),
      USERNAME: user.username,
      USER_ID_FOR_SRP: user.username,
    },
    progress: { ...progress, codeId },
  };
}

/** A wrong code may be mended; the right one ends code and session. */
export const smsMfa: Check = async (room, { attempt, values, session }) => {
  const code = required(values, "SMS_MFA_CODE");
  const { codeId } = attempt.progress;
  if (codeId === undefined) throw deadSession();
  await guess(room, attempt, "secondFactor", () => isRight(room, codeTarget(attempt, codeId), code), wrongMfaCode);
  await endSession(room, session);
  return proving(attempt, "secondFactor", { codeId: undefined, chosenFactor: "SMS_MFA" });
};

/** A code that is used up or gone was not looked at, so nothing is counted. */
async function isRight(room: SignInRoom, target: CodeTarget, code: string): Promise<boolean> {
  const outcome = await room.stores.codes.use(target, code, room.clock.now());
  if (outcome !== "right" && outcome !== "wrong") throw expiredCode();
  return outcome === "right";
}

function codeTarget({ party }: Attempt, codeId: string): CodeTarget {
  return { poolId: party.pool.id, purpose: "mfa", subject: codeId, detail: "phone_number" };
}
