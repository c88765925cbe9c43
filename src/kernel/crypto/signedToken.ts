/** Small signed payloads that travel through a client and come back: page tokens and the like. Not secret, but unforgeable. */

import { createHmac, createSecretKey } from "node:crypto";
import { constantTimeEqual } from "./equal.ts";

export interface SignedTokens {
  /** A token of URL-safe characters for a JSON-able payload, good only together with the same `context`. */
  encode(payload: unknown, context?: string): string;
  /** The payload, or undefined when the token was not made here, was changed, or is from another purpose or context. */
  decode(token: string, context?: string): unknown;
}

/** Longer texts are not looked at. */
const longestToken = 4096;

/**
 * Tokens signed by HMAC-SHA256 under `key` for one `purpose` (such as "ListBackendJobs page").
 * `context` says what else the token is bound to, for example the AppId and filters of the list.
 */
export function createSignedTokens(key: Uint8Array, purpose: string): SignedTokens {
  // Made once: from raw bytes each signature would first make a key object, which takes six times as long as signing.
  const secret = createSecretKey(key);

  function signature(body: string, context: string): string {
    const bound = `${purpose.length}:${purpose}${context.length}:${context}${body}`;
    return createHmac("sha256", secret).update(bound).digest("base64url");
  }

  return {
    encode(payload, context = "") {
      const body = Buffer.from(JSON.stringify(payload), "utf8").toString("base64url");
      return `${body}.${signature(body, context)}`;
    },
    decode(token, context = "") {
      const dot = token.indexOf(".");
      if (dot < 0 || token.length > longestToken) return undefined;
      const body = token.slice(0, dot);
      if (!constantTimeEqual(token.slice(dot + 1), signature(body, context))) return undefined;
      return JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
    },
  };
}
