/** UpdateBackendStorage: starts the job that changes what the request gives and leaves the rest. */

import { acceptResourceUpdate } from "#control/acceptResource";
import { shortJobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  UpdateBackendStorageRequestTypeDef,
  UpdateBackendStorageResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function updateBackendStorage(
  parts: ControlParts,
): Operation<UpdateBackendStorageRequestTypeDef, Result<UpdateBackendStorageResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName, ResourceConfig }) => {
    const job = await acceptResourceUpdate(
      parts,
      {
        operation: "UpdateBackendStorage",
        category: "storage",
        appId: AppId,
        environment: BackendEnvironmentName,
        resourceName: ResourceName,
      },
      ResourceConfig,
    );
    return shortJobView(job);
  };
}
