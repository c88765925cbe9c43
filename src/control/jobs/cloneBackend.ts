/** Job: CloneBackend, which makes an environment with the configuration of another; resources are new, data is not copied. */

import type { JobKind, Step } from "#kernel/jobs/job";
import { refusal } from "#control/faults";
import type { ControlParts } from "#control/parts";
import type { Category } from "#ports/provisioner";
import { type BackendInput, ensureBackend, settleBackend, withdrawBackend } from "./backendRows.ts";
import { type ConfiguredInput, openConfig } from "./resourceInput.ts";
import { attach, claimResource, create, provisionResource, withdrawResource } from "./resourceSteps.ts";

export interface ClonedResource extends ConfiguredInput {
  /** The ids to attach again, when the source's resource is an imported one. */
  readonly importSource?: unknown;
}

/** `environment` and all else of `BackendInput` is the target's. */
export interface CloneBackendInput extends BackendInput {
  readonly resources: readonly ClonedResource[];
}

/** Pools come first: the API accepts their tokens. */
const order: readonly Category[] = ["auth", "storage", "api"];

/** All or nothing: what a failure leaves of the target is taken away. */
export function cloneBackend(parts: ControlParts): JobKind<CloneBackendInput> {
  const register: Step<CloneBackendInput> = {
    name: "register",
    async run(context) {
      const { input } = context;
      if (!(await ensureBackend(parts, context, input))) {
        throw refusal(`App ${context.subject} has another backend environment ${input.environment} by now.`);
      }
      for (const resource of input.resources) await claimResource(parts, context, resource, resource.importSource);
      await context.report(`Registered backend environment ${input.environment}`);
    },
    undo: (context) => withdrawBackend(parts, context),
  };
  const open: Step<CloneBackendInput> = {
    name: "open",
    run: (context) => settleBackend(parts, context, context.input.environment),
  };
  return {
    operation: "CloneBackend",
    steps: [register, ...order.map((category) => cloneCategory(parts, category)), open],
  };
}

function cloneCategory(parts: ControlParts, category: Category): Step<CloneBackendInput> {
  const meant = (input: CloneBackendInput): ClonedResource | undefined =>
    input.resources.find((resource) => resource.category === category);
  return {
    name: `clone ${category}`,
    async run(context) {
      const resource = meant(context.input);
      if (!resource) return;
      const bring = resource.importSource === undefined ? create : attach;
      await provisionResource(parts, context, resource, openConfig(parts.sealer, resource), bring);
      await context.report(`Cloned ${resource.resourceName} into ${resource.environment}`);
    },
    async undo(context) {
      const resource = meant(context.input);
      if (resource) await withdrawResource(parts, context, resource);
    },
  };
}
