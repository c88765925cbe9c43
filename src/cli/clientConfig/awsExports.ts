/** aws-exports.js, the form of Amplify Gen 1 in JavaScript. */

import type { Format, FormatInput } from "./format.ts";
import type { AuthResource, OAuthResource } from "./resources.ts";
import { storageRegion } from "./storageRegion.ts";

export const awsExports: Format = {
  name: "aws-exports",
  file: "aws-exports.js",
  print: (input) => `const awsmobile = ${JSON.stringify(exportsOf(input), undefined, 2)};\n\nexport default awsmobile;`,
};

function exportsOf({ resources, serverUrl }: FormatInput): object {
  const { region, api, auth, storage } = resources;
  return {
    aws_project_region: region,
    ...(auth && authKeys(auth)),
    ...(api && {
      aws_appsync_graphqlEndpoint: api.endpoint,
      aws_appsync_region: api.region,
      aws_appsync_authenticationType: api.defaultMode,
      ...(api.apiKey !== undefined && { aws_appsync_apiKey: api.apiKey }),
    }),
    ...(storage && {
      aws_user_files_s3_bucket: storage.bucket,
      aws_user_files_s3_bucket_region: storageRegion(storage.region, serverUrl),
    }),
  };
}

function authKeys(auth: AuthResource): object {
  return {
    ...(auth.identityPoolId !== undefined && { aws_cognito_identity_pool_id: auth.identityPoolId }),
    aws_cognito_region: auth.region,
    aws_user_pools_id: auth.userPoolId,
    aws_user_pools_web_client_id: auth.webClientId,
    oauth: auth.oauth ? oauthKeys(auth.oauth) : {},
    aws_cognito_username_attributes: auth.usernameAttributes,
    aws_cognito_social_providers: auth.socialProviders,
    aws_cognito_signup_attributes: auth.signupAttributes,
    aws_cognito_mfa_configuration: auth.mfaConfiguration,
    aws_cognito_mfa_types: auth.mfaTypes,
    aws_cognito_password_protection_settings: {
      passwordPolicyMinLength: auth.passwordMinimumLength ?? 8,
      passwordPolicyCharacters: auth.passwordCharacters,
    },
    aws_cognito_verification_mechanisms: auth.verificationMechanisms,
  };
}

function oauthKeys(oauth: OAuthResource): object {
  return {
    domain: oauth.domain,
    scope: oauth.scopes,
    redirectSignIn: oauth.signInUris.join(","),
    redirectSignOut: oauth.signOutUris.join(","),
    responseType: oauth.responseType,
  };
}
