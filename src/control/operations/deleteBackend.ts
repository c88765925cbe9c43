/** DeleteBackend: starts the job that removes an environment with its API, auth and storage; the app stays. */

import { acceptJob } from "#control/acceptJob";
import { jobView } from "#control/jobView";
import { requireEnvironment } from "#control/lookup";
import { checkAppId, checkEnvironment } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { DeleteBackendRequestTypeDef, DeleteBackendResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function deleteBackend(
  parts: ControlParts,
): Operation<DeleteBackendRequestTypeDef, Result<DeleteBackendResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName }) => {
    checkAppId(AppId);
    checkEnvironment(BackendEnvironmentName);
    const job = await acceptJob(parts, {
      operation: "DeleteBackend",
      appId: AppId,
      lane: BackendEnvironmentName,
      async prepare(transaction) {
        const { name, incarnation } = await requireEnvironment(parts, transaction, AppId, BackendEnvironmentName);
        return { environment: name, incarnation };
      },
    });
    return jobView(job);
  };
}
