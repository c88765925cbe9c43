/** DeleteApp: removes an app that has no environments; those that have are for RemoveAllBackends, which removes their data. */

import { appView } from "#control/appView";
import { companionApp } from "#control/companionLookup";
import { badRequest } from "#control/faults";
import type { ControlParts } from "#control/parts";
import type { DeleteAppRequest, DeleteAppResult } from "#generated/types/amplify";
import type { Operation } from "#kernel/wire/operation";

export function deleteApp(parts: ControlParts): Operation<DeleteAppRequest, DeleteAppResult> {
  return async ({ appId }) => {
    const app = await parts.database.transaction(async (transaction) => {
      const known = await companionApp(parts, transaction, appId);
      const environments = await parts.stores.environments.list(transaction, appId);
      if (environments.length > 0) {
        const names = environments.map(({ name }) => name).join(", ");
        throw badRequest(
          `App ${appId} has backend environments (${names}). RemoveAllBackends with CleanAmplifyApp removes them and the app.`,
        );
      }
      await parts.stores.configs.remove(transaction, appId);
      await parts.stores.challenges.removeAll(transaction, appId);
      await parts.stores.apps.remove(transaction, appId);
      return known;
    });
    return { app: appView(parts, app) };
  };
}
