/** Job: UpdateBackendAPI, UpdateBackendAuth, UpdateBackendStorage. */

import type { JobKind } from "#kernel/jobs/job";
import { refusal } from "#control/faults";
import { categoryType } from "#control/lookup";
import type { ControlParts } from "#control/parts";
import { requirePlane, siblingsOf } from "#control/planes";
import { addressIn, type ConfiguredInput, openConfig } from "./resourceInput.ts";

/** The plane changes all of what was asked or nothing, so there is nothing to undo. */
export function updateResource(parts: ControlParts, operation: string): JobKind<ConfiguredInput> {
  return {
    operation,
    steps: [
      {
        name: "update",
        async run(context) {
          const { input } = context;
          const { category, environment, resourceId, resourceName } = input;
          const held = await parts.stores.resources.find(parts.database, context.subject, environment, category);
          if (held?.resourceId !== resourceId)
            throw refusal(`${categoryType[category]} ${resourceName} is no longer there.`);
          const address = addressIn(context, input);
          const siblings = await siblingsOf(parts, parts.database, address);
          const config = openConfig(parts.sealer, input) as Record<string, unknown>;
          const provisioned = await requirePlane(parts, category).update({ ...address, config, siblings }, context);
          await parts.stores.resources.record(parts.database, resourceId, provisioned, parts.clock.now());
          await context.report(`${categoryType[category]} ${resourceName} is updated`);
        },
      },
    ],
  };
}
