/** DeleteToken: ends a challenge code; IsSuccess says whether there was one still good. */

import { requireApp } from "#control/lookup";
import { checkAppId, checkId } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { DeleteTokenRequestTypeDef, DeleteTokenResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function deleteToken(
  parts: ControlParts,
): Operation<DeleteTokenRequestTypeDef, Result<DeleteTokenResponseTypeDef>> {
  return async ({ AppId, SessionId }) => {
    checkAppId(AppId);
    checkId(SessionId, "SessionId");
    await requireApp(parts, parts.database, AppId);
    const IsSuccess = await parts.stores.challenges.remove(parts.database, AppId, SessionId, parts.clock.now());
    return { IsSuccess };
  };
}
