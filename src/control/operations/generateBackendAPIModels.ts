/** GenerateBackendAPIModels: starts the job that generates the API's models for client libraries. */

import { acceptResourceJob } from "#control/acceptResource";
import { jobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  GenerateBackendAPIModelsRequestTypeDef,
  GenerateBackendAPIModelsResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function generateBackendAPIModels(
  parts: ControlParts,
): Operation<GenerateBackendAPIModelsRequestTypeDef, Result<GenerateBackendAPIModelsResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName }) => {
    const job = await acceptResourceJob(parts, {
      operation: "GenerateBackendAPIModels",
      category: "api",
      appId: AppId,
      environment: BackendEnvironmentName,
      resourceName: ResourceName,
    });
    return jobView(job);
  };
}
