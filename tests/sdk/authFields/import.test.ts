/** ImportBackendAuth through a whole server: an existing pool attached, and ids that are no good. */

import {
  DeleteBackendAuthCommand,
  GetBackendCommand,
  ImportBackendAuthCommand,
  UpdateBackendAuthCommand,
} from "@aws-sdk/client-amplifybackend";
import { CreateIdentityPoolCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type Place, useBackends } from "../../support/authBackends.ts";

const { clients, environment, backendAt, reasonOf, completed, describeConfig, member, signIn } = useBackends();

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

/** A pool that no environment knows, as a script makes it. */
async function newPool(): Promise<Ids> {
  const { idp } = clients();
  const { UserPool } = await idp.send(new CreateUserPoolCommand({ PoolName: "old people" }));
  const UserPoolId = String(UserPool?.Id);
  const client = async (ClientName: string): Promise<string> => {
    const { UserPoolClient } = await idp.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName }));
    return String(UserPoolClient?.ClientId);
  };
  return { UserPoolId, NativeClientId: await client("native"), WebClientId: await client("web") };
}

async function identityPool({ UserPoolId, WebClientId }: Ids): Promise<string> {
  const ProviderName = `cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`;
  const { IdentityPoolId } = await clients().identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: "old identities",
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName, ClientId: WebClientId }],
    }),
  );
  return String(IdentityPoolId);
}

const importing = async (place: Place, config: Ids) =>
  clients().client.send(new ImportBackendAuthCommand({ ...place, ...config }));

const named = (place: Place) => ({ ...place, ResourceName: "importedAuth" });

describe("ImportBackendAuth", () => {
  test("UserPoolId, NativeClientId and WebClientId: meta has them, marked imported, and its users sign in", async () => {
    const place = await environment();
    await completed(place, await importing(place, ids));
    const backend = await backendAt(place);
    expect(backend.outputs).toMatchObject({
      UserPoolId: ids.UserPoolId,
      UserPoolName: "old people",
      AppClientID: ids.NativeClientId,
      AppClientIDWeb: ids.WebClientId,
    });
    expect(backend.outputs).not.toHaveProperty("IdentityPoolId");
    const { AmplifyMetaConfig = "" } = await clients().client.send(new GetBackendCommand(place));
    const { auth } = JSON.parse(AmplifyMetaConfig) as { auth: Record<string, unknown> };
    expect(auth["importedAuth"]).toMatchObject({ service: "Cognito", serviceType: "imported" });
    await member(backend, "ann");
    expect((await signIn(backend, "ann")).AuthenticationResult).toBeDefined();
    expect(await describeConfig(place, "importedAuth")).toMatchObject({
      AuthResources: "USER_POOL_ONLY",
      UserPoolConfigs: { UserPoolName: "old people", SignInMethod: "USERNAME" },
    });
  });

  test("IdentityPoolId: in meta, and users of the pool get an identity there", async () => {
    const place = await environment();
    const IdentityPoolId = await identityPool(ids);
    await completed(place, await importing(place, { ...ids, IdentityPoolId }));
    const backend = await backendAt(place);
    expect(backend.outputs).toMatchObject({ IdentityPoolId, IdentityPoolName: "old identities" });
    await member(backend, "bob");
    const { AuthenticationResult } = await signIn(backend, "bob");
    const Logins = {
      [`cognito-idp.us-east-1.amazonaws.com/${ids.UserPoolId}`]: AuthenticationResult?.IdToken ?? "",
    };
    const { IdentityId } = await clients().identity.send(new GetIdCommand({ IdentityPoolId, Logins }));
    expect(IdentityId).toMatch(/^us-east-1:/);
    expect(await describeConfig(place, "importedAuth")).toMatchObject({
      AuthResources: "IDENTITY_POOL_AND_USER_POOL",
      IdentityPoolConfigs: { IdentityPoolName: "old identities", UnauthenticatedLogin: false },
    });
  });

  test("ids that are unknown, or of another pool: the job fails with the member's name, and nothing is left", async () => {
    const other = await newPool();
    const foreign = await identityPool(other);
    const place = await environment();
    const cases = [
      [{ ...ids, UserPoolId: "us-east-1_unknown" }, /^UserPoolId: there is no user pool us-east-1_unknown here\.$/],
      [{ ...ids, NativeClientId: "unknown" }, /^NativeClientId: there is no app client unknown here\.$/],
      [{ ...ids, NativeClientId: other.NativeClientId }, /^NativeClientId: .* belongs to another user pool/],
      [{ ...ids, WebClientId: "unknown" }, /^WebClientId: there is no app client unknown here\.$/],
      [{ ...ids, WebClientId: other.WebClientId }, /^WebClientId: the app client .* belongs to another user pool/],
      [{ ...ids, IdentityPoolId: `us-east-1:${randomUUID()}` }, /^IdentityPoolId: there is no identity pool/],
      [{ ...ids, IdentityPoolId: foreign }, /^IdentityPoolId: .* does not accept users of/],
    ] as const;
    for (const [config, reason] of cases) {
      expect(await reasonOf(place, await importing(place, config))).toMatch(reason);
      expect((await backendAt(place)).outputs).toEqual({});
    }
    await completed(place, await importing(place, ids));
  });

  test("UpdateBackendAuth of an imported pool fails with the reason; DeleteBackendAuth detaches it and keeps users", async () => {
    const { client, idp } = clients();
    const place = await environment();
    await completed(place, await importing(place, ids));
    const backend = await backendAt(place);
    await member(backend, "cid");
    const ResourceConfig = {
      AuthResources: "USER_POOL_ONLY",
      Service: "COGNITO",
      UserPoolConfigs: { PasswordPolicy: { MinimumLength: 20 } },
    } as const;
    const update = await client.send(new UpdateBackendAuthCommand({ ...named(place), ResourceConfig }));
    expect(await reasonOf(place, update)).toContain("This user pool was imported");
    await completed(place, await client.send(new DeleteBackendAuthCommand(named(place))));
    expect((await backendAt(place)).outputs).toEqual({});
    const { UserPool } = await idp.send(new DescribeUserPoolCommand({ UserPoolId: ids.UserPoolId }));
    expect(UserPool?.Name).toBe("old people");
    expect((await signIn(backend, "cid")).AuthenticationResult).toBeDefined();
  });
});
