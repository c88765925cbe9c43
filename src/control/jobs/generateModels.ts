/** Job: GenerateBackendAPIModels. */

import type { JobKind } from "#kernel/jobs/job";
import { refusal } from "#control/faults";
import type { ControlParts } from "#control/parts";
import { addressIn, type ResourceInput } from "./resourceInput.ts";

export function generateModels(parts: ControlParts): JobKind<ResourceInput> {
  return {
    operation: "GenerateBackendAPIModels",
    steps: [
      {
        name: "generate",
        async run(context) {
          if (!parts.models) throw refusal("This version of Ohmstead cannot generate models yet.");
          await parts.models.generate(addressIn(context, context.input), context);
          await context.report(`Generated models of ${context.input.resourceName}`);
        },
      },
    ],
  };
}
