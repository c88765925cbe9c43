/** Step: the define function says what comes next, as often as it likes, until it is satisfied. */

import { eventAttributes } from "#auth/eventAttributes";
import { invalidParameter, triggerAnswer, wrongPassword } from "#auth/faults";
import type { Attempt, CustomProgress, CustomRound, Question, SignInRoom, Step } from "#auth/signIn/attempt";
import { withProgress } from "#auth/signIn/attempt";
import { askCustomQuestion } from "#auth/signIn/challenges/customChallenge";
import { askPasswordProof } from "#auth/signIn/challenges/passwordVerifier";
import { askSmsCode } from "#auth/signIn/challenges/smsMfa";
import { askSoftwareToken } from "#auth/signIn/challenges/softwareTokenMfa";
import { presentUser } from "#auth/signIn/required";
import { usableFactors } from "#auth/signIn/secondFactors";

/** More rounds than any function needs: one that never ends must not fill the session. */
const mostRounds = 50;

export const customRounds: Step = async (room, attempt) => {
  const custom = withBuiltInRounds(attempt);
  if (custom.satisfied) return attempt;
  const answer = await define(room, attempt, custom.rounds);
  if (answer["failAuthentication"] === true || custom.rounds.length >= mostRounds) throw wrongPassword();
  if (answer["issueTokens"] === true) {
    // A function may be fooled by a name nobody has; tokens are for people.
    if (!attempt.user) throw wrongPassword();
    return withProgress(attempt, { custom: { ...custom, satisfied: true } });
  }
  return askNext(room, withProgress(attempt, { custom }), custom, answer["challengeName"]);
};

async function define(room: SignInRoom, attempt: Attempt, session: readonly CustomRound[]) {
  const { party, user, username, clientMetadata } = attempt;
  const answer = await room.triggers.run(party.pool, {
    trigger: "defineAuthChallenge",
    source: "DefineAuthChallenge_Authentication",
    userName: username,
    clientId: party.client.id,
    request: {
      userAttributes: user ? eventAttributes(user) : {},
      session,
      clientMetadata: clientMetadata ?? {},
      userNotFound: !user,
    },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  });
  if (!answer) throw invalidParameter("Custom auth lambda trigger is not configured for the user pool.");
  return answer;
}

async function askNext(room: SignInRoom, attempt: Attempt, custom: CustomProgress, name: unknown): Promise<Question> {
  if (name === "CUSTOM_CHALLENGE") return askCustomQuestion(room, attempt, custom);
  const proven = attempt.progress.proven;
  if (name === "PASSWORD_VERIFIER" && attempt.progress.clientPublic !== undefined)
    return askPasswordProof(room, attempt);
  if (proven.includes("password") && !proven.includes("secondFactor")) {
    const factors = usableFactors(attempt.party.pool, presentUser(attempt));
    if (name === "SMS_MFA" && factors.includes(name)) return askSmsCode(room, attempt);
    if (name === "SOFTWARE_TOKEN_MFA" && factors.includes(name)) return askSoftwareToken(attempt);
  }
  throw triggerAnswer("DefineAuthChallenge");
}

/** Proofs that came by built-in challenges are rounds, too, once. */
function withBuiltInRounds({ progress }: Attempt): CustomProgress {
  const custom = progress.custom ?? { rounds: [], secrets: {}, metadata: null, satisfied: false };
  const happened = (names: readonly string[]): boolean =>
    custom.rounds.some((round) => names.includes(round.challengeName));
  const rounds = [...custom.rounds];
  const add = (challengeName: string): void => {
    rounds.push({ challengeName, challengeResult: true, challengeMetadata: null });
  };
  if (progress.proven.includes("password") && !happened(["PASSWORD_VERIFIER"])) add("PASSWORD_VERIFIER");
  if (progress.proven.includes("secondFactor") && !happened(["SMS_MFA", "SOFTWARE_TOKEN_MFA"])) {
    add(progress.chosenFactor ?? "SMS_MFA");
  }
  return { ...custom, rounds };
}
