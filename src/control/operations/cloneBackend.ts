/** CloneBackend: starts the job that makes an environment with the configuration another has at this moment. */

import { acceptJob } from "#control/acceptJob";
import { newBackendInput } from "#control/backendInput";
import { type CloneChange, cloneConfig, cloneImportedBucket } from "#control/cloneConfig";
import { describeResource } from "#control/describeResource";
import { badRequest, jobPending } from "#control/faults";
import { newResourceId } from "#control/ids";
import { insertBackend } from "#control/jobs/backendRows";
import type { CloneBackendInput, ClonedResource } from "#control/jobs/cloneBackend";
import { sealConfig } from "#control/jobs/resourceInput";
import { jobView } from "#control/jobView";
import { requireApp, requireSettledEnvironment } from "#control/lookup";
import { checkAppId, checkEnvironment } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { Resource } from "#control/store/resources";
import type { CloneBackendRequestTypeDef, CloneBackendResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";
import type { Runner } from "#ports/database";

export function cloneBackend(
  parts: ControlParts,
): Operation<CloneBackendRequestTypeDef, Result<CloneBackendResponseTypeDef>> {
  return async (request) => {
    const { AppId: appId, BackendEnvironmentName: source, TargetEnvironmentName: target } = request;
    checkAppId(appId);
    checkEnvironment(source);
    checkEnvironment(target, "TargetEnvironmentName");
    await requireSettledEnvironment(parts, parts.database, appId, source);
    const resources = await readyResources(parts, parts.database, appId, source);
    const input = await inputOf(parts, request, resources);
    const job = await acceptJob(parts, {
      operation: "CloneBackend",
      appId,
      lane: source,
      async prepare(transaction) {
        await checkUnchanged(parts, transaction, request, resources);
        return input;
      },
      register: (transaction, jobId) => insertTarget(parts, transaction, appId, jobId, input),
    });
    return jobView(job);
  };
}

async function readyResources(
  parts: ControlParts,
  runner: Runner,
  appId: string,
  environment: string,
): Promise<readonly Resource[]> {
  const resources = await parts.stores.resources.list(runner, appId, environment);
  return resources.filter(({ state }) => state === "READY");
}

/** What the job will make, taken down now: later changes of the source don't reach into the clone. */
async function inputOf(
  parts: ControlParts,
  { AppId: appId, BackendEnvironmentName, TargetEnvironmentName }: CloneBackendRequestTypeDef,
  resources: readonly Resource[],
): Promise<CloneBackendInput> {
  const app = await requireApp(parts, parts.database, appId);
  const source = await parts.stores.environments.find(parts.database, appId, BackendEnvironmentName);
  const { resourceName = "" } = source ?? {};
  const backend = newBackendInput(parts, {
    appId,
    appName: app.name,
    environment: TargetEnvironmentName,
    resourceName,
  });
  const pool = resources.find(({ category, imported }) => category === "auth" && !imported)?.outputs["UserPoolId"];
  const change = { target: TargetEnvironmentName, sourceUserPoolId: typeof pool === "string" ? pool : undefined };
  const cloned: ClonedResource[] = [];
  for (const resource of resources) {
    const { category, resourceName, importSource } = resource;
    const config = await configOf(parts, resource, change);
    const resourceId = newResourceId(parts.random);
    cloned.push({
      environment: TargetEnvironmentName,
      category,
      resourceName,
      resourceId,
      config: sealConfig(parts.sealer, resourceId, config),
      ...(importSource !== undefined && { importSource }),
    });
  }
  return { ...backend, resources: cloned };
}

async function checkUnchanged(
  parts: ControlParts,
  transaction: Runner,
  { AppId, BackendEnvironmentName, TargetEnvironmentName }: CloneBackendRequestTypeDef,
  taken: readonly Resource[],
): Promise<void> {
  await requireSettledEnvironment(parts, transaction, AppId, BackendEnvironmentName);
  if (await parts.stores.environments.find(transaction, AppId, TargetEnvironmentName)) {
    throw badRequest(`App ${AppId} already has a backend environment ${TargetEnvironmentName}.`);
  }
  const now = await readyResources(parts, transaction, AppId, BackendEnvironmentName);
  const mark = ({ resourceId, updatedAt }: Resource): string => `${resourceId} ${updatedAt}`;
  if (now.map(mark).join() !== taken.map(mark).join()) throw jobPending(AppId, BackendEnvironmentName);
}

async function insertTarget(
  parts: ControlParts,
  transaction: Runner,
  appId: string,
  jobId: string,
  input: CloneBackendInput,
): Promise<void> {
  await insertBackend(parts, transaction, { jobId, subject: appId }, input);
  const now = parts.clock.now();
  for (const { resourceId, environment, category, resourceName, importSource } of input.resources) {
    await parts.stores.resources.insert(transaction, {
      resourceId,
      appId,
      environment,
      category,
      resourceName,
      importSource,
      jobId,
      now,
    });
  }
}

/** What the clone of a resource is made of, or attached by. */
async function configOf(parts: ControlParts, resource: Resource, change: CloneChange): Promise<unknown> {
  const { category, importSource } = resource;
  // What an imported pool is set to belongs to the pool, and comes along with it.
  if (importSource !== undefined && category !== "storage") return importSource;
  const config = await describeResource(parts, category, resource);
  return importSource === undefined ? cloneConfig(category, config, change) : cloneImportedBucket(importSource, config);
}
