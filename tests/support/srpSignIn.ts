/** Signs in by SRP through the sign-in room, with the stock client library's arithmetic. */

import type { Client } from "#auth/client";
import { type Pool, srpPoolName } from "#auth/pool";
import type { Clock } from "#ports/clock";
import type { SignIn, SignInAnswer } from "#auth/signIn/signIn";
import { createSrpClient, signProof } from "./srpClient.ts";
import { srpTimestamp } from "./srpTimestamp.ts";

export interface StartedSrp {
  readonly answer: SignInAnswer;
  /** ChallengeResponses that prove `password`. */
  prove(password: string, timestamp?: string): Promise<Record<string, string>>;
}

export interface StartingFrom {
  readonly signIn: Pick<SignIn, "initiate">;
  readonly parts: { readonly clock: Clock };
}

/** Sends A and waits for the challenge. */
export async function startSrp(
  { signIn, parts }: StartingFrom,
  pool: Pool,
  client: Client,
  username: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<StartedSrp> {
  const srp = await createSrpClient(srpPoolName(pool.id));
  const answer = await signIn.initiate({
    ClientId: client.id,
    AuthFlow: "USER_SRP_AUTH",
    AuthParameters: { USERNAME: username, SRP_A: srp.publicValue, ...parameters },
  });
  const { SALT = "", SRP_B = "", SECRET_BLOCK = "", USER_ID_FOR_SRP = "" } = answer.ChallengeParameters;
  return {
    answer,
    async prove(password, timestamp = srpTimestamp(parts.clock.now())) {
      const key = await srp.key(USER_ID_FOR_SRP, password, SRP_B, SALT);
      return {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signProof(key, srpPoolName(pool.id), USER_ID_FOR_SRP, SECRET_BLOCK, timestamp),
        TIMESTAMP: timestamp,
      };
    },
  };
}
