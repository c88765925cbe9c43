/** DeleteBackendAPI: starts the job that removes the API and its data, when the ResourceConfig given says the API there is. */

import { acceptResourceRemoval, checkResourceRequest } from "#control/acceptResource";
import { describeApi } from "#control/describeResource";
import { jobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type { DeleteBackendAPIRequestTypeDef, DeleteBackendAPIResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function deleteBackendAPI(
  parts: ControlParts,
): Operation<DeleteBackendAPIRequestTypeDef, Result<DeleteBackendAPIResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName, ResourceConfig }) => {
    const place = { appId: AppId, environment: BackendEnvironmentName, resourceName: ResourceName };
    checkResourceRequest(place);
    if (ResourceConfig) await describeApi(parts, place, ResourceConfig);
    return jobView(await acceptResourceRemoval(parts, { operation: "DeleteBackendAPI", category: "api", ...place }));
  };
}
