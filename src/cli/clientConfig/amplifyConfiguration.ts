/** amplifyconfiguration.json, the form of Amplify Gen 1 on Android, iOS and Flutter. */

import type { Format, FormatInput } from "./format.ts";
import type { ApiResource, AuthResource, OAuthResource, Resources } from "./resources.ts";

export const amplifyConfiguration: Format = {
  name: "amplifyconfiguration",
  file: "amplifyconfiguration.json",
  print: (input) => JSON.stringify(configuration(input), undefined, 2),
};

function configuration({ resources, serverUrl }: FormatInput): object {
  const { api, auth, storage } = resources;
  return {
    UserAgent: "aws-amplify-cli/2.0",
    Version: "1.0",
    ...(api && { api: { plugins: { awsAPIPlugin: { [api.name]: apiEntry(api) } } } }),
    ...(auth && { auth: { plugins: { awsCognitoAuthPlugin: authPlugin(auth, resources, serverUrl) } } }),
    ...(storage && {
      storage: {
        plugins: {
          awsS3StoragePlugin: { bucket: storage.bucket, region: storage.region, defaultAccessLevel: "guest" },
        },
      },
    }),
  };
}

function apiEntry(api: ApiResource): object {
  return {
    endpointType: "GraphQL",
    endpoint: api.endpoint,
    region: api.region,
    authorizationType: api.defaultMode,
    ...(api.apiKey !== undefined && { apiKey: api.apiKey }),
  };
}

function authPlugin(auth: AuthResource, { api, storage }: Resources, serverUrl: string): object {
  return {
    UserAgent: "aws-amplify-cli/0.1.0",
    Version: "0.1.0",
    IdentityManager: { Default: {} },
    ...(auth.identityPoolId !== undefined && {
      CredentialsProvider: { CognitoIdentity: { Default: { PoolId: auth.identityPoolId, Region: auth.region } } },
    }),
    CognitoUserPool: {
      Default: {
        PoolId: auth.userPoolId,
        AppClientId: auth.nativeClientId,
        Region: auth.region,
        Endpoint: serverUrl,
      },
    },
    Auth: { Default: authDefaults(auth) },
    ...(api && {
      AppSync: {
        Default: {
          ApiUrl: api.endpoint,
          Region: api.region,
          AuthMode: api.defaultMode,
          ...(api.apiKey !== undefined && { ApiKey: api.apiKey }),
          ClientDatabasePrefix: `${api.name}_${api.defaultMode}`,
        },
      },
    }),
    ...(storage && { S3TransferUtility: { Default: { Bucket: storage.bucket, Region: storage.region } } }),
  };
}

function authDefaults(auth: AuthResource): object {
  return {
    authenticationFlowType: "USER_SRP_AUTH",
    ...(auth.oauth && { OAuth: oauthEntry(auth.oauth, auth.nativeClientId) }),
    usernameAttributes: auth.usernameAttributes,
    signupAttributes: auth.signupAttributes,
    socialProviders: auth.socialProviders,
    passwordProtectionSettings: {
      passwordPolicyMinLength: auth.passwordMinimumLength ?? 8,
      passwordPolicyCharacters: auth.passwordCharacters,
    },
    mfaConfiguration: auth.mfaConfiguration,
    mfaTypes: auth.mfaTypes,
    verificationMechanisms: auth.verificationMechanisms,
  };
}

function oauthEntry(oauth: OAuthResource, clientId: string): object {
  return {
    WebDomain: oauth.domain,
    AppClientId: clientId,
    SignInRedirectURI: oauth.signInUris.join(","),
    SignOutRedirectURI: oauth.signOutUris.join(","),
    Scopes: oauth.scopes,
  };
}
