/** DeleteUserPoolClient: the app client; sign-ins made through it end. */

import { clientNotFound } from "#auth/faults";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function deleteUserPoolClient(parts: UserPoolParts): UserPoolOperation<"DeleteUserPoolClient"> {
  return async ({ UserPoolId, ClientId }) => {
    const pool = await openPool(parts, UserPoolId);
    if (!(await parts.stores.clients.remove(pool.id, ClientId))) throw clientNotFound(ClientId);
    return {};
  };
}
