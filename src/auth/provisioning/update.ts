/** Changes what UpdateBackendAuth gives, all of it or nothing. */

import { newIdentityId } from "#auth/ids";
import type { IdentityPool } from "#auth/identityPool";
import type { OAuthSettings, Pool } from "#auth/pool";
import type { AuthResource } from "#auth/store/resources";
import type { UpdateBackendAuthResourceConfigTypeDef } from "#generated/types/amplifyBackend";
import type { Progress, Provisioned, ResourceAddress } from "#ports/provisioner";
import { withOAuth } from "./clients.ts";
import { refuseTakenPrefix } from "./create.ts";
import { settingsAfter } from "./fromConfig.ts";
import { addIdentityPool } from "./identityPool.ts";
import { provisionedOf } from "./outputs.ts";
import type { ProvisionParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

type Config = UpdateBackendAuthResourceConfigTypeDef;

export async function updateResource(
  parts: ProvisionParts,
  address: ResourceAddress,
  config: Config,
  progress: Progress,
): Promise<Provisioned> {
  const resource = await parts.stores.resources.find(address.resourceId);
  const present = resource && (await parts.stores.pools.find(resource.userPoolId));
  if (!present) throw new Refusal("The user pool of this resource is no longer there.");
  if (resource.imported) {
    throw new Refusal(
      "This user pool was imported; change it where it was made, by UpdateUserPool or UpdateBackendAuth there.",
    );
  }
  checkIdentityPool(resource, config);
  const pool = await changePool(parts, present, config);
  if (config.UserPoolConfigs.OAuth && pool.settings.oauth) await changeClients(parts, resource, pool.settings.oauth);
  await progress.report(`User pool ${pool.name} (${pool.id})`);
  const { identityPool, resource: after } = await changeIdentityPool(parts, address, resource, config);
  return provisionedOf(parts.settings, after, pool, identityPool);
}

async function changePool(parts: ProvisionParts, present: Pool, config: Config): Promise<Pool> {
  const { pools } = parts.stores;
  let pool = present;
  for (let tries = 0; tries < 5; tries += 1) {
    const settings = settingsAfter(pool.settings, config.UserPoolConfigs);
    const from = pool;
    const written = await refuseTakenPrefix(settings, () => pools.update(from, { settings }, parts.clock.now()));
    const now = await pools.find(pool.id);
    if (!now) throw new Refusal("The user pool of this resource is no longer there.");
    if (written) return now;
    pool = now;
  }
  throw new Refusal("The user pool was changed by other requests at the same time. Run the job again.");
}

async function changeClients(parts: ProvisionParts, resource: AuthResource, oauth: OAuthSettings): Promise<void> {
  const { clients } = parts.stores;
  for (const id of [resource.webClientId, resource.nativeClientId]) {
    for (let written = false; !written; ) {
      const client = await clients.find(id);
      if (!client) break;
      written = await clients.update(client, { settings: withOAuth(client.settings, oauth) }, parts.clock.now());
    }
  }
}

/** Refused before anything is changed. */
function checkIdentityPool(resource: AuthResource, { AuthResources, IdentityPoolConfigs }: Config): void {
  if (AuthResources === "USER_POOL_ONLY" && IdentityPoolConfigs) {
    throw new Refusal("IdentityPoolConfigs must be left out when AuthResources is USER_POOL_ONLY.");
  }
  if (AuthResources === "USER_POOL_ONLY" && resource.identityPoolId !== undefined) {
    throw new Refusal(
      "AuthResources cannot go back to USER_POOL_ONLY: identities and their credentials would be lost. Delete the resource and create it anew to do so.",
    );
  }
}

/** Switches guest access, or adds the identity pool that was not wanted at first. */
async function changeIdentityPool(
  parts: ProvisionParts,
  address: ResourceAddress,
  resource: AuthResource,
  { AuthResources, IdentityPoolConfigs }: Config,
): Promise<{ readonly identityPool: IdentityPool | undefined; readonly resource: AuthResource }> {
  const { identityPools, resources } = parts.stores;
  const guests = IdentityPoolConfigs?.UnauthenticatedLogin;
  if (AuthResources === "USER_POOL_ONLY") return { identityPool: undefined, resource };
  const id = resource.identityPoolId ?? newIdentityId(parts.random, parts.settings.region);
  // The id is kept before the pool is made, so that a job run again goes on with it.
  if (resource.identityPoolId === undefined) await resources.setIdentityPool(resource.resourceId, id);
  const after = { ...resource, identityPoolId: id };
  const added = { IdentityPoolName: poolName(address), UnauthenticatedLogin: guests ?? false };
  await addIdentityPool(parts, address, after, { IdentityPoolConfigs: added });
  for (let written = guests === undefined; !written; ) {
    const pool = await identityPools.find(id);
    if (!pool || guests === undefined) break;
    const settings = { ...pool.settings, allowUnauthenticated: guests };
    written = await identityPools.update(pool, { settings }, parts.clock.now());
  }
  return { identityPool: await identityPools.find(id), resource: after };
}

function poolName({ resourceName, environment }: ResourceAddress): string {
  return `${resourceName}_identitypool_${environment}`.replace(/[^\w\s+=,.@-]/g, "_").slice(0, 128);
}
