/** The six API operations through the AWS SDK. */

import {
  BadRequestException,
  CreateBackendAPICommand,
  DeleteBackendAPICommand,
  GenerateBackendAPIModelsCommand,
  GetBackendAPICommand,
  GetBackendAPIModelsCommand,
  GetBackendCommand,
  NotFoundException,
  UpdateBackendAPICommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../support/memoryPlane.ts";
import { completed, makeApi, makeBackend } from "./flows.ts";
import { apiConfig, type ControlServer, startControl } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl({ planeTimeoutMs: 200 });
});
afterEach(() => {
  server.planes.api.before = async () => {};
  server.planes.api.describeAfterMs = 0;
});
afterAll(() => server.close());

const at = (AppId: string) => ({ AppId, BackendEnvironmentName: "dev", ResourceName: "notes" });
const create = (AppId: string, ResourceConfig: object = apiConfig, more: object = {}) =>
  server.client.send(new CreateBackendAPICommand({ ...at(AppId), ResourceConfig, ...more }));

describe("CreateBackendAPI", () => {
  it("answers PENDING with every member, and the API is there when it is COMPLETED", async () => {
    await makeBackend(server, "dapi1");
    const { $metadata: _, ...job } = await create("dapi1");
    expect(job).toEqual({
      AppId: "dapi1",
      BackendEnvironmentName: "dev",
      Error: "",
      JobId: expect.any(String),
      Operation: "CreateBackendAPI",
      Status: "PENDING",
    });
    await completed(server, job);
    const { $metadata: __, ...got } = await server.client.send(new GetBackendAPICommand(at("dapi1")));
    expect(got).toEqual({ ...at("dapi1"), Error: "", ResourceConfig: apiConfig });
  });

  it("is refused at once when the environment has an API", async () => {
    const again = create("dapi1", apiConfig, { ResourceName: "second" });
    await expect(again).rejects.toThrow("already has the API resource notes");
  });

  it("leaves nothing behind when the plane refuses, and the reason is the job's Error", async () => {
    await makeBackend(server, "dapi2");
    server.planes.api.before = async (what) => {
      if (what === "create") throw new Refusal("line 1, column 6: no such directive");
    };
    const job = await create("dapi2");
    expect(await server.ended(job)).toMatchObject({ status: "FAILED", error: "line 1, column 6: no such directive" });
    expect(await server.rows("control_resources")).not.toContainEqual(expect.objectContaining({ app_id: "dapi2" }));
    await expect(server.client.send(new GetBackendAPICommand(at("dapi2")))).rejects.toThrow(NotFoundException);
    server.planes.api.before = async () => {};
    await completed(server, await create("dapi2"));
  });

  it.each([
    [{ ...apiConfig, Service: "API Gateway" }, "Service must be AppSync"],
    [{ ApiName: "x" }, "TransformSchema is missing"],
    [{ ...apiConfig, AdditionalAuthTypes: [{ Mode: "API_KEY" }] }, "API_KEY is given twice"],
    [{ ...apiConfig, DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: 366 } } }, "1 to 365 days"],
    [{ ...apiConfig, DefaultAuthType: { Mode: "NONE" } }, "enum value set"],
  ])("refuses %j", async (config, reason) => {
    await makeBackend(server, "dapi3").catch(() => undefined);
    const error = await create("dapi3", config).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BadRequestException);
    expect(String(error)).toContain(reason);
  });

  it("does not know other apps and environments", async () => {
    await expect(create("dnone")).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "App" });
    const other = create("dapi1", apiConfig, { BackendEnvironmentName: "none" });
    await expect(other).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Environment" });
  });

  it("refuses resource names that could mean a path", async () => {
    await expect(create("dapi3", apiConfig, { ResourceName: "../x" })).rejects.toThrow("ResourceName must be");
  });
});

describe("GetBackendAPI", () => {
  it("takes a ResourceConfig as a guard", async () => {
    await makeBackend(server, "dguard");
    await makeApi(server, "dguard");
    const get = (ResourceConfig: object) =>
      server.client.send(new GetBackendAPICommand({ ...at("dguard"), ResourceConfig }));
    await get({ ApiName: "notes" });
    await get(apiConfig);
    await expect(get({ ApiName: "other" })).rejects.toThrow("another ResourceConfig.ApiName");
    await expect(get({ DefaultAuthType: { Mode: "AWS_IAM" } })).rejects.toMatchObject({
      name: "NotFoundException",
      ResourceType: "API",
    });
  });

  it("answers GatewayTimeoutException when the plane does not answer", async () => {
    server.planes.api.describeAfterMs = 2_000;
    await expect(server.client.send(new GetBackendAPICommand(at("dguard")))).rejects.toMatchObject({
      name: "GatewayTimeoutException",
      $metadata: { httpStatusCode: 504 },
    });
  });

  it("does not know an API of another name", async () => {
    const other = server.client.send(new GetBackendAPICommand({ ...at("dguard"), ResourceName: "other" }));
    await expect(other).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "API" });
  });
});

describe("UpdateBackendAPI", () => {
  const update = (AppId: string, ResourceConfig?: object, more: object = {}) =>
    server.client.send(
      new UpdateBackendAPICommand({ ...at(AppId), ...(ResourceConfig && { ResourceConfig }), ...more }),
    );

  it("changes only what is given", async () => {
    await makeBackend(server, "dupd");
    await makeApi(server, "dupd");
    const TransformSchema = "type Note @model { id: ID! text: String done: Boolean }";
    await completed(server, await update("dupd", { TransformSchema }));
    const { ResourceConfig } = await server.client.send(new GetBackendAPICommand(at("dupd")));
    expect(ResourceConfig).toEqual({ ...apiConfig, TransformSchema });
  });

  it("completes without a ResourceConfig and changes nothing", async () => {
    const before = await server.client.send(new GetBackendAPICommand(at("dupd")));
    await completed(server, await update("dupd"));
    const after = await server.client.send(new GetBackendAPICommand(at("dupd")));
    expect(after.ResourceConfig).toEqual(before.ResourceConfig);
  });

  it("ends FAILED with the plane's reason and changes nothing", async () => {
    server.planes.api.before = async () => {
      throw new Refusal("Note.text would be lost");
    };
    const ended = await server.ended(await update("dupd", { TransformSchema: "type Other @model { id: ID! }" }));
    expect(ended).toMatchObject({ status: "FAILED", error: "Note.text would be lost" });
  });

  it("refuses bad members and APIs that are not there", async () => {
    await expect(update("dupd", { Service: "x" })).rejects.toThrow(BadRequestException);
    await expect(update("dupd", {}, { ResourceName: "other" })).rejects.toMatchObject({ ResourceType: "API" });
  });
});

describe("models", () => {
  it("are not there before they are generated, LATEST after, STALE when the schema has changed", async () => {
    await makeBackend(server, "dmodels");
    await makeApi(server, "dmodels");
    const get = () => server.client.send(new GetBackendAPIModelsCommand(at("dmodels")));
    await expect(get()).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Models" });
    const job = await server.client.send(new GenerateBackendAPIModelsCommand(at("dmodels")));
    expect(job).toMatchObject({ Operation: "GenerateBackendAPIModels", Status: "PENDING", Error: "" });
    await completed(server, job);
    expect(await get()).toMatchObject({
      Status: "LATEST",
      Models: expect.stringContaining("export const schema"),
      ModelIntrospectionSchema: expect.stringContaining('"version":1'),
    });
    const change = { ...at("dmodels"), ResourceConfig: { TransformSchema: "type B @model { id: ID! }" } };
    await completed(server, await server.client.send(new UpdateBackendAPICommand(change)));
    expect((await get()).Status).toBe("STALE");
  });

  it("need an API", async () => {
    await makeBackend(server, "dnoapi");
    const generate = server.client.send(new GenerateBackendAPIModelsCommand(at("dnoapi")));
    await expect(generate).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "API" });
    const get = server.client.send(new GetBackendAPIModelsCommand(at("dnoapi")));
    await expect(get).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "API" });
  });
});

describe("DeleteBackendAPI", () => {
  const remove = (AppId: string, more: object = {}) =>
    server.client.send(new DeleteBackendAPICommand({ ...at(AppId), ...more }));

  it("never hits another API than the guard means", async () => {
    await makeBackend(server, "drem");
    await makeApi(server, "drem");
    await expect(remove("drem", { ResourceConfig: { ApiName: "other" } })).rejects.toThrow(NotFoundException);
    await expect(remove("drem", { ResourceName: "other" })).rejects.toThrow(NotFoundException);
    await server.client.send(new GetBackendAPICommand(at("drem")));
  });

  it("removes the API, and a new one can be made", async () => {
    const job = await remove("drem", { ResourceConfig: { ApiName: "notes" } });
    expect(job).toMatchObject({ Operation: "DeleteBackendAPI", Status: "PENDING", Error: "" });
    await completed(server, job);
    await expect(server.client.send(new GetBackendAPICommand(at("drem")))).rejects.toThrow(NotFoundException);
    const { AmplifyMetaConfig = "" } = await server.client.send(new GetBackendCommand({ AppId: "drem" }));
    expect(JSON.parse(AmplifyMetaConfig).api).toBeUndefined();
    await completed(server, await create("drem"));
  });

  it("can be repeated when the plane failed halfway", async () => {
    server.planes.api.before = async () => {
      throw new Refusal("busy");
    };
    expect(await server.ended(await remove("drem"))).toMatchObject({ status: "FAILED", error: "busy" });
    await expect(server.client.send(new GetBackendAPICommand(at("drem")))).rejects.toThrow(NotFoundException);
    await expect(create("drem")).rejects.toThrow("whose removal has begun");
    server.planes.api.before = async () => {};
    await completed(server, await remove("drem"));
  });
});

describe("GetBackendAPI, UpdateBackendAPI, DeleteBackendAPI, GenerateBackendAPIModels and GetBackendAPIModels", () => {
  it("find the API by app, environment and name, and nothing by another one", async () => {
    await makeBackend(server, "dfind");
    await makeApi(server, "dfind");
    await completed(server, await server.client.send(new GenerateBackendAPIModelsCommand(at("dfind"))));
    const others = [{ AppId: "dnone" }, { BackendEnvironmentName: "none" }, { ResourceName: "other" }];
    for (const other of others) {
      const request = { ...at("dfind"), ...other };
      const sent = [
        server.client.send(new GetBackendAPICommand(request)),
        server.client.send(new UpdateBackendAPICommand(request)),
        server.client.send(new DeleteBackendAPICommand(request)),
        server.client.send(new GenerateBackendAPIModelsCommand(request)),
        server.client.send(new GetBackendAPIModelsCommand(request)),
      ];
      const names = (await Promise.allSettled(sent)).map((each) => each.status === "rejected" && each.reason.name);
      expect(names).toEqual(Array(5).fill("NotFoundException"));
    }
    expect((await server.client.send(new GetBackendAPICommand(at("dfind")))).ResourceConfig).toEqual(apiConfig);
    expect((await server.client.send(new GetBackendAPIModelsCommand(at("dfind")))).Status).toBe("LATEST");
  });
});
