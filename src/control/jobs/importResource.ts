/** Job: ImportBackendAuth, ImportBackendStorage; attaches what exists instead of making it. */

import type { JobKind } from "#kernel/jobs/job";
import type { ControlParts } from "#control/parts";
import { type ConfiguredInput, openConfig } from "./resourceInput.ts";
import { attach, bringSteps } from "./resourceSteps.ts";

export function importResource(parts: ControlParts, operation: string): JobKind<ConfiguredInput> {
  const idsOf = (input: ConfiguredInput): unknown => openConfig(parts.sealer, input);
  return { operation, steps: bringSteps(parts, attach, idsOf, idsOf) };
}
