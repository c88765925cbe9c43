/** GetBackendAuth: the configuration of the environment's user pool and identity pool, without secrets. */

import { describeResource } from "#control/describeResource";
import type { ControlParts } from "#control/parts";
import { withoutSecrets } from "#control/withoutSecrets";
import type {
  CreateBackendAuthResourceConfigOutputTypeDef,
  GetBackendAuthRequestTypeDef,
  GetBackendAuthResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function getBackendAuth(
  parts: ControlParts,
): Operation<GetBackendAuthRequestTypeDef, Result<GetBackendAuthResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName }) => {
    const place = { appId: AppId, environment: BackendEnvironmentName, resourceName: ResourceName };
    const config = await describeResource(parts, "auth", place);
    return {
      AppId,
      BackendEnvironmentName,
      Error: "",
      ResourceConfig: withoutSecrets(config as CreateBackendAuthResourceConfigOutputTypeDef),
      ResourceName,
    };
  };
}
