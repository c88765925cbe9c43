/** ImportBackendAuth: an existing pool attached to an environment, seen through the provisioner and the AWS SDK. */

import { CreateIdentityPoolCommand } from "@aws-sdk/client-cognito-identity";
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { addressOf, progress } from "../../support/poolServer.ts";
import { usePools } from "./support.ts";

const { server } = usePools();

interface Ids {
  readonly UserPoolId: string;
  readonly NativeClientId: string;
  readonly WebClientId: string;
  readonly IdentityPoolId?: string;
}

let ids: Ids;
beforeAll(async () => {
  ids = await newPool();
});

async function newPool(): Promise<Ids> {
  const { idp } = server();
  const { UserPool } = await idp.send(new CreateUserPoolCommand({ PoolName: "old people" }));
  const UserPoolId = String(UserPool?.Id);
  const client = async (ClientName: string): Promise<string> => {
    const { UserPoolClient } = await idp.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName }));
    return String(UserPoolClient?.ClientId);
  };
  return { UserPoolId, NativeClientId: await client("native"), WebClientId: await client("web") };
}

async function identityPool(userPoolId: string): Promise<string> {
  const ProviderName = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
  const { IdentityPoolId } = await server().identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: "old identities",
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName, ClientId: ids.WebClientId }],
    }),
  );
  return String(IdentityPoolId);
}

async function attach(config: Ids, resourceId: string = randomUUID()) {
  const { provisioner } = server().auth;
  if (!provisioner.import) throw new Error("The auth plane imports.");
  return { resourceId, ...(await provisioner.import({ ...addressOf(resourceId), config }, progress)) };
}

describe("ImportBackendAuth", () => {
  test("UserPoolId, NativeClientId, WebClientId: meta carries them, marked imported; again is the same", async () => {
    const attached = await attach(ids);
    expect(attached).toMatchObject({
      imported: true,
      outputs: {
        UserPoolId: ids.UserPoolId,
        UserPoolName: "old people",
        AppClientID: ids.NativeClientId,
        AppClientIDWeb: ids.WebClientId,
      },
      meta: { service: "Cognito" },
    });
    expect(attached.outputs).not.toHaveProperty("IdentityPoolId");
    expect(await attach(ids, attached.resourceId)).toEqual(attached);
    expect(await server().auth.provisioner.describe(addressOf(attached.resourceId))).toMatchObject({
      AuthResources: "USER_POOL_ONLY",
      UserPoolConfigs: { UserPoolName: "old people", SignInMethod: "USERNAME" },
    });
  });

  test("IdentityPoolId: in meta when it accepts the pool's users", async () => {
    const IdentityPoolId = await identityPool(ids.UserPoolId);
    const { outputs } = await attach({ ...ids, IdentityPoolId });
    expect(outputs).toMatchObject({ IdentityPoolId, IdentityPoolName: "old identities" });
  });

  test("ids that are unknown, or of another pool, are refused with the member's name", async () => {
    const other = await newPool();
    const foreign = await identityPool(other.UserPoolId);
    const cases = [
      [{ ...ids, UserPoolId: "us-east-1_unknown" }, /^UserPoolId: there is no user pool/],
      [{ ...ids, NativeClientId: "unknown" }, /^NativeClientId: there is no app client/],
      [{ ...ids, WebClientId: other.WebClientId }, /^WebClientId: the app client .* belongs to another user pool/],
      [{ ...ids, IdentityPoolId: `us-east-1:${randomUUID()}` }, /^IdentityPoolId: there is no identity pool/],
      [{ ...ids, IdentityPoolId: foreign }, /^IdentityPoolId: .* does not accept users of/],
    ] as const;
    for (const [config, text] of cases) {
      const message = expect.stringMatching(text) as string;
      await expect(attach(config)).rejects.toMatchObject({ name: "ProvisionRefusal", message });
    }
  });

  test("an update of an imported pool is refused; removal detaches and keeps the pool", async () => {
    const { resourceId } = await attach(ids);
    const config = { AuthResources: "USER_POOL_ONLY", Service: "COGNITO", UserPoolConfigs: {} };
    const { provisioner } = server().auth;
    await expect(provisioner.update({ ...addressOf(resourceId), config }, progress)).rejects.toMatchObject({
      name: "ProvisionRefusal",
      message: expect.stringContaining("imported") as string,
    });
    await provisioner.remove(addressOf(resourceId), progress);
    expect(await provisioner.list()).not.toContain(resourceId);
    const { UserPool } = await server().idp.send(new DescribeUserPoolCommand({ UserPoolId: ids.UserPoolId }));
    expect(UserPool?.Name).toBe("old people");
  });
});
