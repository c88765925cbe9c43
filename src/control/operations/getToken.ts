/** GetToken: the challenge code of a session, as long as it is neither used, deleted nor expired. Reading does not use it up. */

import { challengeView } from "#control/challengeCode";
import { notFound } from "#control/faults";
import { requireApp } from "#control/lookup";
import { checkAppId, checkId } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { GetTokenRequestTypeDef, GetTokenResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function getToken(parts: ControlParts): Operation<GetTokenRequestTypeDef, Result<GetTokenResponseTypeDef>> {
  return async ({ AppId, SessionId }) => {
    checkAppId(AppId);
    checkId(SessionId, "SessionId");
    await requireApp(parts, parts.database, AppId);
    const row = await parts.stores.challenges.find(parts.database, AppId, SessionId, parts.clock.now());
    if (!row) throw notFound("Token", `App ${AppId} has no open challenge code for session ${SessionId}.`);
    return challengeView(parts.sealer, row);
  };
}
