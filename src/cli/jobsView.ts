/** Jobs as lines of text: a table for a person, one line an event for a pipe. */

import pc from "picocolors";
import { table } from "./table.ts";

/** A job as the operator API shows it. */
export interface JobView {
  readonly id: string;
  readonly appId: string;
  readonly environment: string;
  readonly operation: string;
  readonly status: "PENDING" | "RUNNING" | "COMPLETED" | "FAILED";
  /** Empty unless FAILED. */
  readonly error: string;
  readonly progress: readonly { readonly at: number; readonly step: string; readonly text: string }[];
  /** Milliseconds since the epoch. */
  readonly createTime: number;
  readonly updateTime: number;
}

export function isActive({ status }: JobView): boolean {
  return status === "PENDING" || status === "RUNNING";
}

/** Newest first, as the server sent them, each with what it is doing or why it failed. */
export function jobTable(jobs: readonly JobView[], now: number): string[] {
  const lines = table(
    ["JOB", "APP", "ENVIRONMENT", "OPERATION", "STATUS", "TIME", ""],
    jobs.map((job) => [
      job.id,
      job.appId,
      job.environment,
      job.operation,
      job.status,
      duration(job, now),
      lastWord(job),
    ]),
  );
  return lines.map((line, index) => colour(line, jobs[index - 1]));
}

/**
 * What happened since the last look, oldest first: `time job operation status-or-step text`.
 * @param seen how many lines of each job were told already, and its status then; brought up to date here
 */
export function newEvents(jobs: readonly JobView[], seen: Map<string, { lines: number; status: string }>): string[] {
  const events: { at: number; line: string }[] = [];
  for (const job of jobs) {
    const before = seen.get(job.id) ?? { lines: 0, status: "" };
    const name = `${job.id}  ${job.operation}`;
    for (const { at, step, text } of job.progress.slice(before.lines))
      events.push({ at, line: `${stamp(at)}  ${name}  ${step}: ${oneLine(text)}` });
    if (job.status !== before.status)
      events.push({
        at: job.updateTime,
        line: `${stamp(job.updateTime)}  ${name}  ${job.status} ${oneLine(job.error)}`.trimEnd(),
      });
    seen.set(job.id, { lines: job.progress.length, status: job.status });
  }
  return events.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

function lastWord(job: JobView): string {
  return oneLine(job.status === "FAILED" ? job.error : (job.progress.at(-1)?.text ?? ""));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

function duration(job: JobView, now: number): string {
  const milliseconds = (isActive(job) ? now : job.updateTime) - job.createTime;
  if (milliseconds < 60_000) return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.floor((milliseconds % 60_000) / 1000)} s`;
}

function stamp(at: number): string {
  return new Date(at).toISOString();
}

const COLOURS = { PENDING: pc.cyan, RUNNING: pc.cyan, COMPLETED: pc.green, FAILED: pc.red } as const;

function colour(line: string, job: JobView | undefined): string {
  return job === undefined ? pc.bold(line) : line.replace(job.status, COLOURS[job.status](job.status));
}
