/** CloneBackend through the AWS SDK. */

import {
  BadRequestException,
  CloneBackendCommand,
  CreateBackendAPICommand,
  DeleteBackendCommand,
  GetBackendAPICommand,
  GetBackendAuthCommand,
  GetBackendCommand,
  GetBackendStorageCommand,
  ImportBackendAuthCommand,
  NotFoundException,
  UpdateBackendAPICommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Refusal } from "../../support/memoryPlane.ts";
import { completed, gate, makeApi, makeAuth, makeBackend, makeStorage } from "./flows.ts";
import { apiConfig, authConfig, type ControlServer, startControl, storageConfig } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl();
});
afterEach(() => {
  for (const plane of Object.values(server.planes)) plane.before = async () => {};
});
afterAll(() => server.close());

const clone = (AppId: string, TargetEnvironmentName: string, BackendEnvironmentName = "dev") =>
  server.client.send(new CloneBackendCommand({ AppId, BackendEnvironmentName, TargetEnvironmentName }));
const metaOf = async (AppId: string, BackendEnvironmentName: string) => {
  const { AmplifyMetaConfig = "" } = await server.client.send(new GetBackendCommand({ AppId, BackendEnvironmentName }));
  return JSON.parse(AmplifyMetaConfig);
};

it("makes a second environment of the same configuration with ids of its own", async () => {
  await makeBackend(server, "dclone");
  await makeAuth(server, "dclone");
  await makeStorage(server, "dclone");
  const source = await metaOf("dclone", "dev");
  const own = {
    Mode: "AMAZON_COGNITO_USER_POOLS" as const,
    Settings: { CognitoUserPoolId: source.auth.people.output.UserPoolId },
  };
  const foreign = { Mode: "AMAZON_COGNITO_USER_POOLS" as const, Settings: { CognitoUserPoolId: "us-east-1_foreign" } };
  const config = { ...apiConfig, AdditionalAuthTypes: [own, foreign] };
  const request = { AppId: "dclone", BackendEnvironmentName: "dev", ResourceName: "notes", ResourceConfig: config };
  await completed(server, await server.client.send(new CreateBackendAPICommand(request)));

  const { $metadata: _, ...job } = await clone("dclone", "Prod2");
  expect(job).toEqual({
    AppId: "dclone",
    BackendEnvironmentName: "dev",
    Error: "",
    JobId: expect.any(String),
    Operation: "CloneBackend",
    Status: "PENDING",
  });
  await completed(server, job);
  await completed(server, { ...job, BackendEnvironmentName: "Prod2" });

  const target = await metaOf("dclone", "Prod2");
  const ids = (meta: Record<string, { [name: string]: { output: Record<string, string> } }>) => [
    meta["api"]?.["notes"]?.output["GraphQLAPIIdOutput"],
    meta["auth"]?.["people"]?.output["UserPoolId"],
    meta["storage"]?.["files"]?.output["BucketName"],
  ];
  expect(ids(target).every((id) => typeof id === "string")).toBe(true);
  expect(new Set([...ids(source), ...ids(target)].filter(Boolean)).size).toBe(5);
  const place = { AppId: "dclone", BackendEnvironmentName: "Prod2" };
  const api = await server.client.send(new GetBackendAPICommand({ ...place, ResourceName: "notes" }));
  expect(api.ResourceConfig).toEqual({
    ...apiConfig,
    AdditionalAuthTypes: [{ Mode: "AMAZON_COGNITO_USER_POOLS", Settings: {} }, foreign],
  });
  const auth = await server.client.send(new GetBackendAuthCommand({ ...place, ResourceName: "people" }));
  expect(auth.ResourceConfig?.UserPoolConfigs?.OAuth?.DomainPrefix).toBe("people-prod2");
  // The clone has the secret, which no answer tells.
  expect(JSON.stringify(auth)).not.toContain("google-secret-of-this-test");
  const given = server.planes.auth.asked.at(-1)?.config as typeof authConfig;
  expect(given.UserPoolConfigs.OAuth.SocialProviderSettings).toEqual(
    authConfig.UserPoolConfigs.OAuth.SocialProviderSettings,
  );
  expect(auth.ResourceConfig?.IdentityPoolConfigs).toEqual(authConfig.IdentityPoolConfigs);
  const files = await server.client.send(new GetBackendStorageCommand({ ...place, ResourceName: "files" }));
  expect(files.ResourceConfig?.Permissions).toEqual(storageConfig.Permissions);
  expect(files.ResourceConfig?.BucketName).not.toBe("pictures");
});

it("imports again what was imported", async () => {
  await makeBackend(server, "dcloneimp");
  const ids = { UserPoolId: "us-east-1_pool", NativeClientId: "native", WebClientId: "web" };
  const here = { AppId: "dcloneimp", BackendEnvironmentName: "dev" };
  await completed(server, await server.client.send(new ImportBackendAuthCommand({ ...here, ...ids })));
  await completed(server, await clone("dcloneimp", "prod"));
  const { auth } = await metaOf("dcloneimp", "prod");
  expect(auth.importedAuth).toMatchObject({ serviceType: "imported", output: { UserPoolId: "us-east-1_pool" } });
});

it("takes the target away again when anything fails", async () => {
  await makeBackend(server, "dfail");
  await makeAuth(server, "dfail");
  await makeApi(server, "dfail");
  const before = server.planes.auth.held.size;
  server.planes.api.before = async (what) => {
    if (what === "create") throw new Refusal("no more room");
  };
  const job = await clone("dfail", "prod");
  expect(await server.ended(job)).toMatchObject({ status: "FAILED", error: "no more room" });
  expect(server.planes.auth.held.size).toBe(before);
  const target = server.client.send(new GetBackendCommand({ AppId: "dfail", BackendEnvironmentName: "prod" }));
  await expect(target).rejects.toThrow(NotFoundException);
  server.planes.api.before = async () => {};
  await completed(server, await clone("dfail", "prod"));
});

it("keeps a closed target that can be deleted when taking back fails too", async () => {
  await makeBackend(server, "dstuck");
  await makeAuth(server, "dstuck");
  await makeApi(server, "dstuck");
  server.planes.api.before = async (what) => {
    if (what === "create") throw new Refusal("no more room");
  };
  server.planes.auth.before = async (what) => {
    if (what === "remove") throw new Refusal("nor can it go");
  };
  const job = await clone("dstuck", "prod");
  expect(await server.ended(job)).toMatchObject({ status: "FAILED", error: expect.stringContaining("nor can it go") });
  // The log is told of what could not be taken back; that was the point here.
  expect(server.bugs.splice(0).length).toBeGreaterThan(0);
  for (const plane of Object.values(server.planes)) plane.before = async () => {};
  const place = { AppId: "dstuck", BackendEnvironmentName: "prod" };
  const use = server.client.send(
    new CreateBackendAPICommand({ ...place, ResourceName: "x", ResourceConfig: apiConfig }),
  );
  await expect(use).rejects.toThrow("DeleteBackend finishes it");
  await completed(server, await server.client.send(new DeleteBackendCommand(place)));
  const left = await server.planes.auth.list();
  expect(await server.rows("control_resources")).toHaveLength(
    left.length + (await server.planes.api.list()).length + (await server.planes.storage.list()).length,
  );
});

it("keeps source and target from being changed meanwhile", async () => {
  await makeBackend(server, "dbusy");
  await makeApi(server, "dbusy");
  const held = gate();
  server.planes.api.before = (_what, { signal }) => held.wait(signal);
  const job = await clone("dbusy", "prod");
  const update = (BackendEnvironmentName: string) =>
    server.client.send(new UpdateBackendAPICommand({ AppId: "dbusy", BackendEnvironmentName, ResourceName: "notes" }));
  await expect(update("dev")).rejects.toMatchObject({ name: "ValidationException" });
  await expect(update("prod")).rejects.toMatchObject({ name: "ValidationException" });
  await expect(clone("dbusy", "other", "prod")).rejects.toMatchObject({ name: "ValidationException" });
  held.open();
  await completed(server, job);
  await completed(server, await update("prod"));
});

it("refuses targets that exist, bad names and unknown sources", async () => {
  await expect(clone("dclone", "dev")).rejects.toThrow("already has a backend environment dev");
  await expect(clone("dclone", "../x")).rejects.toThrow(BadRequestException);
  await expect(clone("dclone", "prod", "none")).rejects.toMatchObject({ ResourceType: "Environment" });
  await expect(clone("dnone", "prod")).rejects.toMatchObject({ ResourceType: "App" });
});
