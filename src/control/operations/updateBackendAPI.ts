/** UpdateBackendAPI: starts the job that changes what the request gives; without a ResourceConfig nothing changes. */

import { acceptResourceUpdate } from "#control/acceptResource";
import { checkApiConfig } from "#control/apiConfig";
import { jobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type { UpdateBackendAPIRequestTypeDef, UpdateBackendAPIResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function updateBackendAPI(
  parts: ControlParts,
): Operation<UpdateBackendAPIRequestTypeDef, Result<UpdateBackendAPIResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName, ResourceConfig = {} }) => {
    checkApiConfig(ResourceConfig);
    const job = await acceptResourceUpdate(
      parts,
      {
        operation: "UpdateBackendAPI",
        category: "api",
        appId: AppId,
        environment: BackendEnvironmentName,
        resourceName: ResourceName,
      },
      ResourceConfig,
    );
    return jobView(job);
  };
}
