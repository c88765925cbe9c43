/** amplify-meta.json of an environment, as the Amplify CLI writes it and scripts read it. */

import { formatArn } from "#kernel/arn";
import type { App } from "./store/apps.ts";
import type { Environment } from "./store/environments.ts";
import type { Resource } from "./store/resources.ts";

export interface MetaPlace {
  readonly region: string;
  readonly accountId: string;
}

export type Meta = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Top-level keys are `providers` and the categories that have a resource; below a category stands the resource's name. */
export function metaOf(
  app: Pick<App, "appId">,
  environment: Environment,
  resources: readonly Resource[],
  place: MetaPlace,
): Meta {
  const meta: Record<string, Record<string, unknown>> = {
    providers: { awscloudformation: providerOf(app, environment, place) },
  };
  for (const resource of resources) {
    if (resource.state === "READY") meta[resource.category] = { [resource.resourceName]: entryOf(resource) };
  }
  return meta;
}

function providerOf(
  app: Pick<App, "appId">,
  environment: Environment,
  { region, accountId }: MetaPlace,
): Record<string, string> {
  const role = (kind: string): string => `${environment.stackName}-${kind}Role`;
  const roleArn = (kind: string): string =>
    formatArn({ service: "iam", region: "", account: accountId, resource: `role/${role(kind)}` });
  const stack = `stack/${environment.stackName}/${environment.incarnation}`;
  return {
    AuthRoleName: role("auth"),
    AuthRoleArn: roleArn("auth"),
    UnauthRoleName: role("unauth"),
    UnauthRoleArn: roleArn("unauth"),
    Region: region,
    DeploymentBucketName: environment.deploymentArtifacts,
    StackName: environment.stackName,
    StackId: formatArn({ service: "cloudformation", region, account: accountId, resource: stack }),
    AmplifyAppId: app.appId,
    ...(environment.resourceName !== "" && { ResourceName: environment.resourceName }),
  };
}

function entryOf(resource: Resource): Record<string, unknown> {
  return {
    ...resource.meta,
    providerPlugin: "awscloudformation",
    ...(resource.imported && { serviceType: "imported" }),
    output: resource.outputs,
    lastPushTimeStamp: new Date(resource.updatedAt).toISOString(),
  };
}

/**
 * The stack name of a new environment: `amplify-<app name>-<environment>-<suffix>`, in characters a stack name may have.
 * @param suffix letters or digits that keep it unique.
 */
export function stackNameOf(appName: string, environment: string, suffix: string): string {
  const plain = appName
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 20);
  return `amplify-${plain === "" ? "app" : plain}-${environment}-${suffix}`;
}
