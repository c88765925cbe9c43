/** Finds the app client of a request with its pool. */

import type { Client } from "./client.ts";
import { clientNotFound, poolNotFound } from "./faults.ts";
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
