/** amplify_outputs.json, the form of Amplify Gen 2 libraries. */

import type { Format, FormatInput } from "./format.ts";
import type { ApiResource, AuthResource, OAuthResource } from "./resources.ts";
import { storageRegion } from "./storageRegion.ts";

export const amplifyOutputs: Format = {
  name: "amplify-outputs",
  file: "amplify_outputs.json",
  print: (input) => JSON.stringify(outputs(input), undefined, 2),
};

function outputs({ resources, serverUrl, modelIntrospection }: FormatInput): object {
  const { api, auth, storage } = resources;
  return {
    version: "1.4",
    ...(auth && { auth: authSection(auth, serverUrl) }),
    ...(api && { data: dataSection(api, modelIntrospection) }),
    ...(storage && {
      storage: { aws_region: storageRegion(storage.region, serverUrl), bucket_name: storage.bucket },
    }),
  };
}

function dataSection(api: ApiResource, modelIntrospection: string | undefined): object {
  return {
    aws_region: api.region,
    url: api.endpoint,
    ...(api.apiKey !== undefined && { api_key: api.apiKey }),
    default_authorization_type: api.defaultMode,
    authorization_types: api.additionalModes,
    ...(modelIntrospection !== undefined && { model_introspection: JSON.parse(modelIntrospection) as unknown }),
  };
}

const MFA = { OFF: "NONE", OPTIONAL: "OPTIONAL", ON: "REQUIRED" } as const;

function authSection(auth: AuthResource, serverUrl: string): object {
  return {
    aws_region: auth.region,
    user_pool_id: auth.userPoolId,
    user_pool_client_id: auth.webClientId,
    // Flutter reads it; JavaScript needs the line of set-up that the manual shows.
    user_pool_endpoint: serverUrl,
    ...(auth.identityPoolId !== undefined && { identity_pool_id: auth.identityPoolId }),
    username_attributes: auth.usernameAttributes.map(lower),
    standard_required_attributes: auth.signupAttributes.map(lower),
    user_verification_types: auth.verificationMechanisms.map(lower),
    mfa_configuration: MFA[auth.mfaConfiguration as keyof typeof MFA] ?? "NONE",
    mfa_methods: auth.mfaTypes,
    password_policy: {
      ...(auth.passwordMinimumLength !== undefined && { min_length: auth.passwordMinimumLength }),
      require_lowercase: auth.passwordCharacters.includes("REQUIRES_LOWERCASE"),
      require_uppercase: auth.passwordCharacters.includes("REQUIRES_UPPERCASE"),
      require_numbers: auth.passwordCharacters.includes("REQUIRES_NUMBERS"),
      require_symbols: auth.passwordCharacters.includes("REQUIRES_SYMBOLS"),
    },
    ...(auth.oauth && { oauth: oauthSection(auth.oauth, auth.socialProviders) }),
  };
}

const PROVIDERS: Readonly<Record<string, string>> = {
  AMAZON: "LOGIN_WITH_AMAZON",
  APPLE: "SIGN_IN_WITH_APPLE",
};

function oauthSection(oauth: OAuthResource, providers: readonly string[]): object {
  return {
    identity_providers: providers.map((provider) => PROVIDERS[provider] ?? provider),
    domain: oauth.domain,
    scopes: oauth.scopes,
    redirect_sign_in_uri: oauth.signInUris,
    redirect_sign_out_uri: oauth.signOutUris,
    response_type: oauth.responseType,
  };
}

function lower(value: string): string {
  return value.toLowerCase();
}
