/** CreateBackendEnvironment: registers an environment at once; it is the same one that AmplifyBackend then gives resources. */

import { environmentView } from "#control/appView";
import { companionApp } from "#control/companionLookup";
import { badRequest } from "#control/faults";
import { stackNameOf } from "#control/meta";
import { checkEnvironment, checkText } from "#control/names";
import type { ControlParts } from "#control/parts";
import type { CreateBackendEnvironmentRequest, CreateBackendEnvironmentResult } from "#generated/types/amplify";
import { randomText } from "#kernel/id";
import type { Operation } from "#kernel/wire/operation";

export function createBackendEnvironment(
  parts: ControlParts,
): Operation<CreateBackendEnvironmentRequest, CreateBackendEnvironmentResult> {
  return async ({ appId, environmentName, stackName, deploymentArtifacts }) => {
    checkEnvironment(environmentName, "environmentName");
    if (stackName !== undefined) checkText(stackName, "stackName");
    if (deploymentArtifacts !== undefined) checkText(deploymentArtifacts, "deploymentArtifacts");
    const environment = await parts.database.transaction(async (transaction) => {
      const app = await companionApp(parts, transaction, appId);
      if (await parts.stores.environments.find(transaction, appId, environmentName)) {
        throw badRequest(`App ${appId} already has a backend environment ${environmentName}.`);
      }
      const stack = stackName ?? stackNameOf(app.name, environmentName, randomText(parts.random, 5));
      const now = parts.clock.now();
      const row = {
        appId,
        name: environmentName,
        incarnation: parts.random.uuid(),
        state: "READY",
        resourceName: "",
        stackName: stack,
        deploymentArtifacts: deploymentArtifacts ?? `${stack}-deployment`,
        jobId: undefined,
      } as const;
      await parts.stores.environments.insert(transaction, { ...row, now });
      await parts.stores.apps.settle(transaction, appId);
      return { ...row, createdAt: now, updatedAt: now };
    });
    return { backendEnvironment: environmentView(parts, environment) };
  };
}
