/** DescribeUserPoolClient: an app client's settings, its secret included. */

import { openClientOf } from "#auth/clientAccess";
import { clientView } from "#auth/userPools/clientView";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function describeUserPoolClient(parts: UserPoolParts): UserPoolOperation<"DescribeUserPoolClient"> {
  return async ({ UserPoolId, ClientId }) => {
    const { client } = await openClientOf(parts, UserPoolId, ClientId);
    return { UserPoolClient: clientView(client) };
  };
}
