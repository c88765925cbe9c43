/** Fields of records that are asked for outside the database: found in the answer, resolved some at a time, put in place. */

import type { Marks } from "./marks.ts";
import type { ErrorEntry, ErrorPath } from "./errors.ts";
import type { Arguments, Asking } from "./run.ts";
import type { Shape } from "./shape.ts";

/** Fields one request resolves at the same time. */
const atOnce = 16;

interface Resolving {
  readonly marks: Marks;
  readonly errors: ErrorEntry[];
  readonly asking: Asking;
}

type Task = () => Promise<void>;

/** Changes the answer in place; a required field without a value becomes the mark of a missing one. */
export async function resolveMarked(value: unknown, shape: Shape, path: ErrorPath, on: Resolving): Promise<void> {
  const tasks: Task[] = [];
  gather(value, shape, path, on, tasks);
  const work = tasks.values();
  const worker = async (): Promise<void> => {
    for (const task of work) await task();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
}

function gather(value: unknown, shape: Shape, path: ErrorPath, on: Resolving, tasks: Task[]): void {
  const members = value as Record<string, unknown>;
  for (const [key, field] of shape.fields) {
    const member = members[key];
    const below = [...path, key];
    const { resolve, inside } = field;
    if (resolve !== undefined && Array.isArray(member) && member[0] === on.marks.source) {
      tasks.push(async () => {
        const resolved = await resolve(member[1] as Arguments, below, on.asking, on.errors);
        members[key] = resolved === null && field.required ? on.marks.missing : resolved;
      });
    } else if (inside !== undefined && Array.isArray(member)) {
      for (const [index, each] of member.entries()) {
        if (isRecord(each)) gather(each, inside, [...below, index], on, tasks);
      }
    } else if (inside !== undefined && isRecord(member)) gather(member, inside, below, on, tasks);
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
