/** GET jobs/<id>: one job of an app (query: appId) with its progress. */

import { notFoundHere } from "#control/faults";
import { checkAppId, checkId } from "#control/names";
import type { ControlParts } from "#control/parts";
import { operatorJobView } from "./jobView.ts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

export function getJob(parts: ControlParts): JsonRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/jobs/{id}",
    async handle({ query, labels: { id = "" } }) {
      const appId = query.get("appId") ?? "";
      checkAppId(appId);
      checkId(id, "id");
      const job = await parts.jobs.find({ subject: appId, id });
      if (!job) throw notFoundHere(`App ${appId} has no job ${id}.`);
      return operatorJobView(job);
    },
  };
}
