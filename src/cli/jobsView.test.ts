/** Jobs read well on a terminal, and tell each event once in a pipe. */

import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { jobTable, type JobView, newEvents } from "./jobsView.ts";

const start = Date.UTC(2026, 0, 1);
const running: JobView = {
  id: "job-1",
  appId: "d1",
  environment: "dev",
  operation: "CreateBackendAPI",
  status: "RUNNING",
  error: "",
  progress: [{ at: start + 10, step: "tables", text: "2 tables made" }],
  createTime: start,
  updateTime: start + 10,
};
const failed: JobView = { ...running, status: "FAILED", error: "Type Todo is\nunknown.", updateTime: start + 1500 };

test("a table row tells what runs, and for how long", () => {
  const [heading, row] = jobTable([running], start + 2000).map(stripVTControlCharacters);
  expect(heading).toMatch(/^JOB +APP +ENVIRONMENT +OPERATION +STATUS +TIME$/);
  expect(row).toBe("job-1  d1   dev          CreateBackendAPI  RUNNING  2.0 s  2 tables made");
});

test("a failed job shows its reason on the same line, and its own duration", () => {
  const row = stripVTControlCharacters(jobTable([failed], start + 100_000)[1] ?? "");
  expect(row).toContain("FAILED");
  expect(row).toContain("1.5 s  Type Todo is unknown.");
});

test("events are told once, in order of time", () => {
  const seen = new Map<string, { lines: number; status: string }>();
  expect(newEvents([running], seen)).toEqual([
    "2026-01-01T00:00:00.010Z  job-1  CreateBackendAPI  tables: 2 tables made",
    "2026-01-01T00:00:00.010Z  job-1  CreateBackendAPI  RUNNING",
  ]);
  expect(newEvents([running], seen)).toEqual([]);
  expect(newEvents([failed], seen)).toEqual([
    "2026-01-01T00:00:01.500Z  job-1  CreateBackendAPI  FAILED Type Todo is unknown.",
  ]);
});
