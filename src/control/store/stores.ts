/** The list of the control plane's stores. */

import type { Sealer } from "#kernel/crypto/seal";
import type { Database } from "#ports/database";
import { createAccessKeyStore } from "./accessKeys.ts";
import { createApps } from "./apps.ts";
import { createBackendConfigs } from "./backendConfigs.ts";
import { createBackends } from "./backends.ts";
import { controlBuilder } from "./builder.ts";
import { createChallenges } from "./challenges.ts";
import { createEnvironments } from "./environments.ts";
import { createResources } from "./resources.ts";

export type Stores = ReturnType<typeof createStores>;

export function createStores(database: Pick<Database, "dialect" | "spelling">, sealer: Sealer) {
  const builder = controlBuilder(database);
  return {
    apps: createApps(builder),
    environments: createEnvironments(builder),
    resources: createResources(builder, sealer),
    backends: createBackends(database, sealer),
    configs: createBackendConfigs(builder),
    challenges: createChallenges(builder),
    accessKeys: createAccessKeyStore(builder),
  };
}
