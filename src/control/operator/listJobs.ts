/** GET jobs: the newest jobs with their progress, of one app and environment or of all apps there are. */

import { badRequest } from "#control/faults";
import { checkAppId, checkEnvironment } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { JobRecord } from "#kernel/jobs/job";
import { operatorJobView } from "./jobView.ts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

/** More than a terminal shows at once; ListBackendJobs pages through the rest. */
const most = 100;

export function listJobs(parts: ControlParts): JsonRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/jobs",
    async handle({ query }) {
      const appId = query.get("appId");
      const environment = query.get("environment");
      if (appId === null && environment !== null) throw badRequest("environment needs an appId beside it.");
      if (appId !== null) checkAppId(appId);
      if (environment !== null) checkEnvironment(environment, "environment");
      const jobs = appId === null ? await jobsOfAll(parts) : await jobsOf(parts, appId, environment);
      return { jobs: jobs.map(operatorJobView) };
    },
  };
}

async function jobsOf(parts: ControlParts, appId: string, environment: string | null): Promise<readonly JobRecord[]> {
  return (await parts.jobs.list({ subject: appId, ...(environment !== null && { lane: environment }) }, most)).jobs;
}

async function jobsOfAll(parts: ControlParts): Promise<readonly JobRecord[]> {
  const apps = await parts.stores.apps.list(parts.database, "", 1000);
  const lists = await Promise.all(apps.map(({ appId }) => jobsOf(parts, appId, null)));
  return lists
    .flat()
    .sort((a, b) => b.createTime - a.createTime)
    .slice(0, most);
}
