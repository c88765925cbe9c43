/** GetIdentityPoolRoles: the roles of users and guests, and the rules that choose others. */

import { openPool } from "#auth/identityPools/identities";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

export function getIdentityPoolRoles(parts: IdentityPoolParts): IdentityPoolOperation<"GetIdentityPoolRoles"> {
  return async ({ IdentityPoolId }) => {
    const { settings } = await openPool(parts, IdentityPoolId);
    const { authenticatedRole: authenticated, unauthenticatedRole: unauthenticated } = settings;
    const mappings = Object.entries(settings.roleMappings).map(([name, mapping]) => {
      const Rules = mapping.rules.map(({ claim, match, value, roleArn }) => ({
        Claim: claim,
        MatchType: match,
        Value: value,
        RoleARN: roleArn,
      }));
      const rules = Rules.length > 0 ? { RulesConfiguration: { Rules } } : {};
      return [name, { Type: mapping.type, AmbiguousRoleResolution: mapping.ambiguous, ...rules }] as const;
    });
    return {
      IdentityPoolId,
      Roles: { ...(authenticated && { authenticated }), ...(unauthenticated && { unauthenticated }) },
      RoleMappings: Object.fromEntries(mappings),
    };
  };
}
