/** DeleteBackendEnvironment: takes an environment without resources off the register; DeleteBackend removes resources. */

import { environmentView } from "#control/appView";
import { companionEnvironment } from "#control/companionLookup";
import { badRequest } from "#control/faults";
import type { ControlParts } from "#control/parts";
import type { DeleteBackendEnvironmentRequest, DeleteBackendEnvironmentResult } from "#generated/types/amplify";
import type { Operation } from "#kernel/wire/operation";
import type { Runner } from "#ports/database";

export function deleteBackendEnvironment(
  parts: ControlParts,
): Operation<DeleteBackendEnvironmentRequest, DeleteBackendEnvironmentResult> {
  return async ({ appId, environmentName }) => {
    const environment = await parts.database.transaction(async (transaction) => {
      const known = await companionEnvironment(parts, transaction, appId, environmentName);
      await checkEmpty(parts, transaction, appId, environmentName);
      if (known.state === "CREATING")
        throw badRequest(`Backend environment ${environmentName} is still being made; wait for its job.`);
      await parts.stores.environments.remove(transaction, appId, environmentName);
      return known;
    });
    return { backendEnvironment: environmentView(parts, environment) };
  };
}

async function checkEmpty(parts: ControlParts, transaction: Runner, appId: string, environment: string): Promise<void> {
  const resources = await parts.stores.resources.list(transaction, appId, environment);
  if (resources.length === 0) return;
  const names = resources.map(({ category, resourceName }) => `${category} ${resourceName}`).join(", ");
  throw badRequest(
    `Backend environment ${environment} has resources (${names}). DeleteBackend removes them and the environment.`,
  );
}
