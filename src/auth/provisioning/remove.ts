/** Removes a resource: pools that were made for it with everything in them, imported ones only from the list. */

import type { ProvisionParts } from "./parts.ts";

export async function removeResource(parts: ProvisionParts, resourceId: string): Promise<void> {
  const { pools, identityPools, resources } = parts.stores;
  const resource = await resources.find(resourceId);
  if (!resource) return;
  if (!resource.imported) {
    if (resource.identityPoolId !== undefined) await identityPools.remove(resource.identityPoolId);
    await pools.remove(resource.userPoolId);
  }
  await resources.remove(resourceId);
}
