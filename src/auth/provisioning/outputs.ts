/** The auth entry of amplify-meta.json: outputs and frontendAuthConfig. */

import type { IdentityPool } from "#auth/identityPool";
import type { OAuthSettings, Pool, PoolSettings } from "#auth/pool";
import { poolArn } from "#auth/poolArn";
import type { AuthSettings } from "#auth/settings";
import type { AuthResource } from "#auth/store/resources";
import type { Provisioned } from "#ports/provisioner";
import { scopeName, socialProviders } from "./clients.ts";
import { hostedDomain } from "./hostedDomain.ts";

export function provisionedOf(
  settings: AuthSettings,
  resource: AuthResource,
  pool: Pool,
  identityPool: IdentityPool | undefined,
): Provisioned {
  const outputs = {
    UserPoolId: pool.id,
    UserPoolArn: poolArn(settings, pool.id),
    UserPoolName: pool.name,
    AppClientID: resource.nativeClientId,
    AppClientIDWeb: resource.webClientId,
    ...(identityPool && { IdentityPoolId: identityPool.id, IdentityPoolName: identityPool.name }),
    ...(pool.settings.oauth && oauthOutputs(settings, pool.settings.oauth)),
  };
  const meta = { service: "Cognito", frontendAuthConfig: frontendConfig(pool.settings) };
  return { outputs, meta, imported: resource.imported };
}

function oauthOutputs(settings: AuthSettings, oauth: OAuthSettings): Record<string, unknown> {
  const clients = socialProviders(oauth).flatMap(({ output, clientId }) => (clientId ? [[output, clientId]] : []));
  const metadata = {
    AllowedOAuthFlows: [oauth.grantType === "CODE" ? "code" : "implicit"],
    AllowedOAuthScopes: oauth.scopes.map(scopeName),
    CallbackURLs: oauth.redirectSignInUris,
    LogoutURLs: oauth.redirectSignOutUris,
  };
  return {
    ...(oauth.domainPrefix !== undefined && {
      HostedUIDomain: hostedDomain(settings.baseUrl(), oauth.domainPrefix),
    }),
    OAuthMetadata: JSON.stringify(metadata),
    ...Object.fromEntries(clients),
  };
}

const providerNames: Readonly<Record<string, string>> = {
  Facebook: "FACEBOOK",
  Google: "GOOGLE",
  LoginWithAmazon: "LOGIN_WITH_AMAZON",
  SignInWithApple: "SIGN_IN_WITH_APPLE",
};

function frontendConfig(settings: PoolSettings): Record<string, unknown> {
  const { passwordPolicy: policy, mfa } = settings;
  const required = settings.schema.filter(({ name, required }) => required && name !== "sub");
  return {
    usernameAttributes: settings.usernameAttributes.map((name) => name.toUpperCase()),
    socialProviders: settings.oauth ? socialProviders(settings.oauth).map(({ name }) => providerNames[name]) : [],
    signupAttributes: required.map(({ name }) => name.toUpperCase()),
    passwordProtectionSettings: {
      passwordPolicyMinLength: policy.minimumLength,
      passwordPolicyCharacters: [
        ...(policy.requireLowercase ? ["REQUIRES_LOWERCASE"] : []),
        ...(policy.requireNumbers ? ["REQUIRES_NUMBERS"] : []),
        ...(policy.requireSymbols ? ["REQUIRES_SYMBOLS"] : []),
        ...(policy.requireUppercase ? ["REQUIRES_UPPERCASE"] : []),
      ],
    },
    mfaConfiguration: mfa.mode,
    mfaTypes: [...(mfa.sms ? ["SMS"] : []), ...(mfa.softwareToken ? ["TOTP"] : [])],
    verificationMechanisms: settings.autoVerifiedAttributes.map((name) => name.toUpperCase()),
  };
}
