/** ListBackendJobs: jobs of an environment, newest first; filters combine. */

import { badRequest, notFound } from "#control/faults";
import { timedJobView } from "#control/jobView";
import { checkAppId, checkEnvironment } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { ListBackendJobsRequestTypeDef, ListBackendJobsResponseTypeDef } from "#generated/types/amplifyBackend";
import type { JobFilter } from "#kernel/jobs/job";
import type { JobCursor } from "#kernel/jobs/jobs";
import type { Operation, Result } from "#kernel/wire/operation";

const defaultPage = 25;

export function listBackendJobs(
  parts: ControlParts,
): Operation<ListBackendJobsRequestTypeDef, Result<ListBackendJobsResponseTypeDef>> {
  return async (request) => {
    checkAppId(request.AppId);
    checkEnvironment(request.BackendEnvironmentName);
    const filter = filterOf(request);
    const scope = JSON.stringify(["ListBackendJobs", filter]);
    const after = request.NextToken === undefined ? undefined : parts.pageTokens.decode(request.NextToken, scope);
    if (request.NextToken !== undefined && after === undefined) {
      throw badRequest("NextToken is not one that ListBackendJobs gave for this environment and these filters.");
    }
    const page = await parts.jobs.list(filter, request.MaxResults ?? defaultPage, after as JobCursor | undefined);
    if (page.jobs.length === 0) await requireKnown(parts, filter.subject, request.BackendEnvironmentName);
    return {
      Jobs: page.jobs.map(timedJobView),
      ...(page.next && { NextToken: parts.pageTokens.encode(page.next, scope) }),
    };
  };
}

function filterOf(request: ListBackendJobsRequestTypeDef): JobFilter {
  return {
    subject: request.AppId,
    lane: request.BackendEnvironmentName,
    ...(request.JobId !== undefined && { id: request.JobId }),
    ...(request.Operation !== undefined && { operation: request.Operation }),
    ...(request.Status !== undefined && { status: request.Status }),
  };
}

/** An empty list is an answer only for an environment that is there, or was once: a job of it is proof. */
async function requireKnown(parts: ControlParts, appId: string, environment: string): Promise<void> {
  if (await parts.stores.environments.find(parts.database, appId, environment)) return;
  const past = await parts.jobs.list({ subject: appId, lane: environment }, 1);
  if (past.jobs.length === 0) throw notFound("Environment", `App ${appId} has no backend environment ${environment}.`);
}
