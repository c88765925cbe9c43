/** What a pool publishes: its JWKS and its discovery document. */

import type { PublicJwk } from "#kernel/jwt/jwk";
import type { AuthParts } from "./parts.ts";
import { issuerOf } from "./settings.ts";
import type { SigningKeys } from "./signingKeys.ts";

export interface Documents {
  /** `/<userPoolId>/.well-known/jwks.json`; undefined for a pool that is not there. Identity pools have one, too. */
  jwks(poolId: string): Promise<{ readonly keys: readonly PublicJwk[] } | undefined>;
  /** `/<userPoolId>/.well-known/openid-configuration`. */
  discovery(poolId: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export function createDocuments(
  { stores, settings }: Pick<AuthParts, "stores" | "settings">,
  signingKeys: SigningKeys,
): Documents {
  return {
    async jwks(poolId) {
      const known = poolId.includes(":") ? stores.identityPools.find(poolId) : stores.pools.find(poolId);
      if (!(await known)) return undefined;
      return { keys: await signingKeys.jwks(poolId) };
    },

    async discovery(poolId) {
      const pool = await stores.pools.find(poolId);
      if (!pool) return undefined;
      const issuer = issuerOf(settings, pool);
      const prefix = pool.settings.oauth?.domainPrefix;
      const hosted = prefix === undefined ? undefined : `${settings.baseUrl()}/hosted/${prefix}`;
      return {
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        ...(hosted !== undefined && {
          authorization_endpoint: `${hosted}/oauth2/authorize`,
          token_endpoint: `${hosted}/oauth2/token`,
          userinfo_endpoint: `${hosted}/oauth2/userInfo`,
          revocation_endpoint: `${hosted}/oauth2/revoke`,
          end_session_endpoint: `${hosted}/logout`,
        }),
        id_token_signing_alg_values_supported: ["RS256"],
        response_types_supported: ["code", "token"],
        scopes_supported: ["openid", "email", "phone", "profile"],
        subject_types_supported: ["public"],
        token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      };
    },
  };
}
