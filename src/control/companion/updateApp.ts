/** UpdateApp: changes what the request gives and leaves the rest. */

import { openAppSettings, sealAppSettings } from "#control/appSettings";
import { appView } from "#control/appView";
import { companionApp } from "#control/companionLookup";
import { checkText } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { UpdateAppRequest, UpdateAppResult } from "#generated/types/amplify";
import type { Operation } from "#kernel/wire/operation";

export function updateApp(parts: ControlParts): Operation<UpdateAppRequest, UpdateAppResult> {
  return async ({ appId, name, oauthToken: _oauthToken, accessToken: _accessToken, ...changes }) => {
    if (name !== undefined) checkText(name, "name");
    const app = await parts.database.transaction(async (transaction) => {
      const known = await companionApp(parts, transaction, appId);
      const settings = { ...openAppSettings(parts.sealer, appId, known.settings), ...changes };
      const sealed = sealAppSettings(parts.sealer, appId, settings);
      await parts.stores.apps.update(transaction, appId, name ?? known.name, sealed, parts.clock.now());
      return companionApp(parts, transaction, appId);
    });
    return { app: appView(parts, app) };
  };
}
