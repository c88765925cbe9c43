/** Removing resources and environments for good; every function may run again after a crash. */

import type { StepContext } from "#kernel/jobs/job";
import { categoryType } from "#control/lookup";
import type { ControlParts } from "#control/parts";
import type { Category } from "#ports/provisioner";
import type { Environment } from "#control/store/environments";
import { type ResourceInput } from "./resourceInput.ts";
import { withdrawResource } from "./resourceSteps.ts";

/** The order of removal: an API goes before the pool whose tokens it accepts. */
export const removalOrder: readonly Category[] = ["api", "storage", "auth"];

/** Removes a resource for good and says so. */
export async function removeResource(
  parts: ControlParts,
  context: StepContext<unknown>,
  input: ResourceInput,
): Promise<void> {
  await withdrawResource(parts, context, input);
  await context.report(`Removed ${categoryType[input.category]} ${input.resourceName} of ${input.environment}`);
}

/** Removes the resource of one category, if the environment has one. */
export async function removeCategory(
  parts: ControlParts,
  context: StepContext<unknown>,
  environment: string,
  category: Category,
): Promise<void> {
  const resource = await parts.stores.resources.find(parts.database, context.subject, environment, category);
  if (resource) await removeResource(parts, context, resource);
}

/** Removes the environment's row; its resources are gone by then. */
export async function removeEnvironment(
  parts: ControlParts,
  context: StepContext<unknown>,
  environment: Environment,
): Promise<void> {
  await parts.stores.environments.remove(parts.database, environment.appId, environment.name);
  await context.report(`Removed backend environment ${environment.name}`);
}
