/** The nine companion operations of the Amplify service through the AWS SDK. */

import {
  CreateAppCommand,
  CreateBackendEnvironmentCommand,
  DeleteAppCommand,
  DeleteBackendEnvironmentCommand,
  GetAppCommand,
  GetBackendEnvironmentCommand,
  ListAppsCommand,
  ListBackendEnvironmentsCommand,
  UpdateAppCommand,
} from "@aws-sdk/client-amplify";
import {
  CreateBackendCommand,
  DeleteBackendCommand,
  GetBackendCommand,
  RemoveAllBackendsCommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completed, makeApi, makeBackend } from "./flows.ts";
import { type ControlServer, leftovers, startControl } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl();
});
afterAll(() => server.close());

const createApp = async (name: string, more: object = {}): Promise<string> => {
  const { app } = await server.amplify.send(new CreateAppCommand({ name, ...more }));
  return app?.appId ?? "";
};

describe("apps", () => {
  it("are made with an id of the service's form and every required member", async () => {
    const before = Date.now();
    const { app } = await server.amplify.send(new CreateAppCommand({ name: "notes" }));
    const { createTime, updateTime, ...rest } = app ?? {};
    expect(rest).toEqual({
      appId: expect.stringMatching(/^d[a-z0-9]{13}$/),
      appArn: `arn:aws:amplify:us-east-1:000000000000:apps/${app?.appId}`,
      name: "notes",
      description: "",
      repository: "",
      platform: "WEB",
      environmentVariables: {},
      defaultDomain: `${app?.appId}.localhost`,
      enableBranchAutoBuild: false,
      enableBasicAuth: false,
    });
    expect(Math.abs((createTime?.getTime() ?? 0) - before)).toBeLessThan(10_000);
    expect(updateTime).toEqual(createTime);
    const got = await server.amplify.send(new GetAppCommand({ appId: app?.appId }));
    expect(got.app).toEqual(app);
  });

  it("keep their settings, sealed, and change what is given only", async () => {
    const settings = {
      description: "first",
      environmentVariables: { TOKEN: "build-secret-of-this-test" },
      tags: { team: "a" },
      customRules: [{ source: "/a", target: "/b" }],
      basicAuthCredentials: "dXNlcjpwYXNz",
      enableBasicAuth: true,
      oauthToken: "repository-token-of-this-test",
    };
    const appId = await createApp("settings", settings);
    const { app } = await server.amplify.send(new UpdateAppCommand({ appId, description: "second", name: "renamed" }));
    const { oauthToken: _, ...kept } = settings;
    expect(app).toMatchObject({ ...kept, name: "renamed", description: "second" });
    expect(app).not.toHaveProperty("oauthToken");
    const rows = JSON.stringify(await server.rows("control_apps"));
    expect(rows).toContain(appId);
    expect(rows).not.toContain("of-this-test");
  });

  it("are listed in pages, each once", async () => {
    for (let n = 0; n < 7; n += 1) await createApp(`list${n}`);
    const ids: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await server.amplify.send(
        new ListAppsCommand({ maxResults: 3, ...(nextToken !== undefined && { nextToken }) }),
      );
      expect(page.apps?.length).toBeLessThanOrEqual(3);
      ids.push(...(page.apps ?? []).map(({ appId }) => appId));
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength((await server.rows("control_apps")).length);
    const forged = server.amplify.send(new ListAppsCommand({ nextToken: "ImEi.x" }));
    await expect(forged).rejects.toMatchObject({ name: "BadRequestException" });
  });

  it("are the same as AmplifyBackend's", async () => {
    const appId = await createApp("notes");
    await makeBackend(server, appId);
    const { AppName } = await server.client.send(new GetBackendCommand({ AppId: appId }));
    expect(AppName).toBe("notes");
    const other = server.client.send(
      new CreateBackendCommand({ AppId: appId, AppName: "x", BackendEnvironmentName: "prod" }),
    );
    await expect(other).rejects.toThrow('known as "notes"');
    await makeBackend(server, "dbybackend");
    const { app } = await server.amplify.send(new GetAppCommand({ appId: "dbybackend" }));
    expect(app).toMatchObject({ appId: "dbybackend", name: "notes" });
  });

  it("are deleted when they have no environments; those that have are kept", async () => {
    const appId = await createApp("notes");
    await makeBackend(server, appId);
    const refused = server.amplify.send(new DeleteAppCommand({ appId }));
    await expect(refused).rejects.toMatchObject({
      name: "BadRequestException",
      message: expect.stringContaining("(dev)"),
    });
    const job = await server.client.send(new DeleteBackendCommand({ AppId: appId, BackendEnvironmentName: "dev" }));
    await completed(server, job);
    const { app } = await server.amplify.send(new DeleteAppCommand({ appId }));
    expect(app?.appId).toBe(appId);
    await expect(server.client.send(new GetBackendCommand({ AppId: appId }))).rejects.toMatchObject({
      ResourceType: "App",
    });
  });

  it("are not found when they are not there", async () => {
    const appId = "dnone";
    const sent = [
      server.amplify.send(new GetAppCommand({ appId })),
      server.amplify.send(new UpdateAppCommand({ appId, name: "x" })),
      server.amplify.send(new DeleteAppCommand({ appId })),
    ];
    for (const request of await Promise.allSettled(sent)) {
      expect(request).toMatchObject({ status: "rejected", reason: { name: "NotFoundException" } });
    }
    const bad = server.amplify.send(new GetAppCommand({ appId: "../x" }));
    await expect(bad).rejects.toMatchObject({ name: "BadRequestException" });
    await expect(createApp("")).rejects.toMatchObject({ name: "BadRequestException" });
  });
});

describe("backend environments", () => {
  it("are registered at once, and are AmplifyBackend's from then on", async () => {
    const appId = await createApp("notes");
    const request = { appId, environmentName: "dev", stackName: "my-stack", deploymentArtifacts: "my-bucket" };
    const { backendEnvironment } = await server.amplify.send(new CreateBackendEnvironmentCommand(request));
    expect(backendEnvironment).toMatchObject({
      backendEnvironmentArn: `arn:aws:amplify:us-east-1:000000000000:apps/${appId}/backendenvironments/dev`,
      environmentName: "dev",
      stackName: "my-stack",
      deploymentArtifacts: "my-bucket",
    });
    const got = await server.amplify.send(new GetBackendEnvironmentCommand({ appId, environmentName: "dev" }));
    expect(got.backendEnvironment).toEqual(backendEnvironment);
    await makeApi(server, appId);
    const { AmplifyMetaConfig = "" } = await server.client.send(new GetBackendCommand({ AppId: appId }));
    expect(JSON.parse(AmplifyMetaConfig).providers.awscloudformation).toMatchObject({
      StackName: "my-stack",
      DeploymentBucketName: "my-bucket",
    });
    await expect(server.amplify.send(new CreateBackendEnvironmentCommand(request))).rejects.toMatchObject({
      name: "BadRequestException",
    });
    const remove = server.amplify.send(new DeleteBackendEnvironmentCommand({ appId, environmentName: "dev" }));
    await expect(remove).rejects.toThrow("api notes");
  });

  it("are listed in pages or one by name, and deleted when empty", async () => {
    const appId = await createApp("pages");
    for (const environmentName of ["a", "b", "c"]) {
      await server.amplify.send(new CreateBackendEnvironmentCommand({ appId, environmentName }));
    }
    const list = (more: object) => server.amplify.send(new ListBackendEnvironmentsCommand({ appId, ...more }));
    const names = (page: Awaited<ReturnType<typeof list>>) =>
      page.backendEnvironments?.map((one) => one.environmentName);
    const first = await list({ maxResults: 2 });
    expect(names(first)).toEqual(["a", "b"]);
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(names(second)).toEqual(["c"]);
    expect(second.nextToken).toBeUndefined();
    expect(names(await list({ environmentName: "b" }))).toEqual(["b"]);
    expect(names(await list({ environmentName: "z" }))).toEqual([]);
    await server.amplify.send(new DeleteBackendEnvironmentCommand({ appId, environmentName: "b" }));
    expect(names(await list({}))).toEqual(["a", "c"]);
    const foreign = server.amplify.send(
      new ListBackendEnvironmentsCommand({
        appId: "dbybackend",
        ...(first.nextToken && { nextToken: first.nextToken }),
      }),
    );
    await expect(foreign).rejects.toMatchObject({ name: "BadRequestException" });
  });

  it("are not found when they are not there", async () => {
    const appId = await createApp("none");
    const sent = [
      server.amplify.send(new GetBackendEnvironmentCommand({ appId, environmentName: "x" })),
      server.amplify.send(new DeleteBackendEnvironmentCommand({ appId, environmentName: "x" })),
      server.amplify.send(new CreateBackendEnvironmentCommand({ appId: "dnone", environmentName: "x" })),
    ];
    for (const request of await Promise.allSettled(sent)) {
      expect(request).toMatchObject({ status: "rejected", reason: { name: "NotFoundException" } });
    }
    const list = server.amplify.send(new ListBackendEnvironmentsCommand({ appId: "dnone" }));
    await expect(list).rejects.toMatchObject({ name: "BadRequestException" });
    const bad = server.amplify.send(new CreateBackendEnvironmentCommand({ appId, environmentName: "a/b" }));
    await expect(bad).rejects.toThrow("environmentName must be");
  });
});

it("leaves nothing when all apps are removed", async () => {
  const { apps = [] } = await server.amplify.send(new ListAppsCommand({}));
  for (const { appId: AppId } of apps) {
    const job = await server.client.send(new RemoveAllBackendsCommand({ AppId, CleanAmplifyApp: true }));
    await completed(server, { ...job, BackendEnvironmentName: "all" });
  }
  expect(await leftovers(server)).toEqual({});
  expect(await server.planes.api.list()).toEqual([]);
});
