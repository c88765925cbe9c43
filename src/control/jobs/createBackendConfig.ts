/** Job: CreateBackendConfig, which switches the console log-in of an app on. */

import type { JobKind } from "#kernel/jobs/job";
import { refusal } from "#control/faults";
import type { ControlParts } from "#control/parts";

export interface CreateBackendConfigInput {
  readonly backendManagerAppId: string;
}

export function createBackendConfig(parts: ControlParts): JobKind<CreateBackendConfigInput> {
  return {
    operation: "CreateBackendConfig",
    steps: [
      {
        name: "enable",
        async run(context) {
          const { subject, input } = context;
          if (!(await parts.stores.apps.find(parts.database, subject)))
            throw refusal(`App ${subject} is no longer there.`);
          await parts.stores.configs.ensure(parts.database, subject, input.backendManagerAppId, parts.clock.now());
          await context.report(`Console log-in of app ${subject} is on`);
        },
        async undo(context) {
          await parts.stores.configs.remove(parts.database, context.subject);
        },
      },
    ],
  };
}
