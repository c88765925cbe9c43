/** Job: RemoveAllBackends, which removes every environment of an app and, when asked, the app. */

import type { JobKind, StepContext } from "#kernel/jobs/job";
import type { ControlParts } from "#control/parts";
import { removalOrder, removeCategory, removeEnvironment } from "./removal.ts";

export interface RemoveAllBackendsInput {
  readonly appIncarnation: string;
  readonly cleanAmplifyApp: boolean;
}

export function removeAllBackends(parts: ControlParts): JobKind<RemoveAllBackendsInput> {
  const { apps, environments, configs, challenges } = parts.stores;

  /** False for an app that is gone, or was registered anew since this job was accepted. */
  async function meant(context: StepContext<RemoveAllBackendsInput>): Promise<boolean> {
    const app = await apps.find(parts.database, context.subject);
    return app?.incarnation === context.input.appIncarnation;
  }

  return {
    operation: "RemoveAllBackends",
    steps: [
      {
        name: "remove environments",
        async run(context) {
          if (!(await meant(context))) return;
          for (const environment of await environments.list(parts.database, context.subject)) {
            context.signal.throwIfAborted();
            await environments.setState(
              parts.database,
              context.subject,
              environment.name,
              "REMOVING",
              parts.clock.now(),
            );
            for (const category of removalOrder) await removeCategory(parts, context, environment.name, category);
            await removeEnvironment(parts, context, environment);
          }
        },
      },
      {
        name: "remove app",
        async run(context) {
          if (!context.input.cleanAmplifyApp || !(await meant(context))) return;
          await parts.database.transaction(async (transaction) => {
            await configs.remove(transaction, context.subject);
            await challenges.removeAll(transaction, context.subject);
            await apps.remove(transaction, context.subject);
          });
          await context.report(`Removed app ${context.subject}`);
        },
      },
    ],
  };
}
