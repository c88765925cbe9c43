/** RemoveBackendConfig: switches the console log-in of an app off and ends its open challenge codes. */

import { notFound } from "#control/faults";
import { requireApp } from "#control/lookup";
import { checkAppId } from "#control/names";
import type { ControlParts } from "#control/parts";
import type {
  RemoveBackendConfigRequestTypeDef,
  RemoveBackendConfigResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function removeBackendConfig(
  parts: ControlParts,
): Operation<RemoveBackendConfigRequestTypeDef, Result<RemoveBackendConfigResponseTypeDef>> {
  return async ({ AppId }) => {
    checkAppId(AppId);
    await requireApp(parts, parts.database, AppId);
    const removed = await parts.database.transaction(async (transaction) => {
      await parts.stores.challenges.removeAll(transaction, AppId);
      return parts.stores.configs.remove(transaction, AppId);
    });
    if (!removed) throw notFound("BackendConfig", `App ${AppId} has no backend config.`);
    return { Error: "" };
  };
}
