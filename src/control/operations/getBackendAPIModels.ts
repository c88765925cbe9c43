/** GetBackendAPIModels: the models that were generated last, and whether the schema has changed since. */

import { checkResourceRequest } from "#control/acceptResource";
import { within } from "#control/deadline";
import { notFound } from "#control/faults";
import { requireAddress } from "#control/lookup";
import type { ControlParts } from "#control/parts";
import type {
  GetBackendAPIModelsRequestTypeDef,
  GetBackendAPIModelsResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function getBackendAPIModels(
  parts: ControlParts,
): Operation<GetBackendAPIModelsRequestTypeDef, Result<GetBackendAPIModelsResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, ResourceName }) => {
    const place = { appId: AppId, environment: BackendEnvironmentName, resourceName: ResourceName };
    checkResourceRequest(place);
    const address = await requireAddress(parts, parts.database, { category: "api", ...place });
    const answer = parts.models?.read(address) ?? Promise.resolve(undefined);
    const models = await within(parts.settings.planeTimeoutMs, "The GraphQL plane", answer);
    if (!models) {
      throw notFound("Models", `No models of ${ResourceName} were generated yet; GenerateBackendAPIModels does.`);
    }
    return { Models: models.models, ModelIntrospectionSchema: models.modelIntrospectionSchema, Status: models.status };
  };
}
