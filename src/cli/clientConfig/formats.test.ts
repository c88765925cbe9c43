/** The client configuration is what the stock Amplify library reads, checked with its own parser. */

import { parseAmplifyConfig } from "aws-amplify/utils";
import { describe, expect, test } from "vitest";
import type { Format } from "./format.ts";
import { formats } from "./list.ts";
import { readResources } from "./resources.ts";

const meta = {
  providers: { awscloudformation: { Region: "eu-west-1" } },
  api: {
    todo: {
      service: "AppSync",
      output: {
        GraphQLAPIIdOutput: "abc",
        GraphQLAPIEndpointOutput: "http://127.0.0.1:4600/graphql/abc",
        GraphQLAPIKeyOutput: "da2-secret",
        authConfig: {
          defaultAuthentication: { authenticationType: "API_KEY" },
          additionalAuthenticationProviders: [{ authenticationType: "AWS_IAM" }],
        },
      },
    },
  },
  auth: {
    people: {
      service: "Cognito",
      output: {
        UserPoolId: "eu-west-1_Ab12Cd34E",
        AppClientID: "nativeclient",
        AppClientIDWeb: "webclient",
        IdentityPoolId: "eu-west-1:1b2c",
        HostedUIDomain: "people.auth.localhost:4600",
        OAuthMetadata: JSON.stringify({
          AllowedOAuthFlows: ["code"],
          AllowedOAuthScopes: ["email", "openid"],
          CallbackURLs: ["http://localhost:3000/"],
          LogoutURLs: ["http://localhost:3000/bye"],
        }),
      },
      frontendAuthConfig: {
        usernameAttributes: ["EMAIL"],
        signupAttributes: ["EMAIL"],
        socialProviders: ["GOOGLE"],
        mfaConfiguration: "OPTIONAL",
        mfaTypes: ["SMS", "TOTP"],
        verificationMechanisms: ["EMAIL"],
        passwordProtectionSettings: { passwordPolicyMinLength: 10, passwordPolicyCharacters: ["REQUIRES_NUMBERS"] },
      },
    },
  },
  storage: { files: { service: "S3", output: { BucketName: "files-1", Region: "eu-west-1" } } },
};

const input = {
  resources: readResources(meta, "us-east-1"),
  serverUrl: "http://127.0.0.1:4600",
  modelIntrospection: JSON.stringify({ version: 1, models: {}, nonModels: {}, enums: {} }),
};

describe("amplify-outputs", () => {
  const parsed = parseAmplifyConfig(JSON.parse(named("amplify-outputs").print(input)));

  test("names the API with both modes and the models", () => {
    expect(parsed.API?.GraphQL).toMatchObject({
      endpoint: "http://127.0.0.1:4600/graphql/abc",
      region: "eu-west-1",
      apiKey: "da2-secret",
      defaultAuthMode: "apiKey",
      modelIntrospection: { version: 1 },
    });
  });

  test("names the user pool and how to sign in", () => {
    expect(parsed.Auth?.Cognito).toMatchObject({
      userPoolId: "eu-west-1_Ab12Cd34E",
      userPoolClientId: "webclient",
      identityPoolId: "eu-west-1:1b2c",
      mfa: { status: "optional", smsEnabled: true, totpEnabled: true },
      passwordFormat: { minLength: 10, requireNumbers: true, requireSpecialCharacters: false },
      loginWith: {
        email: true,
        oauth: { domain: "people.auth.localhost:4600", providers: ["Google"], scopes: ["email", "openid"] },
      },
    });
  });

  test("leads storage to this server by its region", () => {
    expect(parsed.Storage?.S3).toMatchObject({ bucket: "files-1", region: "eu-west-1.localhost:4600?" });
  });
});

describe("aws-exports", () => {
  const text = named("aws-exports").print(input);
  const parsed = parseAmplifyConfig(
    JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as Record<string, unknown>,
  );

  test("is a module with a default export", () => {
    expect(text).toMatch(/^const awsmobile = \{[\s\S]*\};\n\nexport default awsmobile;$/);
  });

  test("gives the library the same as amplify-outputs", () => {
    expect(parsed.API?.GraphQL).toMatchObject({
      endpoint: "http://127.0.0.1:4600/graphql/abc",
      defaultAuthMode: "apiKey",
      apiKey: "da2-secret",
    });
    expect(parsed.Auth?.Cognito).toMatchObject({ userPoolId: "eu-west-1_Ab12Cd34E", userPoolClientId: "webclient" });
    expect(parsed.Storage?.S3).toMatchObject({ bucket: "files-1", region: "eu-west-1.localhost:4600?" });
  });
});

test("amplifyconfiguration gives native clients their own app client and plugins", () => {
  const parsed = JSON.parse(named("amplifyconfiguration").print(input)) as object;
  expect(parsed).toMatchObject({
    api: {
      plugins: {
        awsAPIPlugin: {
          todo: {
            endpointType: "GraphQL",
            endpoint: "http://127.0.0.1:4600/graphql/abc",
            authorizationType: "API_KEY",
          },
        },
      },
    },
    auth: {
      plugins: {
        awsCognitoAuthPlugin: {
          CognitoUserPool: { Default: { PoolId: "eu-west-1_Ab12Cd34E", AppClientId: "nativeclient" } },
          AppSync: { Default: { ApiUrl: "http://127.0.0.1:4600/graphql/abc", AuthMode: "API_KEY" } },
        },
      },
    },
    storage: { plugins: { awsS3StoragePlugin: { bucket: "files-1" } } },
  });
});

test.each(formats)("$name of an environment without resources names none", (format) => {
  const empty = { ...input, resources: readResources({}, "us-east-1"), modelIntrospection: undefined };
  const text = format.print(empty);
  expect(text).not.toMatch(/undefined|null/);
  expect(text).not.toMatch(/user_?pool|bucket|graphql/i);
});

function named(name: string): Format {
  const format = formats.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  return format;
}
