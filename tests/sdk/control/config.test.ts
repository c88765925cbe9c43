/** The config operations through the AWS SDK: the switch of the console log-in. */

import {
  CreateBackendConfigCommand,
  CreateTokenCommand,
  GetTokenCommand,
  RemoveBackendConfigCommand,
  UpdateBackendConfigCommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, expect, it } from "vitest";
import { completed, makeAuth, makeBackend } from "./flows.ts";
import { type ControlServer, startControl } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl();
  await makeBackend(server, "dconf");
  await makeAuth(server, "dconf");
});
afterAll(() => server.close());

const update = (LoginAuthConfig?: object, AppId = "dconf") =>
  server.client.send(new UpdateBackendConfigCommand({ AppId, ...(LoginAuthConfig && { LoginAuthConfig }) }));

it("needs the app, and a config before it can be changed or removed", async () => {
  const create = server.client.send(new CreateBackendConfigCommand({ AppId: "dnone" }));
  await expect(create).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "App" });
  await expect(update(undefined, "dnone")).rejects.toMatchObject({ ResourceType: "App" });
  await expect(update()).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "BackendConfig" });
  const remove = server.client.send(new RemoveBackendConfigCommand({ AppId: "dconf" }));
  await expect(remove).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "BackendConfig" });
});

it("is made by a job that can be polled with what the answer says", async () => {
  const request = new CreateBackendConfigCommand({ AppId: "dconf", BackendManagerAppId: "sandbox1" });
  const { $metadata: _, ...job } = await server.client.send(request);
  expect(job).toEqual({ AppId: "dconf", BackendEnvironmentName: "all", JobId: expect.any(String), Status: "PENDING" });
  await completed(server, job);
  await completed(server, { ...job, BackendEnvironmentName: "dev" });
  const again = server.client.send(new CreateBackendConfigCommand({ AppId: "dconf" }));
  await expect(again).rejects.toThrow("has a backend config already");
});

it("tells what it is without a LoginAuthConfig", async () => {
  const { $metadata: _, ...answer } = await update();
  expect(answer).toEqual({ AppId: "dconf", BackendManagerAppId: "sandbox1", Error: "", LoginAuthConfig: {} });
});

it("takes a pool, client and identity pool that are here, and echoes them from then on", async () => {
  const [pool] = server.planes.auth.held.keys();
  const login = {
    AwsCognitoIdentityPoolId: `us-east-1:${pool}`,
    AwsCognitoRegion: "us-east-1",
    AwsUserPoolsId: `us-east-1_${pool?.slice(0, 9)}`,
    AwsUserPoolsWebClientId: `web${pool}`,
  };
  expect((await update(login)).LoginAuthConfig).toEqual(login);
  expect((await update()).LoginAuthConfig).toEqual(login);
});

it.each([
  [{ AwsUserPoolsId: "us-east-1_elsewhere" }, "us-east-1_elsewhere"],
  [{ AwsUserPoolsWebClientId: "unknown" }, "unknown"],
  [{ AwsCognitoIdentityPoolId: "us-east-1:none" }, "us-east-1:none"],
  [{ AwsCognitoRegion: "eu-west-1" }, "AwsCognitoRegion"],
])("refuses %j and keeps what it had", async (login, reason) => {
  const before = (await update()).LoginAuthConfig;
  await expect(update(login)).rejects.toMatchObject({
    name: "BadRequestException",
    message: expect.stringContaining(reason),
  });
  expect((await update()).LoginAuthConfig).toEqual(before);
});

it("is removed with the open codes, and can be made anew", async () => {
  const { SessionId } = await server.client.send(new CreateTokenCommand({ AppId: "dconf" }));
  const { $metadata: _, ...answer } = await server.client.send(new RemoveBackendConfigCommand({ AppId: "dconf" }));
  expect(answer).toEqual({ Error: "" });
  await expect(server.client.send(new GetTokenCommand({ AppId: "dconf", SessionId }))).rejects.toMatchObject({
    ResourceType: "Token",
  });
  await completed(server, await server.client.send(new CreateBackendConfigCommand({ AppId: "dconf" })));
  expect((await update()).BackendManagerAppId).toBe("");
});
