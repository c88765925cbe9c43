/** The auth and storage operations through the AWS SDK, with planes that are there. */

import {
  CreateBackendAuthCommand,
  CreateBackendStorageCommand,
  DeleteBackendAuthCommand,
  DeleteBackendStorageCommand,
  GetBackendAuthCommand,
  GetBackendCommand,
  GetBackendStorageCommand,
  ImportBackendAuthCommand,
  ImportBackendStorageCommand,
  ListS3BucketsCommand,
  NotFoundException,
  UpdateBackendAuthCommand,
  UpdateBackendStorageCommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completed, makeApi, makeAuth, makeBackend, makeStorage } from "./flows.ts";
import { authConfig, type ControlServer, startControl, storageConfig } from "./support.ts";

const bucketNames = Array.from({ length: 250 }, (_, index) => `bucket-${String(index).padStart(3, "0")}`);

let server: ControlServer;
beforeAll(async () => {
  server = await startControl({
    buckets: {
      list: async (after, limit) =>
        bucketNames
          .filter((name) => after === undefined || name > after)
          .slice(0, limit)
          .map((name) => ({ name, createdAt: 1_700_000_000_000 })),
    },
  });
});
afterAll(() => server.close());

const people = (AppId: string) => ({ AppId, BackendEnvironmentName: "dev", ResourceName: "people" });
const files = (AppId: string) => ({ AppId, BackendEnvironmentName: "dev", ResourceName: "files" });
const env = (AppId: string) => ({ AppId, BackendEnvironmentName: "dev" });

describe("auth", () => {
  it("is created, read, changed and deleted", async () => {
    await makeBackend(server, "dauth");
    const created = await server.client.send(
      new CreateBackendAuthCommand({ ...people("dauth"), ResourceConfig: authConfig }),
    );
    expect(created).toMatchObject({ Operation: "CreateBackendAuth", Status: "PENDING", Error: "" });
    await completed(server, created);
    const { $metadata: _, ...got } = await server.client.send(new GetBackendAuthCommand(people("dauth")));
    // The secret of the sign-in provider stays where it is.
    const { OAuth } = authConfig.UserPoolConfigs;
    const shown = { ...OAuth, SocialProviderSettings: { Google: { ClientId: "google-id" } } };
    const UserPoolConfigs = { ...authConfig.UserPoolConfigs, OAuth: shown };
    expect(got).toEqual({ ...people("dauth"), Error: "", ResourceConfig: { ...authConfig, UserPoolConfigs } });

    const change = {
      AuthResources: "USER_POOL_ONLY" as const,
      Service: "COGNITO" as const,
      UserPoolConfigs: { PasswordPolicy: { MinimumLength: 12 } },
    };
    const updated = await server.client.send(
      new UpdateBackendAuthCommand({ ...people("dauth"), ResourceConfig: change }),
    );
    expect(updated).toMatchObject({ Operation: "UpdateBackendAuth", Status: "PENDING" });
    await completed(server, updated);
    const { ResourceConfig } = await server.client.send(new GetBackendAuthCommand(people("dauth")));
    expect(ResourceConfig).toMatchObject({
      AuthResources: "USER_POOL_ONLY",
      UserPoolConfigs: { UserPoolName: "people", PasswordPolicy: { MinimumLength: 12 } },
    });

    const deleted = await server.client.send(new DeleteBackendAuthCommand(people("dauth")));
    expect(deleted).toMatchObject({ Operation: "DeleteBackendAuth", Status: "PENDING" });
    await completed(server, deleted);
    await expect(server.client.send(new GetBackendAuthCommand(people("dauth")))).rejects.toMatchObject({
      name: "NotFoundException",
      ResourceType: "Auth",
    });
  });

  it("keeps secrets of sign-in providers and API keys out of the database in the clear", async () => {
    await makeBackend(server, "dsecret");
    await makeAuth(server, "dsecret");
    const rows = JSON.stringify([await server.rows("jobs"), await server.rows("control_resources")]);
    expect(rows).toContain("dsecret");
    expect(rows).not.toContain("google-secret-of-this-test");
    await makeApi(server, "dsecret");
    expect(JSON.stringify(await server.rows("control_resources"))).not.toContain("da2-");
  });

  it("is imported under a name that can be known, and read", async () => {
    await makeBackend(server, "dimport");
    const ids = { UserPoolId: "us-east-1_pool", NativeClientId: "native", WebClientId: "web" };
    const job = await server.client.send(new ImportBackendAuthCommand({ ...env("dimport"), ...ids }));
    expect(job).toMatchObject({ Operation: "ImportBackendAuth", Status: "PENDING", Error: "" });
    await completed(server, job);
    const { AmplifyMetaConfig = "" } = await server.client.send(new GetBackendCommand({ AppId: "dimport" }));
    expect(JSON.parse(AmplifyMetaConfig).auth.importedAuth).toMatchObject({
      serviceType: "imported",
      output: { UserPoolId: "us-east-1_pool", AppClientID: "native", AppClientIDWeb: "web" },
    });
    await server.client.send(new GetBackendAuthCommand({ ...env("dimport"), ResourceName: "importedAuth" }));
    await expect(makeAuth(server, "dimport")).rejects.toThrow("already has the Auth resource importedAuth");
  });

  it("is not found where it is not", async () => {
    const none = env("dnone");
    const config = { AuthResources: "USER_POOL_ONLY", Service: "COGNITO", UserPoolConfigs: {} } as const;
    const ids = { UserPoolId: "x", NativeClientId: "y", WebClientId: "z" };
    const sent = [
      server.client.send(new CreateBackendAuthCommand({ ...people("dnone"), ResourceConfig: authConfig })),
      server.client.send(new UpdateBackendAuthCommand({ ...people("dnone"), ResourceConfig: config })),
      server.client.send(new UpdateBackendAuthCommand({ ...people("dauth"), ResourceConfig: config })),
      server.client.send(new DeleteBackendAuthCommand(people("dauth"))),
      server.client.send(new ImportBackendAuthCommand({ ...none, ...ids })),
    ];
    for (const request of await Promise.allSettled(sent)) {
      expect(request).toMatchObject({ status: "rejected", reason: expect.any(NotFoundException) });
    }
  });
});

describe("storage", () => {
  it("is created, read, changed and deleted", async () => {
    await makeBackend(server, "dfiles");
    const { $metadata: _, ...created } = await server.client.send(
      new CreateBackendStorageCommand({ ...files("dfiles"), ResourceConfig: storageConfig }),
    );
    expect(created).toEqual({ ...env("dfiles"), JobId: expect.any(String), Status: "PENDING" });
    await completed(server, created);
    const { $metadata: __, ...got } = await server.client.send(new GetBackendStorageCommand(files("dfiles")));
    expect(got).toEqual({ ...files("dfiles"), ResourceConfig: { ...storageConfig, Imported: false } });

    const Permissions = { Authenticated: ["READ" as const] };
    const config = { ServiceName: "S3" as const, Permissions };
    const updated = await server.client.send(
      new UpdateBackendStorageCommand({ ...files("dfiles"), ResourceConfig: config }),
    );
    await completed(server, updated);
    const { ResourceConfig } = await server.client.send(new GetBackendStorageCommand(files("dfiles")));
    expect(ResourceConfig?.Permissions?.Authenticated).toEqual(["READ"]);

    const deleted = await server.client.send(
      new DeleteBackendStorageCommand({ ...files("dfiles"), ServiceName: "S3" }),
    );
    await completed(server, deleted);
    await expect(server.client.send(new GetBackendStorageCommand(files("dfiles")))).rejects.toMatchObject({
      ResourceType: "Storage",
    });
  });

  it("is imported; without a bucket the candidates are named", async () => {
    await makeBackend(server, "dbucket");
    const bare = server.client.send(new ImportBackendStorageCommand({ ...env("dbucket"), ServiceName: "S3" }));
    await expect(bare).rejects.toThrow("bucket-000, bucket-001");
    const job = await server.client.send(
      new ImportBackendStorageCommand({ ...env("dbucket"), ServiceName: "S3", BucketName: "old-bucket" }),
    );
    expect(job).toMatchObject({ ...env("dbucket"), Status: "PENDING" });
    await completed(server, job);
    const got = await server.client.send(
      new GetBackendStorageCommand({ ...env("dbucket"), ResourceName: "importedStorage" }),
    );
    expect(got.ResourceConfig).toMatchObject({ BucketName: "old-bucket", Imported: true, ServiceName: "S3" });
  });

  it("needs its service and the right name to be deleted", async () => {
    await makeBackend(server, "dkeep");
    await makeStorage(server, "dkeep");
    const service = server.client.send(
      new DeleteBackendStorageCommand({ ...files("dkeep"), ServiceName: "DynamoDB" as "S3" }),
    );
    await expect(service).rejects.toThrow("enum value set");
    const name = server.client.send(
      new DeleteBackendStorageCommand({ ...files("dkeep"), ResourceName: "other", ServiceName: "S3" }),
    );
    await expect(name).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Storage" });
    await server.client.send(new GetBackendStorageCommand(files("dkeep")));
  });
});

describe("ListS3Buckets", () => {
  it("pages by a hundred, in order, each once", async () => {
    const names: (string | undefined)[] = [];
    const sizes: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await server.client.send(new ListS3BucketsCommand(NextToken === undefined ? {} : { NextToken }));
      names.push(...(page.Buckets ?? []).map(({ Name }) => Name));
      sizes.push(page.Buckets?.length ?? 0);
      expect(page.Buckets?.[0]?.CreationDate).toBe("2023-11-14T22:13:20.000Z");
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(sizes).toEqual([100, 100, 50]);
    expect(names).toEqual(bucketNames);
  });

  it("refuses a token it did not give", async () => {
    const forged = server.client.send(new ListS3BucketsCommand({ NextToken: "YnVja2V0LTA1MA" }));
    await expect(forged).rejects.toMatchObject({ name: "BadRequestException" });
  });
});
