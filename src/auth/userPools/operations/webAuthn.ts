/** The four WebAuthn operations: passkeys are not offered, and this is how clients are told. */

import { invalidParameter, resourceNotFound, webAuthnNotEnabled } from "#auth/faults";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

const text = "WebAuthn is not enabled for this user pool; this server signs in by password, SMS and authenticator app.";

export function startWebAuthnRegistration(parts: UserPoolParts): UserPoolOperation<"StartWebAuthnRegistration"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw webAuthnNotEnabled(text);
  };
}

export function completeWebAuthnRegistration(parts: UserPoolParts): UserPoolOperation<"CompleteWebAuthnRegistration"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw webAuthnNotEnabled(text);
  };
}

export function listWebAuthnCredentials(parts: UserPoolParts): UserPoolOperation<"ListWebAuthnCredentials"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw invalidParameter(text);
  };
}

export function deleteWebAuthnCredential(parts: UserPoolParts): UserPoolOperation<"DeleteWebAuthnCredential"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw resourceNotFound("The user has no such credential.");
  };
}
