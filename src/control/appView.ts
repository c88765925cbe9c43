/** Apps and environments as the Amplify service shows them. */

import type { App as AppShape, BackendEnvironment } from "#generated/types/amplify";
import { formatArn } from "#kernel/arn";
import { openAppSettings } from "./appSettings.ts";
import type { ControlParts } from "./parts.ts";
import type { App } from "./store/apps.ts";
import type { Environment } from "./store/environments.ts";

type Viewer = Pick<ControlParts, "sealer" | "settings">;

/** Members that the service always answers have a value even when they were never set. */
export function appView({ sealer, settings: place }: Viewer, app: App): AppShape {
  const settings = openAppSettings(sealer, app.appId, app.settings);
  return {
    ...settings,
    appId: app.appId,
    appArn: arnOf(place, app.appId),
    name: app.name,
    description: settings.description ?? "",
    repository: settings.repository ?? "",
    platform: settings.platform ?? "WEB",
    createTime: app.createdAt,
    updateTime: app.updatedAt,
    environmentVariables: settings.environmentVariables ?? {},
    defaultDomain: `${app.appId}.localhost`,
    enableBranchAutoBuild: settings.enableBranchAutoBuild ?? false,
    enableBasicAuth: settings.enableBasicAuth ?? false,
  };
}

export function environmentView(
  { settings: place }: Pick<ControlParts, "settings">,
  environment: Environment,
): BackendEnvironment {
  return {
    backendEnvironmentArn: `${arnOf(place, environment.appId)}/backendenvironments/${environment.name}`,
    environmentName: environment.name,
    createTime: environment.createdAt,
    updateTime: environment.updatedAt,
    stackName: environment.stackName,
    deploymentArtifacts: environment.deploymentArtifacts,
  };
}

function arnOf({ region, accountId }: { readonly region: string; readonly accountId: string }, appId: string): string {
  return formatArn({ service: "amplify", region, account: accountId, resource: `apps/${appId}` });
}
