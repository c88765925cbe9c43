/** The provisioner of category "auth": user pools with two clients and, where asked, an identity pool. */

import type {
  CreateBackendAuthResourceConfigTypeDef,
  ImportBackendAuthRequestTypeDef,
  UpdateBackendAuthResourceConfigTypeDef,
} from "#generated/types/amplifyBackend";
import type { Provisioner } from "#ports/provisioner";
import { attachResource } from "./provisioning/attach.ts";
import { createResource } from "./provisioning/create.ts";
import { removeResource } from "./provisioning/remove.ts";
import { configOf } from "./provisioning/toConfig.ts";
import { updateResource } from "./provisioning/update.ts";
import type { ProvisionParts } from "./provisioning/parts.ts";

export function createProvisioner(parts: ProvisionParts): Provisioner {
  const { pools, identityPools, resources } = parts.stores;
  return {
    category: "auth",
    create: (request, progress) =>
      createResource(parts, request, request.config as CreateBackendAuthResourceConfigTypeDef, progress),
    update: (request, progress) =>
      updateResource(parts, request, request.config as UpdateBackendAuthResourceConfigTypeDef, progress),
    import: (request, progress) =>
      attachResource(parts, request, request.config as ImportBackendAuthRequestTypeDef, progress),
    remove: (address) => removeResource(parts, address.resourceId),

    async describe({ resourceId }) {
      const resource = await resources.find(resourceId);
      const pool = resource && (await pools.find(resource.userPoolId));
      if (!pool) return undefined;
      const identityPool = resource.identityPoolId ? await identityPools.find(resource.identityPoolId) : undefined;
      return configOf(pool, identityPool);
    },

    list: () => resources.ids(),
  };
}
