/** Makes what CreateBackendAuth asks for; run again after a crash it goes on where it was. */

import { newClientId, newIdentityId, newPoolId } from "#auth/ids";
import type { IdentityPool } from "#auth/identityPool";
import type { Pool, PoolSettings } from "#auth/pool";
import type { AuthResource } from "#auth/store/resources";
import type { CreateBackendAuthResourceConfigTypeDef } from "#generated/types/amplifyBackend";
import type { Progress, Provisioned, ResourceAddress } from "#ports/provisioner";
import { clientSettingsFor } from "./clients.ts";
import { settingsFrom } from "./fromConfig.ts";
import { addIdentityPool, identityPoolName } from "./identityPool.ts";
import { provisionedOf } from "./outputs.ts";
import type { ProvisionParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

type Config = CreateBackendAuthResourceConfigTypeDef;

export async function createResource(
  parts: ProvisionParts,
  address: ResourceAddress,
  config: Config,
  progress: Progress,
): Promise<Provisioned> {
  const settings = settingsFrom(config.UserPoolConfigs, parts.settings.issuerForm);
  const name = poolName(config);
  const wantsIdentityPool = identityPoolName(config) !== undefined;
  const resource = await parts.stores.resources.claim(planned(parts, address, wantsIdentityPool));
  const pool = await ensurePool(parts, resource, name, settings);
  await progress.report(`User pool ${pool.name} (${pool.id})`);
  await ensureClients(parts, resource, pool);
  await parts.signingKeys.create(pool.id);
  await progress.report("App clients and signing keys");
  let identityPool: IdentityPool | undefined;
  if (resource.identityPoolId !== undefined) {
    identityPool = await addIdentityPool(
      parts,
      address,
      { ...resource, identityPoolId: resource.identityPoolId },
      config,
    );
    await progress.report(`Identity pool ${identityPool.name} (${identityPool.id})`);
  }
  return provisionedOf(parts.settings, resource, pool, identityPool);
}

/** Ids are made before anything else and kept, so that a job run again makes nothing twice. */
function planned(parts: ProvisionParts, address: ResourceAddress, wantsIdentityPool: boolean): AuthResource {
  const { random, settings, clock } = parts;
  return {
    ...address,
    imported: false,
    userPoolId: newPoolId(random, settings.region),
    webClientId: newClientId(random),
    nativeClientId: newClientId(random),
    identityPoolId: wantsIdentityPool ? newIdentityId(random, settings.region) : undefined,
    createdAt: clock.now(),
  };
}

function poolName({ UserPoolConfigs }: Config): string {
  const name = UserPoolConfigs.UserPoolName;
  if (/^[\w\s+=,.@-]{1,128}$/.test(name)) return name;
  throw new Refusal("UserPoolConfigs.UserPoolName must be 1 to 128 letters, digits, spaces or any of + = , . @ - _.");
}

async function ensurePool(
  parts: ProvisionParts,
  resource: AuthResource,
  name: string,
  settings: PoolSettings,
): Promise<Pool> {
  const { pools } = parts.stores;
  const present = await pools.find(resource.userPoolId);
  if (present) return present;
  const now = parts.clock.now();
  const pool: Pool = { id: resource.userPoolId, name, settings, revision: 1, createdAt: now, updatedAt: now };
  await refuseTakenPrefix(settings, () => pools.create(pool));
  return pool;
}

/** @throws Refusal when the hosted-pages prefix belongs to another pool */
export async function refuseTakenPrefix<T>(settings: PoolSettings, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "UniqueViolation") throw error;
    throw new Refusal(
      `OAuth.DomainPrefix ${settings.oauth?.domainPrefix ?? ""} is already taken by another user pool.`,
    );
  }
}

async function ensureClients(parts: ProvisionParts, resource: AuthResource, pool: Pool): Promise<void> {
  const { clients } = parts.stores;
  const now = parts.clock.now();
  const names = [
    [resource.webClientId, `${pool.name}_app_clientWeb`],
    [resource.nativeClientId, `${pool.name}_app_client`],
  ] as const;
  for (const [id, name] of names) {
    if (await clients.find(id)) continue;
    const settings = clientSettingsFor(pool.settings.oauth);
    await clients.create({ id, poolId: pool.id, name, settings, revision: 1, createdAt: now, updatedAt: now });
  }
}
