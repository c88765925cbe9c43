/** GetBackendJob: where a job stands. */

import { findJob } from "#control/findJob";
import { timedJobView } from "#control/jobView";
import type { ControlParts } from "#control/parts";
import type { GetBackendJobRequestTypeDef, GetBackendJobResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function getBackendJob(
  parts: ControlParts,
): Operation<GetBackendJobRequestTypeDef, Result<GetBackendJobResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName, JobId }) =>
    timedJobView(await findJob(parts, AppId, BackendEnvironmentName, JobId));
}
