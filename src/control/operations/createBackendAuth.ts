/** CreateBackendAuth: starts the job that gives an environment its user pool and, when asked, its identity pool. */

import { acceptNewResource } from "#control/acceptResource";
import { jobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  CreateBackendAuthRequestTypeDef,
  CreateBackendAuthResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function createBackendAuth(
  parts: ControlParts,
): Operation<CreateBackendAuthRequestTypeDef, Result<CreateBackendAuthResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName, ResourceConfig }) => {
    const job = await acceptNewResource(
      parts,
      {
        operation: "CreateBackendAuth",
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
