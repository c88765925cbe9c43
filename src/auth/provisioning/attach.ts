/** Attaches an existing user pool with two of its clients, as ImportBackendAuth asks. */

import { type IdentityPool, userPoolProvider } from "#auth/identityPool";
import type { ImportBackendAuthRequestTypeDef } from "#generated/types/amplifyBackend";
import type { Progress, Provisioned, ResourceAddress } from "#ports/provisioner";
import { provisionedOf } from "./outputs.ts";
import type { ProvisionParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

type Ids = Pick<ImportBackendAuthRequestTypeDef, "UserPoolId" | "NativeClientId" | "WebClientId" | "IdentityPoolId">;

export async function attachResource(
  parts: ProvisionParts,
  address: ResourceAddress,
  ids: Ids,
  progress: Progress,
): Promise<Provisioned> {
  const pool = await parts.stores.pools.find(ids.UserPoolId);
  if (!pool) throw new Refusal(`UserPoolId: there is no user pool ${ids.UserPoolId} here.`);
  await checkClient(parts, "NativeClientId", ids.NativeClientId, pool.id);
  await checkClient(parts, "WebClientId", ids.WebClientId, pool.id);
  const identityPool = await openIdentityPool(parts, ids.IdentityPoolId, pool.id);
  const resource = await parts.stores.resources.claim({
    ...address,
    imported: true,
    userPoolId: pool.id,
    webClientId: ids.WebClientId,
    nativeClientId: ids.NativeClientId,
    identityPoolId: identityPool?.id,
    createdAt: parts.clock.now(),
  });
  await progress.report(`Attached user pool ${pool.name} (${pool.id})`);
  return provisionedOf(parts.settings, resource, pool, identityPool);
}

async function checkClient(parts: ProvisionParts, member: string, clientId: string, poolId: string): Promise<void> {
  const client = await parts.stores.clients.find(clientId);
  if (!client) throw new Refusal(`${member}: there is no app client ${clientId} here.`);
  if (client.poolId !== poolId)
    throw new Refusal(`${member}: the app client ${clientId} belongs to another user pool than ${poolId}.`);
}

async function openIdentityPool(
  parts: ProvisionParts,
  id: string | undefined,
  userPoolId: string,
): Promise<IdentityPool | undefined> {
  if (!id) return undefined;
  const pool = await parts.stores.identityPools.find(id);
  if (!pool) throw new Refusal(`IdentityPoolId: there is no identity pool ${id} here.`);
  const provider = userPoolProvider(userPoolId);
  if (pool.settings.cognitoProviders.some(({ providerName }) => providerName === provider)) return pool;
  throw new Refusal(`IdentityPoolId: the identity pool ${id} does not accept users of ${userPoolId}.`);
}
