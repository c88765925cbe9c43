/** The caller as functions see him: `identity` of AppSync's context object, by mode. */

import type { ApiCaller } from "#graphql/access/caller";

/** Null for API keys, as on AppSync. */
export function identityOf(caller: ApiCaller): unknown {
  switch (caller.kind) {
    case "apiKey":
      return null;
    case "userPools": {
      const { sub, username, groups, claims } = caller;
      const list = groups.length === 0 ? null : groups;
      return { claims, defaultAuthStrategy: "ALLOW", groups: list, issuer: claims["iss"] ?? "", sub, username };
    }
    case "oidc":
      return { claims: caller.claims, issuer: caller.issuer, sub: caller.subject };
    case "function":
      return { resolverContext: caller.resolverContext };
    default:
      return iamIdentity(caller.identity);
  }
}

function iamIdentity(identity: Extract<ApiCaller, { kind: "iam" }>["identity"]): unknown {
  if (identity.kind === "accessKey") {
    return { userArn: null, username: identity.accessKeyId, cognitoIdentityId: null, cognitoIdentityPoolId: null };
  }
  const { identityId, identityPoolId, authenticated, roleArn, accessKeyId } = identity;
  return {
    cognitoIdentityAuthProvider: identity.userPoolId ?? null,
    cognitoIdentityAuthType: authenticated ? "authenticated" : "unauthenticated",
    cognitoIdentityId: identityId,
    cognitoIdentityPoolId: identityPoolId,
    userArn: roleArn,
    username: accessKeyId,
  };
}
