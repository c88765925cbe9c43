/** CreateBackendConfig: starts the job that switches the console log-in of an app on. */

import { acceptJob } from "#control/acceptJob";
import { badRequest } from "#control/faults";
import { shortJobView, wholeApp } from "#control/jobView";
import { requireApp } from "#control/lookup";
import { checkAppId, checkText } from "#control/names";
import type { ControlParts } from "#control/parts";
import type {
  CreateBackendConfigRequestTypeDef,
  CreateBackendConfigResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function createBackendConfig(
  parts: ControlParts,
): Operation<CreateBackendConfigRequestTypeDef, Result<CreateBackendConfigResponseTypeDef>> {
  return async ({ AppId, BackendManagerAppId = "" }) => {
    checkAppId(AppId);
    if (BackendManagerAppId !== "") checkText(BackendManagerAppId, "BackendManagerAppId");
    const job = await acceptJob(parts, {
      operation: "CreateBackendConfig",
      appId: AppId,
      lane: wholeApp,
      async prepare(transaction) {
        await requireApp(parts, transaction, AppId);
        if (await parts.stores.configs.find(transaction, AppId)) {
          throw badRequest(`App ${AppId} has a backend config already; UpdateBackendConfig changes it.`);
        }
        return { backendManagerAppId: BackendManagerAppId };
      },
    });
    return shortJobView(job);
  };
}
