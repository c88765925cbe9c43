/** Job: CreateBackendAPI, CreateBackendAuth, CreateBackendStorage. */

import type { JobKind } from "#kernel/jobs/job";
import type { ControlParts } from "#control/parts";
import { type ConfiguredInput, openConfig } from "./resourceInput.ts";
import { bringSteps, create } from "./resourceSteps.ts";

export function createResource(parts: ControlParts, operation: string): JobKind<ConfiguredInput> {
  return { operation, steps: bringSteps(parts, create, (input) => openConfig(parts.sealer, input)) };
}
