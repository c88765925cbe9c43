/** VerifySoftwareToken: the authenticator app shows the right code, so its secret counts from now on. */

import { invalidParameter, softwareTokenNotFound, wrongSoftwareToken } from "#auth/faults";
import { matchingTotpStep } from "#auth/totp";
import { takeTurn } from "../limits.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";

export function verifySoftwareToken(parts: UserPoolParts): UserPoolOperation<"VerifySoftwareToken"> {
  return async ({ AccessToken, Session, UserCode }) => {
    if (Session && !AccessToken) return parts.signIn.verifySoftwareToken(Session, UserCode);
    if (!AccessToken) throw invalidParameter("Missing required parameter: one of AccessToken and Session is needed.");
    const { pool, user } = await openAccessToken(parts, AccessToken);
    if (!pool.settings.mfa.softwareToken) throw softwareTokenNotFound();
    const { credentials } = parts.stores;
    const secret = await credentials.pendingTotp(pool.id, user.sub);
    if (!secret) throw invalidParameter("No software token is being set up: call AssociateSoftwareToken first.");
    await takeTurn(parts, "VerifySoftwareToken", pool.id, user.sub);
    const step = matchingTotpStep(secret, UserCode, parts.clock.now());
    if (step === undefined) throw wrongSoftwareToken();
    if (!(await credentials.confirmTotp(pool.id, user.sub, step))) throw wrongSoftwareToken();
    return { Status: "SUCCESS" };
  };
}
