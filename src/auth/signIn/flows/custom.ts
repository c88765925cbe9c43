/** CUSTOM_AUTH: the pool's functions decide; with SRP_A the password may be one of the challenges. */

import { invalidParameter } from "#auth/faults";
import { type Begin, withProgress } from "#auth/signIn/attempt";
import { required } from "#auth/signIn/required";
import { beginWithUser } from "./begin.ts";

export const custom: Begin = async (room, request) => {
  const { parameters, party } = request;
  if (!room.triggers.has(party.pool, "defineAuthChallenge")) {
    throw invalidParameter("Custom auth lambda trigger is not configured for the user pool.");
  }
  const withSrp = parameters["CHALLENGE_NAME"] === "SRP_A";
  const clientPublic = withSrp ? required(parameters, "SRP_A") : undefined;
  const first = { challengeName: "SRP_A", challengeResult: true, challengeMetadata: null };
  return withProgress(await beginWithUser(room, request, "CUSTOM_AUTH"), {
    clientPublic,
    custom: { rounds: withSrp ? [first] : [], secrets: {}, metadata: null, satisfied: false },
  });
};
