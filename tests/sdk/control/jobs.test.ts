/** GetBackendJob, ListBackendJobs and UpdateBackendJob through the AWS SDK. */

import {
  BadRequestException,
  CreateBackendAPICommand,
  CreateBackendAuthCommand,
  CreateBackendCommand,
  DeleteBackendCommand,
  GetBackendCommand,
  GetBackendJobCommand,
  ListBackendJobsCommand,
  NotFoundException,
  UpdateBackendAPICommand,
  UpdateBackendJobCommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../support/memoryPlane.ts";
import { completed, gate, makeApi, makeBackend } from "./flows.ts";
import { apiConfig, authConfig, type ControlServer, startControl } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl();
});
afterEach(() => {
  server.planes.api.before = async () => {};
});
afterAll(() => server.close());

const env = (AppId: string) => ({ AppId, BackendEnvironmentName: "dev" });
const createApi = (AppId: string) =>
  server.client.send(new CreateBackendAPICommand({ ...env(AppId), ResourceName: "notes", ResourceConfig: apiConfig }));

/** A plane that refuses one kind of work. */
const refuse = (work: string) => async (what: string) => {
  if (what === work) throw new Refusal("not now");
};

describe("GetBackendJob", () => {
  it("answers every member, times as epoch milliseconds in text", async () => {
    const before = Date.now();
    const { JobId } = await server.client.send(new CreateBackendCommand({ ...env("djob"), AppName: "notes" }));
    await completed(server, { ...env("djob"), JobId });
    const { $metadata: _, ...job } = await server.client.send(new GetBackendJobCommand({ ...env("djob"), JobId }));
    expect(job).toEqual({
      ...env("djob"),
      CreateTime: expect.stringMatching(/^\d{13}$/),
      Error: "",
      JobId,
      Operation: "CreateBackend",
      Status: "COMPLETED",
      UpdateTime: expect.stringMatching(/^\d{13}$/),
    });
    expect(Number(job.CreateTime)).toBeGreaterThanOrEqual(before);
    expect(Number(job.UpdateTime)).toBeGreaterThanOrEqual(Number(job.CreateTime));
  });

  it("keeps jobs of other apps and environments apart", async () => {
    const { JobId } = await server.client.send(new CreateBackendCommand({ ...env("djob2"), AppName: "notes" }));
    const get = (AppId: string, BackendEnvironmentName: string) =>
      server.client.send(new GetBackendJobCommand({ AppId, BackendEnvironmentName, JobId }));
    await expect(get("djob", "dev")).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Job" });
    await expect(get("djob2", "prod")).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Job" });
  });

  it("lets nobody cancel or run a job under another app or environment", async () => {
    const made = await server.client.send(new CreateBackendCommand({ ...env("djob3"), AppName: "notes" }));
    const change = (AppId: string, BackendEnvironmentName: string, Status: string) =>
      server.client.send(
        new UpdateBackendJobCommand({
          AppId,
          BackendEnvironmentName,
          JobId: made.JobId,
          Status,
          Operation: made.Operation,
        }),
      );
    for (const status of ["FAILED", "PENDING"]) {
      await expect(change("djob", "dev", status)).rejects.toMatchObject({ name: "NotFoundException" });
      await expect(change("djob3", "prod", status)).rejects.toMatchObject({ name: "NotFoundException" });
    }
    expect((await server.ended(made)).status).toBe("COMPLETED");
  });

  it("refuses ids that are none", async () => {
    const get = (JobId: string) => server.client.send(new GetBackendJobCommand({ ...env("djob"), JobId }));
    await expect(get("a/../b")).rejects.toThrow(BadRequestException);
    await expect(get("x".repeat(10_000))).rejects.toThrow(BadRequestException);
    await expect(get("00000000-0000-4000-8000-000000000000")).rejects.toThrow(NotFoundException);
  });
});

describe("ListBackendJobs", () => {
  const list = (more: object = {}) => server.client.send(new ListBackendJobsCommand({ ...env("dlist"), ...more }));
  beforeAll(async () => {
    await makeBackend(server, "dlist");
    await makeApi(server, "dlist");
    const update = { ...env("dlist"), ResourceName: "notes" };
    for (let n = 0; n < 31; n += 1)
      await completed(server, await server.client.send(new UpdateBackendAPICommand(update)));
  });

  it("answers newest first, 25 unless asked for less, each once over all pages", async () => {
    const first = await list();
    expect(first.Jobs).toHaveLength(25);
    // A job added meanwhile must not move the pages.
    await completed(
      server,
      await server.client.send(new UpdateBackendAPICommand({ ...env("dlist"), ResourceName: "notes" })),
    );
    const second = await list({ NextToken: first.NextToken });
    expect(second.NextToken).toBeUndefined();
    const all = [...(first.Jobs ?? []), ...(second.Jobs ?? [])];
    expect(all).toHaveLength(33);
    expect(new Set(all.map(({ JobId }) => JobId)).size).toBe(33);
    const times = all.map(({ CreateTime }) => Number(CreateTime));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(all.at(-1)?.Operation).toBe("CreateBackend");
    expect((await list({ MaxResults: 2 })).Jobs).toHaveLength(2);
  });

  it("filters by id, operation and status together", async () => {
    const created = await list({ Operation: "CreateBackendAPI" });
    expect(created.Jobs).toMatchObject([{ Operation: "CreateBackendAPI", Status: "COMPLETED", Error: "" }]);
    const JobId = created.Jobs?.[0]?.JobId;
    expect((await list({ JobId })).Jobs).toHaveLength(1);
    expect((await list({ JobId, Status: "FAILED" })).Jobs).toEqual([]);
    expect((await list({ Status: "RUNNING" })).Jobs).toEqual([]);
    expect((await list({ Operation: "createbackendapi" })).Jobs).toEqual([]);
  });

  it("refuses tokens that are forged or of another list", async () => {
    const { NextToken = "" } = await list({ MaxResults: 3 });
    const forged = `${NextToken.slice(0, -2)}xx`;
    await expect(list({ NextToken: forged })).rejects.toThrow(BadRequestException);
    await expect(list({ NextToken: "e30" })).rejects.toThrow(BadRequestException);
    await expect(list({ NextToken, Status: "COMPLETED" })).rejects.toThrow(BadRequestException);
    await makeBackend(server, "dlist2");
    await expect(list({ AppId: "dlist2", NextToken })).rejects.toThrow(BadRequestException);
    await list({ NextToken, MaxResults: 10 });
  });

  it.each([0, -1, 26, 1.5])("refuses MaxResults %d", async (MaxResults) => {
    await expect(list({ MaxResults })).rejects.toThrow(BadRequestException);
  });

  it("tells an unknown environment from a quiet one", async () => {
    await expect(list({ BackendEnvironmentName: "none" })).rejects.toMatchObject({ ResourceType: "Environment" });
    await expect(list({ AppId: "dnone" })).rejects.toThrow(NotFoundException);
    await makeBackend(server, "dgone");
    await completed(server, await server.client.send(new DeleteBackendCommand(env("dgone"))));
    const { Jobs } = await list({ AppId: "dgone" });
    expect(Jobs?.map(({ Operation }) => Operation)).toEqual(["DeleteBackend", "CreateBackend"]);
  });
});

describe("UpdateBackendJob", () => {
  const update = (AppId: string, JobId: string | undefined, change: object) =>
    server.client.send(new UpdateBackendJobCommand({ ...env(AppId), JobId, ...change }));

  it("cancels a running job, whose work is undone", async () => {
    await makeBackend(server, "dcancel");
    const held = gate();
    server.planes.api.before = (what, { signal }) => (what === "create" ? held.wait(signal) : Promise.resolve());
    const job = await createApi("dcancel");
    const { $metadata: _, ...answer } = await update("dcancel", job.JobId, { Status: "FAILED" });
    expect(Object.keys(answer).sort()).toEqual([
      "AppId",
      "BackendEnvironmentName",
      "CreateTime",
      "Error",
      "JobId",
      "Operation",
      "Status",
      "UpdateTime",
    ]);
    const ended = await server.ended(job);
    expect(ended.status).toBe("FAILED");
    expect(ended.error).toMatch(/^cancelled by AKIA[A-Z2-7]{16}$/);
    expect(await server.rows("control_resources")).not.toContainEqual(expect.objectContaining({ app_id: "dcancel" }));
    server.planes.api.before = async () => {};
    await makeApi(server, "dcancel");
  });

  it("cancels a job that waits, whose environment and app are gone then", async () => {
    const held = gate();
    server.planes.api.before = (_what, { signal }) => held.wait(signal);
    // As many jobs as run at one time, so that the next one waits.
    const busy = Array.from({ length: 8 }, (_, n) => `dbusy${n}`);
    for (const app of busy) await makeBackend(server, app);
    const running = await Promise.all(busy.map(createApi));
    const waiting = await server.client.send(new CreateBackendCommand({ ...env("dwait"), AppName: "notes" }));
    const cancelled = await update("dwait", waiting.JobId, { Status: "FAILED" });
    expect(cancelled).toMatchObject({ Status: "FAILED", Error: expect.stringContaining("cancelled by") });
    await expect(server.client.send(new GetBackendCommand({ AppId: "dwait" }))).rejects.toThrow(NotFoundException);
    held.open();
    for (const job of running) await completed(server, job);
    const again = await update("dwait", waiting.JobId, { Status: "PENDING" });
    expect(again.Error).toBe("");
    await completed(server, waiting);
    await server.client.send(new GetBackendCommand({ AppId: "dwait", BackendEnvironmentName: "dev" }));
  });

  it("runs a failed job again", async () => {
    await makeBackend(server, "dretry");
    server.planes.api.before = refuse("create");
    const job = await createApi("dretry");
    expect(await server.ended(job)).toMatchObject({ status: "FAILED", error: "not now" });
    server.planes.api.before = async () => {};
    const again = await update("dretry", job.JobId, { Status: "PENDING", Operation: "CreateBackendAPI" });
    expect(["PENDING", "RUNNING", "COMPLETED"]).toContain(again.Status);
    await completed(server, job);
    expect(server.planes.api.held.size).toBeGreaterThan(0);
  });

  it("does not run a failed job again over what came after it", async () => {
    await makeBackend(server, "dlate");
    server.planes.api.before = refuse("create");
    const job = await createApi("dlate");
    await server.ended(job);
    server.planes.api.before = async () => {};
    await makeApi(server, "dlate");
    await update("dlate", job.JobId, { Status: "PENDING" });
    expect(await server.ended(job)).toMatchObject({
      status: "FAILED",
      error: expect.stringContaining("another API by now"),
    });
    await completed(server, await server.client.send(new DeleteBackendCommand(env("dlate"))));
  });

  it("does not let an old removal touch a newer environment", async () => {
    await makeBackend(server, "dold");
    await makeApi(server, "dold");
    server.planes.api.before = refuse("remove");
    const old = await server.client.send(new DeleteBackendCommand(env("dold")));
    await server.ended(old);
    server.planes.api.before = async () => {};
    await completed(server, await server.client.send(new DeleteBackendCommand(env("dold"))));
    await makeBackend(server, "dold");
    await update("dold", old.JobId, { Status: "PENDING" });
    await completed(server, old);
    const { BackendEnvironmentList } = await server.client.send(new GetBackendCommand({ AppId: "dold" }));
    expect(BackendEnvironmentList).toEqual(["dev"]);
  });

  it("is refused while another job of the environment runs", async () => {
    await makeBackend(server, "dlane");
    server.planes.api.before = refuse("create");
    const failed = await createApi("dlane");
    await server.ended(failed);
    const held = gate();
    server.planes.auth.before = (_what, { signal }) => held.wait(signal);
    const running = await server.client.send(
      new CreateBackendAuthCommand({ ...env("dlane"), ResourceName: "people", ResourceConfig: authConfig }),
    );
    await expect(update("dlane", failed.JobId, { Status: "PENDING" })).rejects.toMatchObject({
      name: "ValidationException",
    });
    held.open();
    server.planes.auth.before = async () => {};
    await completed(server, running);
  });

  it("refuses nonsense", async () => {
    const job = await server.client.send(new CreateBackendCommand({ ...env("dnon"), AppName: "notes" }));
    await completed(server, job);
    const refused = (change: object, reason: string) =>
      expect(update("dnon", job.JobId, change)).rejects.toMatchObject({
        name: "BadRequestException",
        message: expect.stringContaining(reason),
      });
    await refused({}, "Status must be FAILED");
    await refused({ Status: "COMPLETED" }, "Status must be FAILED");
    await refused({ Operation: "CreateBackend" }, "Status must be FAILED");
    await refused({ Status: "FAILED" }, "has ended (COMPLETED)");
    await refused({ Status: "PENDING" }, "only FAILED jobs can be run again");
    await refused({ Status: "FAILED", Operation: "DeleteBackend" }, "is a CreateBackend job");
    await expect(update("dnon", "00000000-0000-4000-8000-000000000000", { Status: "FAILED" })).rejects.toThrow(
      NotFoundException,
    );
  });
});
