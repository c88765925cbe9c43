/** Job: DeleteBackendAPI, DeleteBackendAuth, DeleteBackendStorage. */

import type { JobKind } from "#kernel/jobs/job";
import type { ControlParts } from "#control/parts";
import { removeResource } from "./removal.ts";
import type { ResourceInput } from "./resourceInput.ts";

/** There is no way back: cancelled halfway, the resource stays hidden until it is deleted again. */
export function deleteResource(parts: ControlParts, operation: string): JobKind<ResourceInput> {
  return {
    operation,
    steps: [{ name: "remove", run: (context) => removeResource(parts, context, context.input) }],
  };
}
