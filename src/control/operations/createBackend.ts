/** CreateBackend: starts the job that makes an environment; an AppId not known yet is registered under AppName. */

import { acceptJob } from "#control/acceptJob";
import { newBackendInput } from "#control/backendInput";
import { badRequest } from "#control/faults";
import { insertBackend } from "#control/jobs/backendRows";
import { jobView } from "#control/jobView";
import { checkAppId, checkEnvironment, checkResourceName, checkText } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { CreateBackendRequestTypeDef, CreateBackendResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";
import type { Runner } from "#ports/database";

export function createBackend(
  parts: ControlParts,
): Operation<CreateBackendRequestTypeDef, Result<CreateBackendResponseTypeDef>> {
  return async (request) => {
    checkRequest(request);
    const { AppId: appId, AppName: appName, BackendEnvironmentName: environment, ResourceName = "" } = request;
    const input = newBackendInput(parts, { appId, appName, environment, resourceName: ResourceName });
    const job = await acceptJob(parts, {
      operation: "CreateBackend",
      appId,
      lane: environment,
      async prepare(transaction) {
        await checkFree(parts, transaction, request);
        return input;
      },
      register: (transaction, jobId) => insertBackend(parts, transaction, { jobId, subject: appId }, input),
    });
    return jobView(job);
  };
}

function checkRequest(request: CreateBackendRequestTypeDef): void {
  checkAppId(request.AppId);
  checkText(request.AppName, "AppName");
  checkEnvironment(request.BackendEnvironmentName);
  if (request.ResourceName !== undefined) checkResourceName(request.ResourceName);
  const [unknown] = Object.keys(request.ResourceConfig ?? {});
  if (unknown !== undefined) {
    throw badRequest(
      `ResourceConfig of CreateBackend has no members, so ${JSON.stringify(unknown.slice(0, 40))} cannot be set; leave it out or send {}.`,
    );
  }
}

async function checkFree(
  parts: ControlParts,
  transaction: Runner,
  request: CreateBackendRequestTypeDef,
): Promise<void> {
  const { AppId, AppName, BackendEnvironmentName } = request;
  const app = await parts.stores.apps.find(transaction, AppId);
  if (app && app.name !== AppName) {
    throw badRequest(`App ${AppId} is known as ${JSON.stringify(app.name)}, not ${JSON.stringify(AppName)}.`);
  }
  if (await parts.stores.environments.find(transaction, AppId, BackendEnvironmentName)) {
    throw badRequest(`App ${AppId} already has a backend environment ${BackendEnvironmentName}.`);
  }
}
