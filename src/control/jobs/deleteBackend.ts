/** Job: DeleteBackend, which removes an environment with all it has; the app stays. */

import type { JobKind, Step, StepContext } from "#kernel/jobs/job";
import type { ControlParts } from "#control/parts";
import type { Environment } from "#control/store/environments";
import { removalOrder, removeCategory, removeEnvironment } from "./removal.ts";

export interface DeleteBackendInput {
  readonly environment: string;
  /** Which environment of that name: an old job that is run again must not meet a newer one. */
  readonly incarnation: string;
}

export function deleteBackend(parts: ControlParts): JobKind<DeleteBackendInput> {
  async function meant(context: StepContext<DeleteBackendInput>): Promise<Environment | undefined> {
    const { environment, incarnation } = context.input;
    const found = await parts.stores.environments.find(parts.database, context.subject, environment);
    return found?.incarnation === incarnation ? found : undefined;
  }
  const hide: Step<DeleteBackendInput> = {
    name: "close",
    async run(context) {
      const environment = await meant(context);
      if (!environment) return;
      await parts.stores.environments.setState(
        parts.database,
        context.subject,
        environment.name,
        "REMOVING",
        parts.clock.now(),
      );
    },
  };
  const categories = removalOrder.map(
    (category): Step<DeleteBackendInput> => ({
      name: `remove ${category}`,
      async run(context) {
        const environment = await meant(context);
        if (environment) await removeCategory(parts, context, environment.name, category);
      },
    }),
  );
  const last: Step<DeleteBackendInput> = {
    name: "remove environment",
    async run(context) {
      const environment = await meant(context);
      if (environment) await removeEnvironment(parts, context, environment);
    },
  };
  return { operation: "DeleteBackend", steps: [hide, ...categories, last] };
}
