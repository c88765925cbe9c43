/** GetBackend: the app, its environments, and amplify-meta.json and cli.json of one of them. */

import { createAnswerMemory } from "#control/answerMemory";
import { featureFlags } from "#control/featureFlags";
import { noEnvironment, requireBackend } from "#control/lookup";
import { metaOf } from "#control/meta";
import { checkAppId, checkEnvironment } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { BackendRows } from "#control/store/backends";
import type { GetBackendRequestTypeDef, GetBackendResponseTypeDef } from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

type Answer = Result<GetBackendResponseTypeDef>;

/** cli.json is the same for every environment. */
const flags = JSON.stringify(featureFlags);
/** Answers hold the outputs of resources, a few kilobytes each. */
const rememberedAnswers = 256;

export function getBackend(parts: ControlParts): Operation<GetBackendRequestTypeDef, Answer> {
  const answers = createAnswerMemory<Answer>(rememberedAnswers);
  return async ({ AppId, BackendEnvironmentName }) => {
    checkAppId(AppId);
    if (BackendEnvironmentName !== undefined) checkEnvironment(BackendEnvironmentName);
    const name = BackendEnvironmentName ?? (await onlyEnvironment(parts, AppId));
    const rows = await requireBackend(parts, parts.database, AppId, name);
    const texts = [rows.appName, rows.environments, rows.resources];
    return answers.of(`${AppId}/${name}`, texts, () => answerOf(parts, AppId, name, rows));
  };
}

/** The app's environment when it has just one, else no name. */
async function onlyEnvironment(parts: ControlParts, appId: string): Promise<string> {
  const { environmentsOf } = parts.stores.backends;
  const [first, second] = environmentsOf(await requireBackend(parts, parts.database, appId, ""));
  return first && !second ? first.name : "";
}

/** @param name the environment to tell about, or empty for none. */
function answerOf(parts: ControlParts, appId: string, name: string, rows: BackendRows): Answer {
  const { environmentsOf, resourcesOf } = parts.stores.backends;
  const environments = environmentsOf(rows);
  const chosen = environments.find((environment) => environment.name === name);
  if (!chosen && name !== "") throw noEnvironment(appId, name);
  return {
    AmplifyFeatureFlags: flags,
    AmplifyMetaConfig: chosen ? JSON.stringify(metaOf({ appId }, chosen, resourcesOf(rows), parts.settings)) : "{}",
    AppId: appId,
    AppName: rows.appName,
    BackendEnvironmentList: environments.map((environment) => environment.name),
    BackendEnvironmentName: chosen?.name ?? "",
    Error: "",
  };
}
