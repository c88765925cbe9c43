/** SECRET_HASH: how a client that has a secret proves it knows it. */

import { createHmac } from "node:crypto";
import { constantTimeEqual } from "#kernel/crypto/equal";
import type { Client } from "./client.ts";
import { missingSecretHash, wrongSecretHash } from "./faults.ts";

/**
 * Refuses a request that lacks the proof. `names` are the spellings of the username the proof may have been made with.
 * @throws Fault NotAuthorizedException; nothing for a public client
 */
export function checkSecretHash(client: Client, names: readonly string[], given: string | undefined): void {
  const { secret } = client;
  if (secret === undefined) return;
  if (given === undefined) throw missingSecretHash(client.id);
  const right = names.map((name) => constantTimeEqual(secretHash(secret, name, client.id), given));
  if (!right.includes(true)) throw wrongSecretHash(client.id);
}

/** The same for operations that carry the secret itself. */
export function checkClientSecret(client: Client, given: string | undefined): void {
  if (client.secret === undefined) return;
  if (given === undefined) throw missingSecretHash(client.id);
  if (!constantTimeEqual(client.secret, given)) throw wrongSecretHash(client.id);
}

/** base64 of HMAC-SHA256 over username and client id. */
export function secretHash(secret: string, username: string, clientId: string): string {
  return createHmac("sha256", secret).update(`${username}${clientId}`).digest("base64");
}
