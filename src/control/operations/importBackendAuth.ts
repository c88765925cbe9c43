/** ImportBackendAuth: starts the job that attaches a user pool which exists already. */

import { acceptNewResource } from "#control/acceptResource";
import { importedName } from "#control/importedName";
import { jobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  ImportBackendAuthRequestTypeDef,
  ImportBackendAuthResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function importBackendAuth(
  parts: ControlParts,
): Operation<ImportBackendAuthRequestTypeDef, Result<ImportBackendAuthResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ...ids }) => {
    const request = {
      operation: "ImportBackendAuth",
      category: "auth",
      appId: AppId,
      environment: BackendEnvironmentName,
      resourceName: importedName.auth,
    } as const;
    return jobView(await acceptNewResource(parts, request, ids, ids));
  };
}
