/** CreateUserPoolClient: an app client, with a secret when asked. */

import type { Client } from "#auth/client";
import { newClientId, newClientSecret } from "#auth/ids";
import { openPool } from "#auth/userPools/adminAccess";
import { clientSettingsFrom } from "#auth/userPools/clientSettings";
import { clientView } from "#auth/userPools/clientView";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function createUserPoolClient(parts: UserPoolParts): UserPoolOperation<"CreateUserPoolClient"> {
  return async (input) => {
    const pool = await openPool(parts, input.UserPoolId);
    const secret = input.ClientSecret ?? (input.GenerateSecret ? newClientSecret(parts.random) : undefined);
    const now = parts.clock.now();
    const client: Client = {
      id: newClientId(parts.random),
      poolId: pool.id,
      name: input.ClientName,
      ...(secret !== undefined && { secret }),
      settings: clientSettingsFrom(input),
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    await parts.stores.clients.create(client);
    return { UserPoolClient: clientView(client) };
  };
}
