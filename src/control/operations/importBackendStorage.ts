/** ImportBackendStorage: starts the job that attaches a bucket which exists already. */

import { acceptNewResource } from "#control/acceptResource";
import { within } from "#control/deadline";
import { badRequest } from "#control/faults";
import { importedName } from "#control/importedName";
import { shortJobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type {
  ImportBackendStorageRequestTypeDef,
  ImportBackendStorageResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function importBackendStorage(
  parts: ControlParts,
): Operation<ImportBackendStorageRequestTypeDef, Result<ImportBackendStorageResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, BucketName, ServiceName }) => {
    if (BucketName === undefined) throw badRequest(`BucketName is missing. ${await candidates(parts)}`);
    const request = {
      operation: "ImportBackendStorage",
      category: "storage",
      appId: AppId,
      environment: BackendEnvironmentName,
      resourceName: importedName.storage,
    } as const;
    const source = { BucketName, ServiceName };
    return shortJobView(await acceptNewResource(parts, request, source, source));
  };
}

/** The buckets a caller may mean, at most ten by name. */
async function candidates(parts: ControlParts): Promise<string> {
  const answer = parts.buckets?.list(undefined, 10) ?? Promise.resolve([]);
  const buckets = await within(parts.settings.planeTimeoutMs, "The storage plane", answer);
  if (buckets.length === 0) return "There is no bucket here that could be imported.";
  return `Buckets that are here: ${buckets.map(({ name }) => name).join(", ")}.`;
}
