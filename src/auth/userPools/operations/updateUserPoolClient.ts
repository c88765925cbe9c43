/** UpdateUserPoolClient: states an app client anew; what is left out goes back to its default, as on AWS. */

import { openClientOf } from "#auth/clientAccess";
import { tryAgain } from "#auth/faults";
import { clientSettingsFrom } from "#auth/userPools/clientSettings";
import { clientView } from "#auth/userPools/clientView";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

const tries = 8;

export function updateUserPoolClient(parts: UserPoolParts): UserPoolOperation<"UpdateUserPoolClient"> {
  return async ({ UserPoolId, ClientId, ClientName, ...input }) => {
    const settings = clientSettingsFrom(input);
    const change = { ...(ClientName !== undefined && { name: ClientName }), settings };
    for (let count = 0; count < tries; count += 1) {
      const { client } = await openClientOf(parts, UserPoolId, ClientId);
      if (!(await parts.stores.clients.update(client, change, parts.clock.now()))) continue;
      const after = await openClientOf(parts, UserPoolId, ClientId);
      return { UserPoolClient: clientView(after.client) };
    }
    throw tryAgain();
  };
}
