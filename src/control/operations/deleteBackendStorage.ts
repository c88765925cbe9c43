/** DeleteBackendStorage: starts the job that removes the resource; imported buckets are detached and stay. The only ServiceName there is, S3, is checked on the wire. */

import { acceptResourceRemoval } from "#control/acceptResource";
import { shortJobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  DeleteBackendStorageRequestTypeDef,
  DeleteBackendStorageResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function deleteBackendStorage(
  parts: ControlParts,
): Operation<DeleteBackendStorageRequestTypeDef, Result<DeleteBackendStorageResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName }) => {
    const job = await acceptResourceRemoval(parts, {
      operation: "DeleteBackendStorage",
      category: "storage",
      appId: AppId,
      environment: BackendEnvironmentName,
      resourceName: ResourceName,
    });
    return shortJobView(job);
  };
}
