/** Identity pools as the service takes and answers them. */

import type { IdentityPool, IdentityPoolSettings } from "#auth/identityPool";
import type { CreateIdentityPoolInput, IdentityPool as IdentityPoolView } from "#generated/types/cognitoIdentity";

/** Members that are kept as given and answered again, but have no effect here. */
const keptMembers = [
  "SupportedLoginProviders",
  "DeveloperProviderName",
  "OpenIdConnectProviderARNs",
  "SamlProviderARNs",
] as const;

type PoolInput = Omit<CreateIdentityPoolInput, "IdentityPoolName">;

/** Settings of a new pool, or of one after UpdateIdentityPool, which states the pool as a whole; roles stay. */
export function settingsFromInput(input: PoolInput, present?: IdentityPoolSettings): IdentityPoolSettings {
  const kept = keptMembers.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]] as const]));
  const providers = (input.CognitoIdentityProviders ?? []).flatMap(
    ({ ProviderName, ClientId, ServerSideTokenCheck }) =>
      ProviderName && ClientId
        ? [{ providerName: ProviderName, clientId: ClientId, serverSideTokenCheck: ServerSideTokenCheck ?? false }]
        : [],
  );
  return {
    allowUnauthenticated: input.AllowUnauthenticatedIdentities,
    allowClassicFlow: input.AllowClassicFlow ?? false,
    cognitoProviders: providers,
    authenticatedRole: present?.authenticatedRole,
    unauthenticatedRole: present?.unauthenticatedRole,
    roleMappings: present?.roleMappings ?? {},
    tags: input.IdentityPoolTags ?? present?.tags ?? {},
    kept: Object.fromEntries(kept),
  };
}

export function poolView({ id, name, settings }: IdentityPool): IdentityPoolView {
  return {
    ...settings.kept,
    IdentityPoolId: id,
    IdentityPoolName: name,
    AllowUnauthenticatedIdentities: settings.allowUnauthenticated,
    AllowClassicFlow: settings.allowClassicFlow,
    CognitoIdentityProviders: settings.cognitoProviders.map((provider) => ({
      ProviderName: provider.providerName,
      ClientId: provider.clientId,
      ServerSideTokenCheck: provider.serverSideTokenCheck,
    })),
    IdentityPoolTags: settings.tags,
  };
}
