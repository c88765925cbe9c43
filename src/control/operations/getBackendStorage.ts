/** GetBackendStorage: the configuration of the environment's bucket. */

import { describeResource } from "#control/describeResource";
import type { ControlParts } from "#control/parts";
import type {
  GetBackendStorageRequestTypeDef,
  GetBackendStorageResourceConfigTypeDef,
  GetBackendStorageResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function getBackendStorage(
  parts: ControlParts,
): Operation<GetBackendStorageRequestTypeDef, Result<GetBackendStorageResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName }) => {
    const place = { appId: AppId, environment: BackendEnvironmentName, resourceName: ResourceName };
    const config = await describeResource(parts, "storage", place);
    return {
      AppId,
      BackendEnvironmentName,
      ResourceConfig: config as GetBackendStorageResourceConfigTypeDef,
      ResourceName,
    };
  };
}
