/** GetApp: one app. */

import { appView } from "#control/appView";
import { companionApp } from "#control/companionLookup";
import type { ControlParts } from "#control/parts";
import type { GetAppRequest, GetAppResult } from "#generated/types/amplify";
import type { Operation } from "#kernel/wire/operation";

export function getApp(parts: ControlParts): Operation<GetAppRequest, GetAppResult> {
  return async ({ appId }) => ({ app: appView(parts, await companionApp(parts, parts.database, appId)) });
}
