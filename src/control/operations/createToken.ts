/** CreateToken: a challenge code with which an operator signs in to the console once. */

import { challengeView, hashChallengeCode, newChallengeCode, sealChallengeCode } from "#control/challengeCode";
import { tooManyRequests } from "#control/faults";
import { requireApp } from "#control/lookup";
import { checkAppId } from "#control/names";
import { signerOf } from "#control/signer";
import type { ControlParts } from "#control/parts";
import type { ChallengesTable } from "#control/store/tables";
import type { CreateTokenRequestTypeDef, CreateTokenResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function createToken(
  parts: ControlParts,
): Operation<CreateTokenRequestTypeDef, Result<CreateTokenResponseTypeDef>> {
  return async ({ AppId }, { caller }) => {
    checkAppId(AppId);
    const row = newChallenge(parts, AppId, signerOf(caller));
    const { challenges } = parts.stores;
    const { challengeLimit } = parts.settings;
    await parts.database.transaction(async (transaction) => {
      await requireApp(parts, transaction, AppId);
      await challenges.removeExpired(transaction, row.created_at);
      if ((await challenges.count(transaction, AppId)) >= challengeLimit) {
        throw tooManyRequests(
          "OpenTokens",
          `App ${AppId} has ${challengeLimit} open challenge codes. Delete some, or wait until they expire.`,
        );
      }
      await challenges.insert(transaction, row);
    });
    return challengeView(parts.sealer, row);
  };
}

function newChallenge(parts: ControlParts, appId: string, createdBy: string): ChallengesTable {
  const code = newChallengeCode(parts.random);
  const sessionId = parts.random.uuid();
  const now = parts.clock.now();
  return {
    session_id: sessionId,
    app_id: appId,
    code_sealed: sealChallengeCode(parts.sealer, sessionId, code),
    code_hash: hashChallengeCode(code),
    expires_at: now + parts.settings.challengeLifeMs,
    created_at: now,
    created_by: createdBy,
  };
}
