/** GetUserPoolMfaConfig: whether second factors are asked for, and which there are. */

import { openPool } from "../adminAccess.ts";
import { mfaConfigView } from "../mfaConfigView.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function getUserPoolMfaConfig(parts: UserPoolParts): UserPoolOperation<"GetUserPoolMfaConfig"> {
  return async ({ UserPoolId }) => mfaConfigView(await openPool(parts, UserPoolId));
}
