/** GetBackendAPI: the API's configuration; members of a ResourceConfig in the request must be equal to it. */

import { describeApi } from "#control/describeResource";
import type { ControlParts } from "#control/parts";
import type { GetBackendAPIRequestTypeDef, GetBackendAPIResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function getBackendAPI(
  parts: ControlParts,
): Operation<GetBackendAPIRequestTypeDef, Result<GetBackendAPIResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName, ResourceConfig }) => {
    const place = { appId: AppId, environment: BackendEnvironmentName, resourceName: ResourceName };
    return {
      AppId,
      BackendEnvironmentName,
      Error: "",
      ResourceConfig: await describeApi(parts, place, ResourceConfig),
      ResourceName,
    };
  };
}
