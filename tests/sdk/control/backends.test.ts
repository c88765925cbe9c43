/** CreateBackend, GetBackend, DeleteBackend and RemoveAllBackends through the AWS SDK. */

import {
  BadRequestException,
  CreateBackendAPICommand,
  CreateBackendCommand,
  DeleteBackendCommand,
  GetBackendCommand,
  NotFoundException,
  RemoveAllBackendsCommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completed, gate, makeApi, makeAuth, makeBackend, makeStorage } from "./flows.ts";
import { apiConfig, type ControlServer, startControl } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl();
});
afterAll(() => server.close());

const create = (AppId: string, BackendEnvironmentName = "dev", more: object = {}) =>
  server.client.send(new CreateBackendCommand({ AppId, AppName: "notes", BackendEnvironmentName, ...more }));

describe("CreateBackend", () => {
  it("answers PENDING with every member and ends COMPLETED", async () => {
    const { $metadata: _, ...answer } = await create("dnew1");
    expect(answer).toEqual({
      AppId: "dnew1",
      BackendEnvironmentName: "dev",
      Error: "",
      JobId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/),
      Operation: "CreateBackend",
      Status: "PENDING",
    });
    expect(await server.ended(answer)).toEqual({ status: "COMPLETED", error: "", operation: "CreateBackend" });
  });

  it("takes a second environment of a known app, and refuses the same one again", async () => {
    await makeBackend(server, "dnew2", "dev");
    await makeBackend(server, "dnew2", "prod");
    await expect(create("dnew2", "dev")).rejects.toThrow(BadRequestException);
    await expect(create("dnew2", "dev")).rejects.toThrow("already has a backend environment dev");
  });

  it("refuses a known app under another name, naming both", async () => {
    await makeBackend(server, "dnew3");
    await expect(create("dnew3", "prod", { AppName: "other" })).rejects.toThrow('known as "notes", not "other"');
  });

  it("keeps the name when it is given again for an app that is being registered", async () => {
    const [first, second] = await Promise.all([create("dnew4", "a"), create("dnew4", "b")]);
    await completed(server, first);
    await completed(server, second);
    const { BackendEnvironmentList } = await server.client.send(new GetBackendCommand({ AppId: "dnew4" }));
    expect(BackendEnvironmentList).toEqual(["a", "b"]);
  });

  it("lets exactly one of 100 equal requests win", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => create("drace")));
    const won = outcomes.filter(({ status }) => status === "fulfilled");
    const names = outcomes.map((outcome) => (outcome.status === "rejected" ? (outcome.reason as Error).name : ""));
    expect(won).toHaveLength(1);
    expect(new Set(names)).toEqual(new Set(["", "BadRequestException"]));
  });

  it("shows ResourceName in the job's progress and in meta", async () => {
    const job = await create("dnew5", "dev", { ResourceName: "mybackend" });
    await completed(server, job);
    const { body } = await server.operator("GET", "/_ohmstead/v1/jobs?appId=dnew5");
    expect(JSON.stringify(body)).toContain("as mybackend");
    const { AmplifyMetaConfig = "" } = await server.client.send(new GetBackendCommand({ AppId: "dnew5" }));
    expect(JSON.parse(AmplifyMetaConfig).providers.awscloudformation.ResourceName).toBe("mybackend");
  });

  it.each(["", "..", "a/b", "a b", "-a", "a-", "ä", "😀", "a\u0000b", "a\n", "x".repeat(65), "x".repeat(10_000)])(
    "refuses the environment name %j",
    async (name) => {
      const error = await create("dnames", name).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(BadRequestException);
      expect(String(error).length).toBeLessThan(300);
    },
  );

  it.each(["..", "a/b", "%2e%2e", "d\u0000", "x".repeat(10_000), "😀"])("refuses the AppId %j", async (id) => {
    await expect(create(id)).rejects.toThrow("AppId must be 1 to 64 letters");
  });

  it("refuses an app name with control characters and a bad ResourceName", async () => {
    await expect(create("dbad", "dev", { AppName: "a\u0007" })).rejects.toThrow("AppName must be");
    await expect(create("dbad", "dev", { ResourceName: "../x" })).rejects.toThrow("ResourceName must be");
  });

  it("takes an empty ResourceConfig", async () => {
    const job = await create("dempty", "dev", { ResourceConfig: {} });
    expect(await server.ended(job)).toMatchObject({ status: "COMPLETED" });
  });
});

describe("GetBackend", () => {
  beforeAll(async () => {
    await makeBackend(server, "dget", "dev");
    await makeApi(server, "dget");
    await makeAuth(server, "dget");
    await makeStorage(server, "dget");
  });

  it("answers the meta of the only environment", async () => {
    const { $metadata: _, ...answer } = await server.client.send(new GetBackendCommand({ AppId: "dget" }));
    const meta = JSON.parse(answer.AmplifyMetaConfig ?? "");
    const flags = JSON.parse(answer.AmplifyFeatureFlags ?? "");
    expect(answer).toMatchObject({
      AppId: "dget",
      AppName: "notes",
      BackendEnvironmentList: ["dev"],
      BackendEnvironmentName: "dev",
      Error: "",
    });
    expect(meta.providers.awscloudformation).toMatchObject({
      Region: "us-east-1",
      AmplifyAppId: "dget",
      StackName: expect.stringMatching(/^amplify-notes-dev-[a-z0-9]{5}$/),
      DeploymentBucketName: expect.stringMatching(/-deployment$/),
      AuthRoleName: expect.stringMatching(/-authRole$/),
      UnauthRoleArn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\/.*-unauthRole$/),
    });
    const [pool] = server.planes.auth.held.values();
    expect(meta.api.notes).toMatchObject({ service: "AppSync", providerPlugin: "awscloudformation" });
    expect(meta.api.notes.output.GraphQLAPIIdOutput).toMatch(/^[a-z0-9]{26}$/);
    expect(meta.auth.people.output.UserPoolId).toBe(`us-east-1_${pool?.address.resourceId.slice(0, 9)}`);
    expect(meta.storage.files.output.BucketName).toBe("pictures");
    expect(Object.keys(flags)).toEqual(["features", "debug"]);
    expect(flags.features.graphqltransformer.transformerversion).toBe(2);
  });

  it("answers the project only when there are several environments", async () => {
    await makeBackend(server, "dget", "prod");
    const answer = await server.client.send(new GetBackendCommand({ AppId: "dget" }));
    expect(answer).toMatchObject({
      BackendEnvironmentList: ["dev", "prod"],
      BackendEnvironmentName: "",
      AmplifyMetaConfig: "{}",
    });
    const named = await server.client.send(new GetBackendCommand({ AppId: "dget", BackendEnvironmentName: "prod" }));
    expect(Object.keys(JSON.parse(named.AmplifyMetaConfig ?? ""))).toEqual(["providers"]);
  });

  it("gives auth and storage to the API as siblings", async () => {
    await makeBackend(server, "dsiblings");
    await makeAuth(server, "dsiblings");
    await makeApi(server, "dsiblings");
    const asked = server.planes.api.asked.find(({ appId }) => appId === "dsiblings");
    expect(asked?.siblings).toMatchObject([{ category: "auth", resourceName: "people", imported: false }]);
  });

  it("does not know other apps or environments", async () => {
    const app = server.client.send(new GetBackendCommand({ AppId: "dnone" }));
    await expect(app).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "App" });
    const environment = server.client.send(new GetBackendCommand({ AppId: "dget", BackendEnvironmentName: "none" }));
    await expect(environment).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Environment" });
  });
});

describe("DeleteBackend", () => {
  it("removes the environment with all it has, keeps the app, and stays readable as a job", async () => {
    await makeBackend(server, "ddel");
    await makeApi(server, "ddel");
    await makeAuth(server, "ddel");
    await makeStorage(server, "ddel");
    const before = server.planes.api.held.size + server.planes.auth.held.size + server.planes.storage.held.size;
    const job = await server.client.send(new DeleteBackendCommand({ AppId: "ddel", BackendEnvironmentName: "dev" }));
    expect(job).toMatchObject({ Status: "PENDING", Operation: "DeleteBackend", Error: "" });
    expect(await server.ended(job)).toMatchObject({ status: "COMPLETED" });
    const after = server.planes.api.held.size + server.planes.auth.held.size + server.planes.storage.held.size;
    expect(before - after).toBe(3);
    const { BackendEnvironmentList } = await server.client.send(new GetBackendCommand({ AppId: "ddel" }));
    expect(BackendEnvironmentList).toEqual([]);
    await makeBackend(server, "ddel");
  });

  it("hides the environment's resources while it goes, and can be repeated after a failure", async () => {
    await makeBackend(server, "ddel2");
    await makeApi(server, "ddel2");
    server.planes.api.before = async (what) => {
      if (what === "remove") throw Object.assign(new Error("the disk is full"), { name: "ProvisionRefusal" });
    };
    const request = { AppId: "ddel2", BackendEnvironmentName: "dev" };
    const failed = await server.ended(await server.client.send(new DeleteBackendCommand(request)));
    expect(failed).toMatchObject({ status: "FAILED", error: "the disk is full" });
    server.planes.api.before = async () => {};
    const again = server.client.send(
      new CreateBackendAPICommand({ ...request, ResourceName: "x", ResourceConfig: apiConfig }),
    );
    await expect(again).rejects.toThrow("removal of backend environment dev of app ddel2 has begun");
    await completed(server, await server.client.send(new DeleteBackendCommand(request)));
  });

  it("does not know other environments", async () => {
    const unknown = server.client.send(new DeleteBackendCommand({ AppId: "ddel", BackendEnvironmentName: "none" }));
    await expect(unknown).rejects.toThrow(NotFoundException);
  });

  it("waits for another job of the environment", async () => {
    await makeBackend(server, "ddel3");
    const held = gate();
    server.planes.api.before = (_what, { signal }) => held.wait(signal);
    const request = { AppId: "ddel3", BackendEnvironmentName: "dev" };
    const job = await server.client.send(
      new CreateBackendAPICommand({ ...request, ResourceName: "notes", ResourceConfig: apiConfig }),
    );
    const error = await server.client.send(new DeleteBackendCommand(request)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "ValidationException", $metadata: { httpStatusCode: 400 } });
    expect(String(error)).toContain("pending job");
    expect(String(error)).toContain("appId ddel3 and backendEnvironmentName dev");
    held.open();
    server.planes.api.before = async () => {};
    await completed(server, job);
  });
});

describe("RemoveAllBackends", () => {
  it("removes every environment and keeps the app", async () => {
    await makeBackend(server, "dall", "dev");
    await makeBackend(server, "dall", "prod");
    await makeApi(server, "dall", "prod");
    const { $metadata: _, ...answer } = await server.client.send(new RemoveAllBackendsCommand({ AppId: "dall" }));
    expect(answer).toEqual({
      AppId: "dall",
      Error: "",
      JobId: expect.any(String),
      Operation: "RemoveAllBackends",
      Status: "PENDING",
    });
    for (const label of ["dev", "all", "neverwas"])
      await completed(server, { ...answer, BackendEnvironmentName: label });
    const backend = await server.client.send(new GetBackendCommand({ AppId: "dall" }));
    expect(backend).toMatchObject({ BackendEnvironmentList: [], BackendEnvironmentName: "" });
  });

  it("removes the app too with CleanAmplifyApp, and its job can still be read", async () => {
    await makeBackend(server, "dclean");
    const job = await server.client.send(new RemoveAllBackendsCommand({ AppId: "dclean", CleanAmplifyApp: true }));
    await completed(server, { ...job, BackendEnvironmentName: "dev" });
    await expect(server.client.send(new GetBackendCommand({ AppId: "dclean" }))).rejects.toThrow(NotFoundException);
    await completed(server, { ...job, BackendEnvironmentName: "dev" });
  });

  it("runs alone in its app and in no other's way", async () => {
    await makeBackend(server, "dalone", "dev");
    await makeBackend(server, "dalone", "prod");
    await makeBackend(server, "dother", "dev");
    const held = gate();
    server.planes.api.before = (_what, { signal }) => held.wait(signal);
    const api = { BackendEnvironmentName: "dev", ResourceName: "notes", ResourceConfig: apiConfig };
    const job = await server.client.send(new CreateBackendAPICommand({ AppId: "dalone", ...api }));
    const remove = server.client.send(new RemoveAllBackendsCommand({ AppId: "dalone" }));
    await expect(remove).rejects.toMatchObject({ name: "ValidationException" });
    await completed(server, await create("dother", "prod"));
    held.open();
    server.planes.api.before = async () => {};
    await completed(server, job);
  });

  it("does not know other apps", async () => {
    const unknown = server.client.send(new RemoveAllBackendsCommand({ AppId: "dnone" }));
    await expect(unknown).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "App" });
  });
});
