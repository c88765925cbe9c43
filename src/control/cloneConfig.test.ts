/** What differs in a clone's configuration, and that nothing else does. */

import { expect, it } from "vitest";
import { cloneConfig } from "./cloneConfig.ts";

const change = { target: "Staging", sourceUserPoolId: "us-east-1_own" };

it("leaves out the source's own pool, so that the target's own is meant, and keeps other settings", () => {
  const Settings = { CognitoUserPoolId: "us-east-1_own", Description: "x" };
  const config = { ApiName: "a", DefaultAuthType: { Mode: "AMAZON_COGNITO_USER_POOLS", Settings } };
  expect(cloneConfig("api", config, change)).toEqual({
    ApiName: "a",
    DefaultAuthType: { Mode: "AMAZON_COGNITO_USER_POOLS", Settings: { Description: "x" } },
  });
  expect(cloneConfig("api", config, { ...change, sourceUserPoolId: undefined })).toEqual(config);
});

it("gives the hosted domain the target's name", () => {
  const pool = { UserPoolName: "p", OAuth: { DomainPrefix: "people", OAuthGrantType: "CODE" } };
  const cloned = cloneConfig("auth", { Service: "COGNITO", UserPoolConfigs: pool }, change);
  expect(cloned).toEqual({
    Service: "COGNITO",
    UserPoolConfigs: { UserPoolName: "p", OAuth: { DomainPrefix: "people-staging", OAuthGrantType: "CODE" } },
  });
  const plain = { Service: "COGNITO", UserPoolConfigs: { UserPoolName: "p" } };
  expect(cloneConfig("auth", plain, change)).toEqual(plain);
});

it("leaves the bucket's name to the storage plane", () => {
  const config = { ServiceName: "S3", BucketName: "b", Imported: false, Permissions: { Authenticated: ["READ"] } };
  expect(cloneConfig("storage", config, change)).toEqual({
    ServiceName: "S3",
    Permissions: { Authenticated: ["READ"] },
  });
});
