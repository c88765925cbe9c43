/** amplify-meta.json: what of an environment stands where. */

import { expect, it } from "vitest";
import { metaOf, stackNameOf } from "./meta.ts";
import type { Resource } from "./store/resources.ts";

const app = { appId: "d1", name: "notes", incarnation: "i", settings: "", createdAt: 1, updatedAt: 1 };
const environment = {
  appId: "d1",
  name: "dev",
  incarnation: "11111111-1111-4111-8111-111111111111",
  state: "READY",
  resourceName: "",
  stackName: "amplify-notes-dev-abcde",
  deploymentArtifacts: "amplify-notes-dev-abcde-deployment",
  jobId: undefined,
  createdAt: 1,
  updatedAt: 1,
} as const;
const api: Resource = {
  resourceId: "r",
  appId: "d1",
  environment: "dev",
  category: "api",
  resourceName: "notesapi",
  state: "READY",
  imported: false,
  importSource: undefined,
  outputs: { GraphQLAPIIdOutput: "r" },
  meta: { service: "AppSync" },
  updatedAt: 1_700_000_000_000,
};
const place = { region: "eu-central-1", accountId: "123456789012" };

it("puts the provider first, then categories by resource name", () => {
  const imported = { ...api, category: "auth", resourceName: "importedAuth", imported: true } as const;
  expect(metaOf(app, environment, [api, imported], place)).toEqual({
    providers: {
      awscloudformation: {
        AuthRoleName: "amplify-notes-dev-abcde-authRole",
        AuthRoleArn: "arn:aws:iam::123456789012:role/amplify-notes-dev-abcde-authRole",
        UnauthRoleName: "amplify-notes-dev-abcde-unauthRole",
        UnauthRoleArn: "arn:aws:iam::123456789012:role/amplify-notes-dev-abcde-unauthRole",
        Region: "eu-central-1",
        DeploymentBucketName: "amplify-notes-dev-abcde-deployment",
        StackName: "amplify-notes-dev-abcde",
        StackId:
          "arn:aws:cloudformation:eu-central-1:123456789012:stack/amplify-notes-dev-abcde/11111111-1111-4111-8111-111111111111",
        AmplifyAppId: "d1",
      },
    },
    api: {
      notesapi: {
        service: "AppSync",
        providerPlugin: "awscloudformation",
        output: { GraphQLAPIIdOutput: "r" },
        lastPushTimeStamp: "2023-11-14T22:13:20.000Z",
      },
    },
    auth: { importedAuth: expect.objectContaining({ serviceType: "imported" }) },
  });
});

it("leaves out what is being made or removed", () => {
  const half = [{ ...api, state: "CREATING" } as const, { ...api, category: "auth", state: "REMOVING" } as const];
  expect(Object.keys(metaOf(app, environment, half, place))).toEqual(["providers"]);
});

it("makes stack names of any app name", () => {
  expect(stackNameOf("My Notes!", "dev", "abcde")).toBe("amplify-mynotes-dev-abcde");
  expect(stackNameOf("日本", "dev", "abcde")).toBe("amplify-app-dev-abcde");
  expect(stackNameOf("x".repeat(255), "dev", "abcde").length).toBeLessThan(50);
});
