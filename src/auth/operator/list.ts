/** The list of the auth plane's routes of the operator API. */

import type { UserPoolParts } from "#auth/userPools/parts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import { exportUsers } from "./exportUsers.ts";
import { importUsers } from "./importUsers.ts";
import { listPools } from "./listPools.ts";
import { listUsers } from "./listUsers.ts";
import { rotateKeys } from "./rotateKeys.ts";

export function operatorRoutes(parts: UserPoolParts): readonly JsonRoute[] {
  return [listPools(parts), listUsers(parts), importUsers(parts), exportUsers(parts), rotateKeys(parts)];
}
