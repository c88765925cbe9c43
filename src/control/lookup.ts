/** Finding what a request names; each function throws the NotFoundException its users answer. */

import type { Runner } from "#ports/database";
import type { Category, ResourceAddress } from "#ports/provisioner";
import { badRequest, jobPending, notFound, type ResourceType } from "./faults.ts";
import type { ControlParts } from "./parts.ts";
import type { App } from "./store/apps.ts";
import type { Environment } from "./store/environments.ts";
import type { Resource } from "./store/resources.ts";

/** What `NotFoundException.ResourceType` says for a category. */
export const categoryType: Readonly<Record<Category, ResourceType>> = { api: "API", auth: "Auth", storage: "Storage" };

export async function requireApp(parts: ControlParts, runner: Runner, appId: string): Promise<App> {
  const app = await parts.stores.apps.find(runner, appId);
  if (!app) throw notFound("App", `There is no app ${appId}. CreateBackend or CreateApp makes one.`);
  return app;
}

export async function requireEnvironment(
  parts: ControlParts,
  runner: Runner,
  appId: string,
  name: string,
): Promise<Environment> {
  await requireApp(parts, runner, appId);
  const environment = await parts.stores.environments.find(runner, appId, name);
  if (!environment) throw notFound("Environment", `App ${appId} has no backend environment ${name}.`);
  return environment;
}

/**
 * An environment that jobs may change.
 * @throws ValidationException while another environment's job makes it, BadRequestException when its removal has begun.
 */
export async function requireSettledEnvironment(
  parts: ControlParts,
  runner: Runner,
  appId: string,
  name: string,
): Promise<Environment> {
  const environment = await requireEnvironment(parts, runner, appId, name);
  if (environment.state === "CREATING") throw jobPending(appId, name);
  if (environment.state === "REMOVING") {
    throw badRequest(
      `The removal of backend environment ${name} of app ${appId} has begun; DeleteBackend finishes it.`,
    );
  }
  return environment;
}

/** The environment's READY resource of a category, when it has the given name. */
export async function requireResource(
  parts: ControlParts,
  runner: Runner,
  address: {
    readonly appId: string;
    readonly environment: string;
    readonly category: Category;
    readonly resourceName: string;
  },
  states: readonly string[] = ["READY"],
): Promise<Resource> {
  const { appId, environment, category, resourceName } = address;
  const resource = await parts.stores.resources.find(runner, appId, environment, category);
  if (!resource || resource.resourceName !== resourceName || !states.includes(resource.state)) {
    const type = categoryType[category];
    throw notFound(type, `Backend environment ${environment} of app ${appId} has no ${type} resource ${resourceName}.`);
  }
  return resource;
}

export function addressOf(resource: Resource): ResourceAddress {
  const { appId, environment, resourceName, resourceId } = resource;
  return { appId, environment, resourceName, resourceId };
}
