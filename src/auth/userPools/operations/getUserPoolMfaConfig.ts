/** GetUserPoolMfaConfig: whether second factors are asked for, and which there are. */

import { openPool } from "#auth/userPools/adminAccess";
import { mfaConfigView } from "#auth/userPools/mfaConfigView";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function getUserPoolMfaConfig(parts: UserPoolParts): UserPoolOperation<"GetUserPoolMfaConfig"> {
  return async ({ UserPoolId }) => mfaConfigView(await openPool(parts, UserPoolId));
}
