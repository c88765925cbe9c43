/** GetBackendEnvironment: one environment of an app. */

import { environmentView } from "#control/appView";
import { companionEnvironment } from "#control/companionLookup";
import type { ControlParts } from "#control/parts";
import type { GetBackendEnvironmentRequest, GetBackendEnvironmentResult } from "#generated/types/amplify";
import type { Operation } from "#kernel/wire/operation";

export function getBackendEnvironment(
  parts: ControlParts,
): Operation<GetBackendEnvironmentRequest, GetBackendEnvironmentResult> {
  return async ({ appId, environmentName }) => {
    const environment = await companionEnvironment(parts, parts.database, appId, environmentName);
    return { backendEnvironment: environmentView(parts, environment) };
  };
}
