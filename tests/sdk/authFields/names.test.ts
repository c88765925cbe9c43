/** Which app, environment and resource an auth operation means, and the names of pools, through a whole server. */

import {
  CreateBackendAuthCommand,
  CreateBackendCommand,
  DeleteBackendAuthCommand,
  GetBackendAuthCommand,
  GetBackendCommand,
  ImportBackendAuthCommand,
  UpdateBackendAuthCommand,
} from "@aws-sdk/client-amplifybackend";
import { DescribeUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { type Backend, config, ResourceName, useBackends } from "../../support/authBackends.ts";

const {
  clients,
  environment,
  backendAt,
  completed,
  make,
  refused,
  tryUpdate,
  updatePool,
  describeConfig,
  signUp,
  member,
  signIn,
} = useBackends();
const notFound = { name: "NotFoundException" };
const change = { AuthResources: "USER_POOL_ONLY", Service: "COGNITO", UserPoolConfigs: {} } as const;

/** A second environment of the app, with auth of its own. */
async function besides({ AppId }: Backend, name = ResourceName): Promise<Backend> {
  const { client } = clients();
  const place = { AppId, BackendEnvironmentName: "prod" };
  const app = await client.send(new GetBackendCommand({ AppId }));
  await completed(place, await client.send(new CreateBackendCommand({ ...place, AppName: app.AppName })));
  const request = { ...place, ResourceName: name, ResourceConfig: config() };
  await completed(place, await client.send(new CreateBackendAuthCommand(request)));
  return backendAt(place);
}

describe("where", () => {
  test("AppId and BackendEnvironmentName of Create, Get, Update and Delete: that environment, and no other", async () => {
    const { client } = clients();
    const dev = await make(config());
    const prod = await besides(dev);
    expect(prod.userPoolId).not.toBe(dev.userPoolId);
    await member(dev, "ann");
    await expect(signIn(prod, "ann")).rejects.toMatchObject({ name: "NotAuthorizedException" });

    await updatePool(prod, { PasswordPolicy: { MinimumLength: 30 } });
    await expect(signUp(prod, "bob")).rejects.toMatchObject({ name: "InvalidPasswordException" });
    await signUp(dev, "bob");
    expect(await describeConfig(prod)).toMatchObject({ UserPoolConfigs: { PasswordPolicy: { MinimumLength: 30 } } });
    expect(await describeConfig(dev)).toMatchObject({ UserPoolConfigs: { PasswordPolicy: { MinimumLength: 8 } } });

    const { AppId, BackendEnvironmentName } = prod;
    const place = { AppId, BackendEnvironmentName };
    await completed(place, await client.send(new DeleteBackendAuthCommand({ ...place, ResourceName })));
    await expect(signUp(prod, "cid")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(describeConfig(prod)).rejects.toMatchObject(notFound);
    expect((await signIn(dev, "ann")).AuthenticationResult).toBeDefined();
  });

  test("AppId or BackendEnvironmentName that is not there is NotFoundException", async () => {
    const { client } = clients();
    const { AppId } = await make(config());
    const ids = { UserPoolId: "us-east-1_abcdefghi", NativeClientId: "native", WebClientId: "web" };
    for (const place of [
      { AppId, BackendEnvironmentName: "nowhere" },
      { AppId: "dnobody", BackendEnvironmentName: "dev" },
    ]) {
      const named = { ...place, ResourceName };
      for (const sent of [
        client.send(new CreateBackendAuthCommand({ ...named, ResourceConfig: config() })),
        client.send(new GetBackendAuthCommand(named)),
        client.send(new UpdateBackendAuthCommand({ ...named, ResourceConfig: change })),
        client.send(new DeleteBackendAuthCommand(named)),
        client.send(new ImportBackendAuthCommand({ ...place, ...ids })),
      ]) {
        await expect(sent).rejects.toMatchObject(notFound);
      }
    }
  });

  test("ResourceName: the name in meta, by which Get, Update and Delete know the pool", async () => {
    const { client } = clients();
    const dev = await make(config());
    const prod = await besides(dev, "visitors");
    const { AppId, BackendEnvironmentName } = prod;
    const place = { AppId, BackendEnvironmentName };
    const { AmplifyMetaConfig = "" } = await client.send(new GetBackendCommand(place));
    expect(Object.keys((JSON.parse(AmplifyMetaConfig) as { auth: object }).auth)).toEqual(["visitors"]);

    const wrong = { ...place, ResourceName };
    await expect(describeConfig(prod)).rejects.toMatchObject(notFound);
    const update = new UpdateBackendAuthCommand({ ...wrong, ResourceConfig: change });
    await expect(client.send(update)).rejects.toMatchObject(notFound);
    await expect(client.send(new DeleteBackendAuthCommand(wrong))).rejects.toMatchObject(notFound);

    const right = { ...place, ResourceName: "visitors" };
    const shorter = { ...change, UserPoolConfigs: { PasswordPolicy: { MinimumLength: 6 } } };
    const job = await client.send(new UpdateBackendAuthCommand({ ...right, ResourceConfig: shorter }));
    await completed(place, job);
    await signUp(prod, "ann", {}, "sixsix");
    expect(await describeConfig(prod, "visitors")).toMatchObject({ UserPoolConfigs: { UserPoolName: "people" } });
    await completed(place, await client.send(new DeleteBackendAuthCommand(right)));
    await expect(signUp(prod, "bob")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("what", () => {
  test("Service of Create and Update: COGNITO; anything else is BadRequestException", async () => {
    const { client } = clients();
    const backend = await make(config());
    expect(await describeConfig(backend)).toMatchObject({ Service: "COGNITO" });
    const { AppId, BackendEnvironmentName } = backend;
    const Service = "LDAP" as "COGNITO";
    const bad = { name: "BadRequestException", message: expect.stringContaining("COGNITO") as string };
    const named = { AppId, BackendEnvironmentName, ResourceName };
    const update = new UpdateBackendAuthCommand({ ...named, ResourceConfig: { ...change, Service } });
    await expect(client.send(update)).rejects.toMatchObject(bad);
    const create = { ...(await environment()), ResourceName, ResourceConfig: { ...config(), Service } };
    await expect(client.send(new CreateBackendAuthCommand(create))).rejects.toMatchObject(bad);
  });

  test("UserPoolName: the name in meta and DescribeUserPool; one that is no name is refused", async () => {
    const backend = await make(config({ UserPoolName: "Our people" }));
    expect(backend.outputs["UserPoolName"]).toBe("Our people");
    const { UserPool } = await clients().idp.send(new DescribeUserPoolCommand({ UserPoolId: backend.userPoolId }));
    expect(UserPool?.Name).toBe("Our people");
    expect(await refused(config({ UserPoolName: "people/<script>" }))).toContain(
      "UserPoolConfigs.UserPoolName must be",
    );
  });

  test("an update without any member changes nothing", async () => {
    const backend = await make(config({ SignInMethod: "EMAIL", Mfa: { MFAMode: "OPTIONAL" } }));
    const before = await describeConfig(backend);
    expect(await tryUpdate(backend, {})).toBe("");
    expect(await describeConfig(backend)).toEqual(before);
  });
});
