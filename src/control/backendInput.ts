/** The rows-to-be of a new environment, made when its job is accepted and the same on every retry. */

import { randomText } from "#kernel/id";
import { emptyAppSettings } from "./appSettings.ts";
import type { BackendInput } from "./jobs/backendRows.ts";
import { stackNameOf } from "./meta.ts";
import type { ControlParts } from "./parts.ts";

export interface NewBackend {
  readonly appId: string;
  /** The app's name, under which it is registered when it is not known. */
  readonly appName: string;
  readonly environment: string;
  readonly resourceName: string;
}

export function newBackendInput(parts: ControlParts, backend: NewBackend): BackendInput {
  const { appId, appName, environment, resourceName } = backend;
  return {
    appName,
    appIncarnation: parts.random.uuid(),
    environment,
    incarnation: parts.random.uuid(),
    resourceName,
    stackName: stackNameOf(appName, environment, randomText(parts.random, 5)),
    settings: emptyAppSettings(parts.sealer, appId),
  };
}
