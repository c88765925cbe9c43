/** One measured burst of identical requests, and a bare node:http server that answers the same bytes: the ceiling it is held against. */

import { fork } from "node:child_process";
import { join } from "node:path";
import autocannon from "autocannon";

export interface Request {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Burst {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
}

/** Sends `request` over `connections` connections for `seconds`. */
export async function burst(url: string, request: Request, connections = 16, seconds = 4): Promise<Burst> {
  const { method, path, headers, body } = request;
  const result = await autocannon({
    url: url + path,
    method,
    headers: { ...headers },
    body,
    connections,
    duration: seconds,
  });
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

/** A child process with a bare node:http server that reads the request and answers `body`. */
export async function bareServer(
  body: string,
  contentType: string,
): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, "./bareServer.ts"), [body, contentType]);
  const port = await new Promise<number>((resolve) => child.once("message", (message) => resolve(Number(message))));
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill();
      await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}

/** The middle one of an odd number of figures. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

/** Runs two bursts in turn, `rounds` times, so that a drifting machine touches both alike. */
export async function sideBySide(
  ours: () => Promise<Burst>,
  bare: () => Promise<Burst>,
  rounds = 3,
): Promise<{ ours: Burst; bare: Burst; ratio: number }> {
  const pairs: { ours: Burst; bare: Burst; ratio: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const pair = { ours: await ours(), bare: await bare() };
    pairs.push({ ...pair, ratio: pair.ours.requestsPerSecond / pair.bare.requestsPerSecond });
  }
  const middle = median(pairs.map((pair) => pair.ratio));
  const chosen = pairs.find((pair) => pair.ratio === middle);
  if (!chosen) throw new Error("no round was measured");
  return chosen;
}
