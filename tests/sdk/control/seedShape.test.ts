/** The judge of answers sees what is missing, unknown or of a wrong type. */

import { expect, it } from "vitest";
import { responseProblems } from "./seedShape.ts";

const job = { appId: "d", backendEnvironmentName: "dev", jobId: "j", operation: "o", status: "PENDING", error: "" };

it("passes a right answer", () => {
  expect(responseProblems("CreateBackend", job)).toEqual([]);
  expect(responseProblems("ListBackendJobs", { jobs: [{ appId: "d", backendEnvironmentName: "dev" }] })).toEqual([]);
});

it("names what is wrong, also deep inside", () => {
  const { error: _, ...short } = job;
  expect(responseProblems("CreateBackend", short)).toEqual(["CreateBackend.Error: missing"]);
  expect(responseProblems("CreateBackend", { ...job, extra: 1 })).toEqual(["CreateBackend.extra: unknown"]);
  expect(responseProblems("CreateBackend", { ...job, error: null })).toEqual(["CreateBackend.Error: not a string"]);
  expect(responseProblems("CreateBackendStorage", job)).toEqual([
    "CreateBackendStorage.operation: unknown",
    "CreateBackendStorage.error: unknown",
  ]);
  const list = { jobs: [{ appId: "d" }], nextToken: 7 };
  expect(responseProblems("ListBackendJobs", list)).toEqual([
    "ListBackendJobs.Jobs[0].BackendEnvironmentName: missing",
    "ListBackendJobs.NextToken: not a string",
  ]);
});
