/** DeleteBackendAuth: starts the job that removes the resource; imported pools are detached and stay. */

import { acceptResourceRemoval } from "#control/acceptResource";
import { jobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  DeleteBackendAuthRequestTypeDef,
  DeleteBackendAuthResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function deleteBackendAuth(
  parts: ControlParts,
): Operation<DeleteBackendAuthRequestTypeDef, Result<DeleteBackendAuthResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName }) => {
    const job = await acceptResourceRemoval(parts, {
      operation: "DeleteBackendAuth",
      category: "auth",
      appId: AppId,
      environment: BackendEnvironmentName,
      resourceName: ResourceName,
    });
    return jobView(job);
  };
}
