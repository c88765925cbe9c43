/** Accepting the jobs that make, change and remove one resource of an environment. */

import type { JobRecord } from "#kernel/jobs/job";
import type { Category } from "#ports/provisioner";
import { acceptJob } from "./acceptJob.ts";
import { badRequest } from "./faults.ts";
import { newResourceId } from "./ids.ts";
import { type ConfiguredInput, type ResourceInput, sealConfig } from "./jobs/resourceInput.ts";
import { categoryType, requireResource, requireSettledEnvironment } from "./lookup.ts";
import { checkAppId, checkEnvironment, checkResourceName } from "./names.ts";
import type { ControlParts } from "./parts.ts";

/** Which resource a request means. */
export interface ResourceRequest {
  readonly operation: string;
  readonly category: Category;
  readonly appId: string;
  readonly environment: string;
  readonly resourceName: string;
}

export function checkResourceRequest(request: Omit<ResourceRequest, "operation" | "category">): void {
  checkAppId(request.appId);
  checkEnvironment(request.environment);
  checkResourceName(request.resourceName);
}

/**
 * Accepts a job that makes (or imports) a resource; its row enters with the job.
 * @param importSource the ids of an import, kept so that a clone can import again.
 * @throws BadRequestException when the environment has a resource of the category already.
 */
export async function acceptNewResource(
  parts: ControlParts,
  request: ResourceRequest,
  config: unknown,
  importSource?: unknown,
): Promise<JobRecord> {
  checkResourceRequest(request);
  const { operation, category, appId, environment, resourceName } = request;
  const resourceId = newResourceId(parts.random);
  const input: ConfiguredInput = {
    environment,
    category,
    resourceName,
    resourceId,
    config: sealConfig(parts.sealer, resourceId, config),
  };
  return acceptJob(parts, {
    operation,
    appId,
    lane: environment,
    async prepare(transaction) {
      await requireSettledEnvironment(parts, transaction, appId, environment);
      return input;
    },
    async register(transaction, jobId) {
      const { resources } = parts.stores;
      const held = await resources.find(transaction, appId, environment, category);
      if (held) {
        const state = held.state === "REMOVING" ? ", whose removal has begun; delete it first" : "";
        const type = categoryType[category];
        throw badRequest(
          `Backend environment ${environment} of app ${appId} already has the ${type} resource ${held.resourceName}${state}. An environment has one ${type} resource.`,
        );
      }
      const now = parts.clock.now();
      await resources.insert(transaction, {
        resourceId,
        appId,
        environment,
        category,
        resourceName,
        importSource,
        jobId,
        now,
      });
    },
  });
}

/** Accepts a change. @throws NotFoundException when there is no such resource. */
export async function acceptResourceUpdate(
  parts: ControlParts,
  request: ResourceRequest,
  config: unknown,
): Promise<JobRecord> {
  return acceptExisting(parts, request, ["READY"], (input) => ({
    ...input,
    config: sealConfig(parts.sealer, input.resourceId, config),
  }));
}

/** Accepts a removal, also of what an earlier removal left half done. */
export async function acceptResourceRemoval(parts: ControlParts, request: ResourceRequest): Promise<JobRecord> {
  return acceptExisting(parts, request, ["READY", "REMOVING"], (input) => input);
}

/** Accepts any other job on a READY resource. */
export async function acceptResourceJob(parts: ControlParts, request: ResourceRequest): Promise<JobRecord> {
  return acceptExisting(parts, request, ["READY"], (input) => input);
}

async function acceptExisting(
  parts: ControlParts,
  request: ResourceRequest,
  states: readonly string[],
  inputOf: (input: ResourceInput) => ResourceInput,
): Promise<JobRecord> {
  checkResourceRequest(request);
  const { operation, category, appId, environment, resourceName } = request;
  return acceptJob(parts, {
    operation,
    appId,
    lane: environment,
    async prepare(transaction) {
      await requireSettledEnvironment(parts, transaction, appId, environment);
      const { resourceId } = await requireResource(parts, transaction, request, states);
      return inputOf({ environment, category, resourceName, resourceId });
    },
  });
}
