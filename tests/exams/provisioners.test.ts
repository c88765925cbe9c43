/** Each plane sits the provisioner exam; so does the one in memory that tests of the control plane use. */

import { describe } from "vitest";
import { openPlane } from "../support/graphqlPlane.ts";
import { createMemoryPlane } from "../support/memoryPlane.ts";
import { startPoolServer } from "../support/poolServer.ts";
import { openStorageHouse } from "../support/storageHouse.ts";
import { provisionerExam } from "./provisioner.ts";

describe.each([
  { category: "api", change: { TransformSchema: "type B @model { id: ID! }" } },
  { category: "auth", change: { AuthResources: "USER_POOL_ONLY" } },
  { category: "storage", change: { Permissions: { Authenticated: ["READ"] } } },
] as const)("the memory plane for $category", ({ category, change }) => {
  const config = { Service: "x", ServiceName: "S3" };
  const close = async (): Promise<void> => undefined;
  provisionerExam(async () => ({ plane: createMemoryPlane(category), config, change, changed: change, close }));
});

describe("the graphql plane", () => {
  provisionerExam(async () => {
    const house = await openPlane();
    const config = { TransformSchema: "type Note @model { id: ID! text: String }" };
    const change = { TransformSchema: "type Note @model { id: ID! text: String done: Boolean }" };
    return { plane: house.graphql.provisioner, config, change, changed: change, close: () => house.close() };
  });
});

describe("the auth plane", () => {
  provisionerExam(async () => {
    const server = await startPoolServer();
    const UserPoolConfigs = { UserPoolName: "exam", SignInMethod: "EMAIL", RequiredSignUpAttributes: ["EMAIL"] };
    const IdentityPoolConfigs = { IdentityPoolName: "exam", UnauthenticatedLogin: false };
    const common = { AuthResources: "IDENTITY_POOL_AND_USER_POOL", Service: "COGNITO" };
    const changed = {
      UserPoolConfigs: { PasswordPolicy: { MinimumLength: 11 } },
      IdentityPoolConfigs: { UnauthenticatedLogin: true },
    };
    return {
      plane: server.auth.provisioner,
      config: { ...common, UserPoolConfigs, IdentityPoolConfigs },
      change: { ...common, ...changed },
      changed,
      close: () => server.close(),
    };
  });
});

describe("the storage plane", () => {
  provisionerExam(async () => {
    const house = await openStorageHouse();
    const config = { ServiceName: "S3", Permissions: { Authenticated: ["READ", "DELETE"] } };
    const change = { ServiceName: "S3", Permissions: { Authenticated: ["READ"], UnAuthenticated: ["READ"] } };
    return { plane: house.storage.provisioner, config, change, changed: change, close: () => house.close() };
  });
});
