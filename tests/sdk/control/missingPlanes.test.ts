/** A server without auth and storage planes: their jobs end FAILED and say so, and nothing is left behind. */

import {
  CreateBackendAuthCommand,
  CreateBackendStorageCommand,
  GetBackendAuthCommand,
  GetBackendCommand,
  ImportBackendAuthCommand,
  ImportBackendStorageCommand,
  ListS3BucketsCommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createMemoryPlane } from "../../support/memoryPlane.ts";
import { makeBackend } from "./flows.ts";
import { authConfig, type ControlServer, startControl, storageConfig } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl({ provisioners: { api: createMemoryPlane("api") } });
  await makeBackend(server, "dbare");
});
afterAll(() => server.close());

const here = { AppId: "dbare", BackendEnvironmentName: "dev" };

it.each([
  [
    "CreateBackendAuth",
    "auth",
    () => new CreateBackendAuthCommand({ ...here, ResourceName: "a", ResourceConfig: authConfig }),
  ],
  [
    "ImportBackendAuth",
    "auth",
    () => new ImportBackendAuthCommand({ ...here, UserPoolId: "p", NativeClientId: "n", WebClientId: "w" }),
  ],
  [
    "CreateBackendStorage",
    "storage",
    () => new CreateBackendStorageCommand({ ...here, ResourceName: "s", ResourceConfig: storageConfig }),
  ],
  [
    "ImportBackendStorage",
    "storage",
    () => new ImportBackendStorageCommand({ ...here, ServiceName: "S3", BucketName: "b" }),
  ],
] as const)("%s ends FAILED: there is no %s plane yet", async (operation, plane, command) => {
  const job = await server.client.send(command() as CreateBackendAuthCommand);
  expect(job.Status).toBe("PENDING");
  const ended = await server.ended(job);
  expect(ended).toMatchObject({ status: "FAILED", operation });
  expect(ended.error).toContain(`no ${plane} plane yet`);
  expect(await server.rows("control_resources")).toEqual([]);
});

it("shows nothing of what failed", async () => {
  const get = server.client.send(new GetBackendAuthCommand({ ...here, ResourceName: "a" }));
  await expect(get).rejects.toMatchObject({ ResourceType: "Auth" });
  const { AmplifyMetaConfig = "" } = await server.client.send(new GetBackendCommand({ AppId: "dbare" }));
  expect(Object.keys(JSON.parse(AmplifyMetaConfig))).toEqual(["providers"]);
});

it("lists no buckets", async () => {
  const { $metadata: _, ...answer } = await server.client.send(new ListS3BucketsCommand({}));
  expect(answer).toEqual({ Buckets: [] });
});
