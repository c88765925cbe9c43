/** CreateBackendAPI: starts the job that gives an environment its GraphQL API. */

import { acceptNewResource } from "#control/acceptResource";
import { checkNewApiConfig } from "#control/apiConfig";
import { jobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type { CreateBackendAPIRequestTypeDef, CreateBackendAPIResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function createBackendAPI(
  parts: ControlParts,
): Operation<CreateBackendAPIRequestTypeDef, Result<CreateBackendAPIResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName, ResourceConfig }) => {
    checkNewApiConfig(ResourceConfig);
    const job = await acceptNewResource(
      parts,
      {
        operation: "CreateBackendAPI",
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
