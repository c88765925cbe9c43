/** Job: CreateBackend, which makes an environment, and the app when it was not known. */

import type { JobKind } from "#kernel/jobs/job";
import { refusal } from "#control/faults";
import type { ControlParts } from "#control/parts";
import { type BackendInput, ensureBackend, settleBackend, withdrawBackend } from "./backendRows.ts";

export function createBackend(parts: ControlParts): JobKind<BackendInput> {
  return {
    operation: "CreateBackend",
    steps: [
      {
        name: "register",
        async run(context) {
          if (!(await ensureBackend(parts, context, context.input))) {
            throw refusal(
              `App ${context.subject} has another backend environment ${context.input.environment} by now.`,
            );
          }
          const as = context.input.resourceName === "" ? "" : ` as ${context.input.resourceName}`;
          await context.report(`Registered backend environment ${context.input.environment}${as}`);
        },
        undo: (context) => withdrawBackend(parts, context),
      },
      { name: "open", run: (context) => settleBackend(parts, context, context.input.environment) },
    ],
  };
}
