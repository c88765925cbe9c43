/** CreateBackendStorage: starts the job that gives an environment its bucket. */

import { acceptNewResource } from "#control/acceptResource";
import { shortJobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  CreateBackendStorageRequestTypeDef,
  CreateBackendStorageResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function createBackendStorage(
  parts: ControlParts,
): Operation<CreateBackendStorageRequestTypeDef, Result<CreateBackendStorageResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName, ResourceConfig }) => {
    const job = await acceptNewResource(
      parts,
      {
        operation: "CreateBackendStorage",
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
