/** A case's settings in the words of the official transformers. */

import type { AuthMode, Resolution, Settings } from "../settings.ts";

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

const handlers: Readonly<Record<Exclude<Resolution, "NONE">, object>> = {
  OPTIMISTIC: { ConflictHandler: "OPTIMISTIC_CONCURRENCY" },
  AUTOMERGE: { ConflictHandler: "AUTOMERGE" },
  LAMBDA: { ConflictHandler: "LAMBDA", LambdaConflictHandler: { name: "resolver" } },
};

/** The member that turns versions on, under the name the transformer gives it; empty when there are none. */
export function conflict(settings: Settings, member: string): object {
  const entry = (resolution: Resolution): object =>
    resolution === "NONE" ? { ConflictDetection: "NONE" } : { ConflictDetection: "VERSION", ...handlers[resolution] };
  const models = Object.entries(settings.conflictOfModels).map(
    ([name, resolution]) => [name, entry(resolution)] as const,
  );
  const project = settings.conflictResolution === "NONE" ? {} : { project: entry(settings.conflictResolution) };
  if (models.length === 0 && settings.conflictResolution === "NONE") return {};
  return { [member]: { ...project, ...(models.length === 0 ? {} : { models: Object.fromEntries(models) }) } };
}
