/** UpdateBackendAuth: starts the job that changes what the request gives and leaves the rest. */

import { acceptResourceUpdate } from "#control/acceptResource";
import { jobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  UpdateBackendAuthRequestTypeDef,
  UpdateBackendAuthResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function updateBackendAuth(
  parts: ControlParts,
): Operation<UpdateBackendAuthRequestTypeDef, Result<UpdateBackendAuthResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName, ResourceConfig }) => {
    const job = await acceptResourceUpdate(
      parts,
      {
        operation: "UpdateBackendAuth",
        category: "auth",
        appId: AppId,
        environment: BackendEnvironmentName,
        resourceName: ResourceName,
      },
      ResourceConfig,
    );
    return jobView(job);
  };
}
