/** GetBackend: the app, its environments, and amplify-meta.json and cli.json of one of them. */

import { featureFlags } from "#control/featureFlags";
import { notFound } from "#control/faults";
import { requireApp } from "#control/lookup";
import { metaOf } from "#control/meta";
import { checkAppId, checkEnvironment } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { Environment } from "#control/store/environments";
import type { GetBackendRequestTypeDef, GetBackendResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

/** cli.json is the same for every environment. */
const flags = JSON.stringify(featureFlags);

export function getBackend(
  parts: ControlParts,
): Operation<GetBackendRequestTypeDef, Result<GetBackendResponseTypeDef>> {
  return async ({ AppId, BackendEnvironmentName }) => {
    checkAppId(AppId);
    if (BackendEnvironmentName !== undefined) checkEnvironment(BackendEnvironmentName);
    const app = await requireApp(parts, parts.database, AppId);
    const environments = await parts.stores.environments.list(parts.database, AppId);
    const chosen = choose(AppId, environments, BackendEnvironmentName);
    const resources = chosen ? await parts.stores.resources.list(parts.database, AppId, chosen.name) : [];
    return {
      AmplifyFeatureFlags: flags,
      AmplifyMetaConfig: chosen ? JSON.stringify(metaOf(app, chosen, resources, parts.settings)) : "{}",
      AppId,
      AppName: app.name,
      BackendEnvironmentList: environments.map(({ name }) => name),
      BackendEnvironmentName: chosen?.name ?? "",
      Error: "",
    };
  };
}

/** The environment asked for; without one, the only one there is. */
function choose(
  appId: string,
  environments: readonly Environment[],
  name: string | undefined,
): Environment | undefined {
  if (name === undefined) return environments.length === 1 ? environments[0] : undefined;
  const found = environments.find((environment) => environment.name === name);
  if (!found) throw notFound("Environment", `App ${appId} has no backend environment ${name}.`);
  return found;
}
