/** Finds the app client of a request with its pool, and holds clients with a secret to it. */

import { createHmac } from "node:crypto";
import { constantTimeEqual } from "#kernel/crypto/equal";
import type { Client } from "./client.ts";
import { clientNotFound, missingSecretHash, poolNotFound, wrongSecretHash } from "./faults.ts";
import type { AuthParts } from "./parts.ts";
import type { Pool } from "./pool.ts";

export interface ClientAccess {
  readonly pool: Pool;
  readonly client: Client;
}

/** @throws Fault ResourceNotFoundException */
export async function openClient(parts: Pick<AuthParts, "stores">, clientId: string): Promise<ClientAccess> {
  const client = await parts.stores.clients.find(clientId);
  const pool = client && (await parts.stores.pools.find(client.poolId));
  if (!pool) throw clientNotFound(clientId);
  return { pool, client };
}

/** For administration, where the pool is named, too: a client of another pool does not exist. */
export async function openClientOf(
  parts: Pick<AuthParts, "stores">,
  poolId: string,
  clientId: string,
): Promise<ClientAccess> {
  const pool = await parts.stores.pools.find(poolId);
  if (!pool) throw poolNotFound(poolId);
  const client = await parts.stores.clients.find(clientId);
  if (client?.poolId !== poolId) throw clientNotFound(clientId);
  return { pool, client };
}

/**
 * Checks SECRET_HASH: base64 of HMAC-SHA256 over the name as sent and the client id. Public clients need none.
 * @param usernames spellings the hash may have been made over
 * @throws Fault NotAuthorizedException
 */
export function requireSecretHash(client: Client, usernames: readonly string[], secretHash: string | undefined): void {
  const { secret } = client;
  if (secret === undefined) return;
  if (secretHash === undefined) throw missingSecretHash(client.id);
  const holds = usernames.some((username) => {
    const expected = createHmac("sha256", secret).update(`${username}${client.id}`).digest("base64");
    return constantTimeEqual(expected, secretHash);
  });
  if (!holds) throw wrongSecretHash(client.id);
}
