/** Finding what a request names; each function throws the NotFoundException its users answer. */

import type { Runner } from "#ports/database";
import type { Category, ResourceAddress } from "#ports/provisioner";
import { badRequest, jobPending, notFound, type ResourceType } from "./faults.ts";
import type { ControlParts } from "./parts.ts";
import type { App } from "./store/apps.ts";
import type { BackendRows } from "./store/backends.ts";
import type { Environment } from "./store/environments.ts";
import type { Resource } from "./store/resources.ts";

/** What `NotFoundException.ResourceType` says for a category. */
export const categoryType: Readonly<Record<Category, ResourceType>> = { api: "API", auth: "Auth", storage: "Storage" };

export async function requireApp(parts: ControlParts, runner: Runner, appId: string): Promise<App> {
  const app = await parts.stores.apps.find(runner, appId);
  if (!app) throw noApp(appId);
  return app;
}

/** The app with its environments and the resources of one of them, which need not be there. */
export async function requireBackend(
  parts: ControlParts,
  runner: Runner,
  appId: string,
  environment: string,
): Promise<BackendRows> {
  const rows = await parts.stores.backends.look(runner, appId, environment);
  if (!rows) throw noApp(appId);
  return rows;
}

export async function requireEnvironment(
  parts: ControlParts,
  runner: Runner,
  appId: string,
  name: string,
): Promise<Environment> {
  await requireApp(parts, runner, appId);
  const environment = await parts.stores.environments.find(runner, appId, name);
  if (!environment) throw noEnvironment(appId, name);
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

/** A resource as requests name it. */
interface Named {
  readonly appId: string;
  readonly environment: string;
  readonly category: Category;
  readonly resourceName: string;
}

/** The environment's resource of a category, when it has the given name and one of the states. */
export async function requireResource(
  parts: ControlParts,
  runner: Runner,
  named: Named,
  states: readonly string[],
): Promise<Resource> {
  const { appId, environment, category, resourceName } = named;
  const resource = await parts.stores.resources.find(runner, appId, environment, category);
  if (!resource || resource.resourceName !== resourceName || !states.includes(resource.state)) throw noResource(named);
  return resource;
}

/** Where a plane finds a READY resource. One statement, and nothing is unsealed: the Get operations come this way. */
export async function requireAddress(parts: ControlParts, runner: Runner, named: Named): Promise<ResourceAddress> {
  const { appId, environment, category, resourceName } = named;
  const { backends } = parts.stores;
  const rows = await requireBackend(parts, runner, appId, environment);
  if (!backends.environmentsOf(rows).some(({ name }) => name === environment)) throw noEnvironment(appId, environment);
  const row = backends.resourceRows(rows).find((each) => each.category === category);
  if (row?.resource_name !== resourceName || row.state !== "READY") throw noResource(named);
  return { appId, environment, resourceName, resourceId: row.resource_id };
}

function noApp(appId: string): Error {
  return notFound("App", `There is no app ${appId}. CreateBackend or CreateApp makes one.`);
}

export function noEnvironment(appId: string, name: string): Error {
  return notFound("Environment", `App ${appId} has no backend environment ${name}.`);
}

function noResource({ appId, environment, category, resourceName }: Named): Error {
  const type = categoryType[category];
  return notFound(type, `Backend environment ${environment} of app ${appId} has no ${type} resource ${resourceName}.`);
}
