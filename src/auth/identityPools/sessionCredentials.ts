/** Temporary credentials of identities: the session token carries, sealed, all that is to be known about the caller. */

import { createHmac } from "node:crypto";
import { type Sealer, UnsealError } from "#kernel/crypto/seal";
import { randomText } from "#kernel/id";
import type { IdentityCaller } from "#ports/caller";
import type { Random } from "#ports/random";

export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** In the form SigV4 verification takes. */
export interface ResolvedCredentials {
  readonly secret: string;
  readonly caller: IdentityCaller;
  readonly session: { readonly token: string; readonly expiresAt: number };
}

export interface SessionCredentials {
  issue(caller: Omit<IdentityCaller, "kind" | "accessKeyId">): IssuedCredentials;
  /** Undefined for a token that was not made here, or for another access key id. Whether it has expired is for the asker to see. */
  resolve(accessKeyId: string, sessionToken: string): ResolvedCredentials | undefined;
}

const purpose = "identity session token";
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Longer texts are not looked at. */
const longestToken = 8_192;

export function createSessionCredentials(sealer: Sealer, key: Uint8Array, random: Random): SessionCredentials {
  /** Forty characters, as AWS's secrets have. Bound to the token, so that it cannot serve for another one. */
  const secretOf = (accessKeyId: string, token: string): string =>
    createHmac("sha256", key).update(`${accessKeyId}\0${token}`).digest("base64").slice(0, 40);

  return {
    issue(identity) {
      const accessKeyId = `ASIA${randomText(random, 16, alphabet)}`;
      const caller: IdentityCaller = { ...identity, kind: "identity", accessKeyId };
      const sessionToken = sealer.seal(JSON.stringify(caller), purpose);
      return { accessKeyId, secretKey: secretOf(accessKeyId, sessionToken), sessionToken, expiresAt: caller.expiresAt };
    },

    resolve(accessKeyId, sessionToken) {
      if (sessionToken.length > longestToken) return undefined;
      const caller = open(sealer, sessionToken);
      if (caller?.accessKeyId !== accessKeyId) return undefined;
      return {
        secret: secretOf(accessKeyId, sessionToken),
        caller,
        session: { token: sessionToken, expiresAt: caller.expiresAt },
      };
    },
  };
}

function open(sealer: Sealer, token: string): IdentityCaller | undefined {
  try {
    return JSON.parse(sealer.openText(token, purpose)) as IdentityCaller;
  } catch (error) {
    if (error instanceof UnsealError) return undefined;
    throw error;
  }
}
