/** CUSTOM_CHALLENGE: a question and its right answer come from the pool's own functions. */

import { eventAttributes } from "#auth/eventAttributes";
import { triggerAnswer } from "#auth/faults";
import {
  type Attempt,
  type Check,
  type CustomProgress,
  type Question,
  type SignInRoom,
  type Values,
  withProgress,
} from "#auth/signIn/attempt";
import { required } from "#auth/signIn/required";
import { endSession } from "#auth/signIn/sessions";

/** Asks the create function for the next question. */
export async function askCustomQuestion(room: SignInRoom, attempt: Attempt, custom: CustomProgress): Promise<Question> {
  const { party, user, username, progress, clientMetadata } = attempt;
  const created = await room.triggers.run(party.pool, {
    trigger: "createAuthChallenge",
    source: "CreateAuthChallenge_Authentication",
    userName: username,
    clientId: party.client.id,
    request: {
      userAttributes: user ? eventAttributes(user) : {},
      challengeName: "CUSTOM_CHALLENGE",
      session: custom.rounds,
      clientMetadata: clientMetadata ?? {},
      userNotFound: !user,
    },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  });
  const metadata = created?.["challengeMetadata"];
  return {
    challenge: "CUSTOM_CHALLENGE",
    parameters: { ...texts(created?.["publicChallengeParameters"]), USERNAME: username, USER_ID_FOR_SRP: username },
    progress: {
      ...progress,
      custom: {
        ...custom,
        secrets: texts(created?.["privateChallengeParameters"]),
        metadata: typeof metadata === "string" ? metadata : null,
      },
    },
  };
}

/** One answer a question; what a wrong one leads to is for the define function to say. */
export const customChallenge: Check = async (room, { attempt, values, session }) => {
  const challengeAnswer = required(values, "ANSWER");
  await endSession(room, session);
  const { party, user, username, progress, clientMetadata } = attempt;
  const custom = progress.custom ?? { rounds: [], secrets: {}, metadata: null, satisfied: false };
  const verified = await room.triggers.run(party.pool, {
    trigger: "verifyAuthChallengeResponse",
    source: "VerifyAuthChallengeResponse_Authentication",
    userName: username,
    clientId: party.client.id,
    request: {
      userAttributes: user ? eventAttributes(user) : {},
      privateChallengeParameters: custom.secrets,
      challengeAnswer,
      clientMetadata: clientMetadata ?? {},
      userNotFound: !user,
    },
    response: { answerCorrect: false },
  });
  const challengeResult = verified?.["answerCorrect"];
  if (typeof challengeResult !== "boolean") throw triggerAnswer("VerifyAuthChallengeResponse");
  const round = { challengeName: "CUSTOM_CHALLENGE", challengeResult, challengeMetadata: custom.metadata };
  return withProgress(attempt, {
    custom: { rounds: [...custom.rounds, round], secrets: {}, metadata: null, satisfied: false },
  });
};

/** Parameters are texts on the wire; a function that gives numbers means their spelling. */
function texts(value: unknown): Values {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, typeof entry === "string" ? entry : JSON.stringify(entry)]),
  );
}
