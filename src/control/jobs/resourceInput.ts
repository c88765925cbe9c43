/** What the jobs that make or change one resource carry, and how its configuration is kept secret in the job's row. */

import type { Sealer } from "#kernel/crypto/seal";
import type { StepContext } from "#kernel/jobs/job";
import type { Category, ResourceAddress } from "#ports/provisioner";

export interface ResourceInput {
  readonly environment: string;
  readonly category: Category;
  readonly resourceName: string;
  readonly resourceId: string;
}

export interface ConfiguredInput extends ResourceInput {
  /** Sealed JSON of the ResourceConfig: it may hold secrets of sign-in providers. */
  readonly config: string;
}

function purpose(resourceId: string): string {
  return `job configuration of resource ${resourceId}`;
}

export function sealConfig(sealer: Sealer, resourceId: string, config: unknown): string {
  return sealer.seal(JSON.stringify(config), purpose(resourceId));
}

export function openConfig(sealer: Sealer, input: ConfiguredInput): unknown {
  return JSON.parse(sealer.openText(input.config, purpose(input.resourceId)));
}

/** The resource a step works on. */
export function addressIn(context: Pick<StepContext<unknown>, "subject">, input: ResourceInput): ResourceAddress {
  const { environment, resourceName, resourceId } = input;
  return { appId: context.subject, environment, resourceName, resourceId };
}
