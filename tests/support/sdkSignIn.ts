/** Signs in by SRP through the AWS SDK: any answer to the proof, tokens or a further challenge. */

import {
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import { srpPoolName } from "#auth/pool";
import { createSrpClient, signProof } from "./srpClient.ts";
import { srpTimestamp } from "./srpTimestamp.ts";

export interface SignInAt {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** @param extra further AuthParameters and ChallengeResponses, such as DEVICE_KEY */
export async function sdkSignIn(
  idp: CognitoIdentityProviderClient,
  { userPoolId, clientId: ClientId }: SignInAt,
  username: string,
  password: string,
  extra: Readonly<Record<string, string>> = {},
): Promise<RespondToAuthChallengeCommandOutput> {
  const pool = srpPoolName(userPoolId);
  const srp = await createSrpClient(pool);
  const AuthParameters = { USERNAME: username, SRP_A: srp.publicValue, ...extra };
  const asked = await idp.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }));
  const { SALT = "", SRP_B = "", SECRET_BLOCK = "", USER_ID_FOR_SRP = "" } = asked.ChallengeParameters ?? {};
  const key = await srp.key(USER_ID_FOR_SRP, password, SRP_B, SALT);
  const TIMESTAMP = srpTimestamp();
  const proof = {
    USERNAME: USER_ID_FOR_SRP,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signProof(key, pool, USER_ID_FOR_SRP, SECRET_BLOCK, TIMESTAMP),
    TIMESTAMP,
    ...extra,
  };
  return idp.send(
    new RespondToAuthChallengeCommand({ ClientId, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses: proof }),
  );
}
