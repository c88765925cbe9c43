/** SetIdentityPoolRoles: the roles of users and guests, and the rules that choose others. */

import type { RoleMapping } from "#auth/identityPool";
import type { RoleMapping as RoleMappingInput } from "#generated/types/cognitoIdentity";
import { changePool } from "#auth/identityPools/changePool";
import { badParameter } from "#auth/identityPools/faults";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

const mostRules = 25;

export function setIdentityPoolRoles(parts: IdentityPoolParts): IdentityPoolOperation<"SetIdentityPoolRoles"> {
  return async ({ IdentityPoolId, Roles, RoleMappings }) => {
    const strange = Object.keys(Roles).find((kind) => kind !== "authenticated" && kind !== "unauthenticated");
    if (strange !== undefined) throw badParameter(`Roles knows authenticated and unauthenticated, not ${strange}.`);
    const mappings = Object.entries(RoleMappings ?? {}).map(
      ([name, mapping]) => [name, mappingFrom(name, mapping)] as const,
    );
    await changePool(parts, IdentityPoolId, ({ settings }) => ({
      settings: {
        ...settings,
        authenticatedRole: Roles["authenticated"],
        unauthenticatedRole: Roles["unauthenticated"],
        roleMappings: Object.fromEntries(mappings),
      },
    }));
    return {};
  };
}

function mappingFrom(
  name: string,
  { Type, AmbiguousRoleResolution, RulesConfiguration }: RoleMappingInput,
): RoleMapping {
  const rules = RulesConfiguration?.Rules ?? [];
  if (Type === "Rules" && rules.length === 0)
    throw badParameter(`RoleMappings.${name}: rules are needed for Type Rules.`);
  if (rules.length > mostRules) throw badParameter(`RoleMappings.${name}: at most ${mostRules} rules are allowed.`);
  return {
    type: Type,
    ambiguous: AmbiguousRoleResolution ?? "AuthenticatedRole",
    rules: rules.map((rule) => ({
      claim: rule.Claim,
      match: rule.MatchType,
      value: rule.Value,
      roleArn: rule.RoleARN,
    })),
  };
}
