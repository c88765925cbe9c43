/** A case's settings in the words of the official transformers. */

import type { AuthMode, Settings } from "../settings.ts";

const entries: Readonly<Record<AuthMode, object>> = {
  API_KEY: { apiKeyConfig: { apiKeyExpirationDays: 7, description: "" } },
  AMAZON_COGNITO_USER_POOLS: { userPoolConfig: { userPoolId: "us-east-1_pool" } },
  AWS_IAM: {},
  OPENID_CONNECT: { openIDConnectConfig: { name: "issuer", issuerUrl: "https://issuer.example" } },
  AWS_LAMBDA: { lambdaAuthorizerConfig: { lambdaFunction: "authorizer", ttlSeconds: 300 } },
};

export function authConfiguration(settings: Settings): object {
  const entry = (mode: AuthMode): object => ({ authenticationType: mode, ...entries[mode] });
  return {
    defaultAuthentication: entry(settings.defaultMode),
    additionalAuthenticationProviders: settings.additionalModes.map(entry),
  };
}

const handlers = { OPTIMISTIC: "OPTIMISTIC_CONCURRENCY", AUTOMERGE: "AUTOMERGE" } as const;

/** The member that turns versions on, under the name the transformer gives it; empty when there are none. */
export function conflict(settings: Settings, member: string): object {
  if (settings.conflictResolution === "NONE") return {};
  const handler = handlers[settings.conflictResolution];
  return { [member]: { project: { ConflictDetection: "VERSION", ConflictHandler: handler } } };
}
