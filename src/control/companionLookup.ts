/** Finding what a request of the Amplify service names; its NotFoundException has no ResourceType. */

import type { Runner } from "#ports/database";
import { notFoundHere } from "./faults.ts";
import type { ControlParts } from "./parts.ts";
import type { App } from "./store/apps.ts";
import type { Environment } from "./store/environments.ts";

export async function companionApp(parts: ControlParts, runner: Runner, appId: string): Promise<App> {
  const app = await parts.stores.apps.find(runner, appId);
  if (!app) throw notFoundHere(`App ${appId} not found.`);
  return app;
}

export async function companionEnvironment(
  parts: ControlParts,
  runner: Runner,
  appId: string,
  name: string,
): Promise<Environment> {
  await companionApp(parts, runner, appId);
  const environment = await parts.stores.environments.find(runner, appId, name);
  if (!environment) throw notFoundHere(`Backend environment ${name.slice(0, 64)} of app ${appId} not found.`);
  return environment;
}
