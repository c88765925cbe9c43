/** The four WebAuthn operations: passkeys are not offered, and this is how clients are told. */

import { invalidParameter, resourceNotFound } from "#auth/faults";
import { Fault } from "#kernel/wire/fault";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";

const text = "WebAuthn is not enabled for this user pool; this server signs in by password, SMS and authenticator app.";

function notEnabled(): Fault {
  return new Fault("WebAuthnNotEnabledException", text, { status: 400 });
}

export function startWebAuthnRegistration(parts: UserPoolParts): UserPoolOperation<"StartWebAuthnRegistration"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw notEnabled();
  };
}

export function completeWebAuthnRegistration(parts: UserPoolParts): UserPoolOperation<"CompleteWebAuthnRegistration"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw notEnabled();
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
