/** CreateApp: registers an app under a new AppId. Nothing is built or hosted; the repository is kept as a note. */

import { sealAppSettings } from "#control/appSettings";
import { appView } from "#control/appView";
import { newAppId } from "#control/ids";
import { checkText } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { CreateAppRequest, CreateAppResult } from "#generated/types/amplify";
import type { Operation } from "#kernel/wire/operation";

export function createApp(parts: ControlParts): Operation<CreateAppRequest, CreateAppResult> {
  return async ({ name, oauthToken: _oauthToken, accessToken: _accessToken, ...settings }) => {
    checkText(name, "name");
    const appId = newAppId(parts.random);
    const now = parts.clock.now();
    const sealed = sealAppSettings(parts.sealer, appId, settings);
    const incarnation = parts.random.uuid();
    await parts.stores.apps.insert(parts.database, {
      appId,
      name,
      incarnation,
      settings: sealed,
      jobId: undefined,
      now,
    });
    return { app: appView(parts, { appId, name, incarnation, settings: sealed, createdAt: now, updatedAt: now }) };
  };
}
