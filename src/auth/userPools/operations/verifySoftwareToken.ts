/** VerifySoftwareToken: the authenticator app shows the right code, so its secret counts from now on. */

import { invalidParameter, wrongSoftwareToken } from "#auth/faults";
import { matchingTotpStep } from "#auth/totp";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openSoftwareTokenAccess } from "#auth/userPools/softwareTokenAccess";

export function verifySoftwareToken(parts: UserPoolParts): UserPoolOperation<"VerifySoftwareToken"> {
  return async (input) => {
    const { pool, user, nextSession } = await openSoftwareTokenAccess(parts, input);
    const { credentials } = parts.stores;
    const secret = await credentials.pendingTotp(pool.id, user.sub);
    if (!secret) throw invalidParameter("No software token is being set up: call AssociateSoftwareToken first.");
    await takeTurn(parts, "VerifySoftwareToken", pool.id, user.sub);
    const step = matchingTotpStep(secret, input.UserCode, parts.clock.now());
    if (step === undefined) throw wrongSoftwareToken();
    const Session = await nextSession({ softwareTokenVerified: true });
    if (!(await credentials.confirmTotp(pool.id, user.sub, step))) throw wrongSoftwareToken();
    return { Status: "SUCCESS", ...(Session !== undefined && { Session }) };
  };
}
