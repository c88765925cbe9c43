/** A GraphQL server as the benchmark drives it. Leaf types. */

import type { Request } from "../support/load.ts";

export const subjects = ["get", "list of 100", "filtered list of 100", "nested 20 x 10", "create (durable)"] as const;
export type Subject = (typeof subjects)[number];

export interface Stack {
  readonly name: string;
  readonly url: string;
  readonly requests: Readonly<Record<Subject, Request>>;
  /** Processor time its processes have spent so far. */
  readonly cpuMs: () => number;
  stop(): Promise<void>;
}

/** Records every stack holds when it is measured. */
export const todos = 1000;
export const blogs = 50;
export const postsOfBlog = 15;

export const todo = { name: "water the plants", done: false, description: "all of them" } as const;
export const todoFields = "id name done description createdAt updatedAt";
export const postFields = "id title done createdAt";

/** Every second to-do is done, so that the filter leaves half of them out. */
export const isDone = (number: number): boolean => number % 2 === 1;

export function post(path: string, headers: Readonly<Record<string, string>>, query: string, variables = {}): Request {
  return {
    method: "POST",
    path,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  };
}

/** Sends one request; answers `data`. Throws for any error, so that nothing wrong is measured. */
export async function ask(url: string, request: Request): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(url + request.path, { method: "POST", headers: request.headers, body: request.body });
  const text = await answer.text();
  const body = JSON.parse(text) as { data?: Record<string, unknown>; errors?: unknown };
  if (answer.status !== 200 || body.errors !== undefined || !body.data) throw new Error(`${answer.status}: ${text}`);
  return body.data;
}
