/** The identity pool beside a user pool. */

import { type IdentityPool, type IdentityPoolSettings, userPoolProvider } from "#auth/identityPool";
import type { AuthResource } from "#auth/store/resources";
import type { CreateBackendAuthResourceConfigTypeDef } from "#generated/types/amplifyBackend";
import { formatArn } from "#kernel/arn";
import type { ResourceAddress } from "#ports/provisioner";
import type { ProvisionParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

type Config = CreateBackendAuthResourceConfigTypeDef;

/** The name, or undefined where only a user pool is wanted. @throws Refusal when the two members contradict each other */
export function identityPoolName({ AuthResources, IdentityPoolConfigs }: Config): string | undefined {
  if (AuthResources === "USER_POOL_ONLY") {
    if (!IdentityPoolConfigs) return undefined;
    throw new Refusal("IdentityPoolConfigs must be left out when AuthResources is USER_POOL_ONLY.");
  }
  if (!IdentityPoolConfigs) {
    throw new Refusal("IdentityPoolConfigs is needed when AuthResources is IDENTITY_POOL_AND_USER_POOL.");
  }
  const name = IdentityPoolConfigs.IdentityPoolName;
  if (/^[\w\s+=,.@-]{1,128}$/.test(name)) return name;
  throw new Refusal(
    "IdentityPoolConfigs.IdentityPoolName must be 1 to 128 letters, digits, spaces or any of + = , . @ - _.",
  );
}

/** The identity pool of a resource, made if it is not there yet. */
export async function addIdentityPool(
  parts: ProvisionParts,
  address: ResourceAddress,
  resource: AuthResource & { readonly identityPoolId: string },
  config: Pick<Config, "IdentityPoolConfigs">,
): Promise<IdentityPool> {
  const { identityPools } = parts.stores;
  const present = await identityPools.find(resource.identityPoolId);
  if (present) return present;
  const now = parts.clock.now();
  const pool: IdentityPool = {
    id: resource.identityPoolId,
    name: config.IdentityPoolConfigs?.IdentityPoolName ?? address.resourceName,
    settings: settingsFor(parts, address, resource, config.IdentityPoolConfigs?.UnauthenticatedLogin === true),
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  await identityPools.create(pool);
  return pool;
}

function settingsFor(
  { settings }: ProvisionParts,
  { appId, environment }: ResourceAddress,
  resource: AuthResource,
  allowUnauthenticated: boolean,
): IdentityPoolSettings {
  const role = (kind: string): string =>
    formatArn({
      service: "iam",
      region: "",
      account: settings.accountId,
      resource: `role/amplify-${appId}-${environment}-${kind}Role`,
    });
  const providerName = userPoolProvider(resource.userPoolId);
  const clientIds = [resource.webClientId, resource.nativeClientId];
  // A group's role comes first, the pool's role for signed-in users where groups name none or several.
  const byGroup = { type: "Token", ambiguous: "AuthenticatedRole", rules: [] } as const;
  return {
    allowUnauthenticated,
    allowClassicFlow: false,
    cognitoProviders: clientIds.map((clientId) => ({
      providerName,
      clientId,
      serverSideTokenCheck: true,
    })),
    authenticatedRole: role("auth"),
    unauthenticatedRole: role("unauth"),
    roleMappings: Object.fromEntries(clientIds.map((id) => [`${providerName}:${id}`, byGroup])),
    tags: {},
    kept: {},
  };
}
