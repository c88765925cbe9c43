/** One cell of the table: the same request over some connections for a while, signed once for each key. */

import { Agent, request as httpRequest } from "node:http";
import { signRequest } from "#kernel/wire/sign";
import { processCpuMs } from "../support/processCpu.ts";
import type { Subject } from "./subject.ts";

export interface Cell {
  readonly method: "GET" | "PUT";
  readonly size: number;
  readonly connections: number;
}

export interface Figures {
  readonly perSecond: number;
  readonly megabytesPerSecond: number;
  readonly p99: number;
  /** CPU milliseconds of the server's process for each request. */
  readonly cpuMs: number;
}

/** Different objects, few enough of the large ones to stay in the page cache. */
const keysOf = (size: number): number => (size > 1e6 ? 16 : 64);

interface Shot {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Requests of different keys, signed for the next quarter of an hour. */
function shots({ url, accessKey }: Subject, { method, size }: Cell): Shot[] {
  const { host } = new URL(url);
  return Array.from({ length: keysOf(size) }, (_, index) => {
    const path = `/bench/${size}/${index}`;
    return { path, headers: signed(method, path, host, accessKey, method === "PUT" ? size : undefined) };
  });
}

export function signed(
  method: string,
  rawUrl: string,
  host: string,
  credentials: Subject["accessKey"],
  length: number | undefined,
): Record<string, string> {
  const headers = {
    host,
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    ...(length !== undefined && { "content-length": String(length) }),
  };
  const options = { credentials, region: "us-east-1", service: "s3", now: Date.now(), path: "asSent" as const };
  return signRequest({ method, rawUrl, headers, body: "" }, options);
}

/** @param least requests that are sent at least, for cells that take long */
export async function measure(subject: Subject, cell: Cell, seconds: number, least: number): Promise<Figures> {
  const { method, size, connections } = cell;
  const { hostname, port } = new URL(subject.url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const body = method === "PUT" ? Buffer.alloc(size, 7) : undefined;
  const list = shots(subject, cell);
  const times: number[] = [];
  let sent = 0;
  const one = async (): Promise<void> => {
    const shot = list[sent++ % list.length];
    if (!shot) return;
    const began = performance.now();
    const got = await exchange({ agent, hostname, port, method, path: shot.path, headers: shot.headers }, body);
    if (method === "GET" && got !== size) throw new Error(`${subject.name} gave ${got} bytes of ${size}`);
    times.push(performance.now() - began);
  };
  const cpuBefore = processCpuMs(subject.pid);
  const started = performance.now();
  const until = started + seconds * 1000;
  const wanted = (): boolean => performance.now() < until || sent < least;
  const worker = async (): Promise<void> => {
    while (wanted()) await one();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const elapsed = (performance.now() - started) / 1000;
  const cpuMs = (processCpuMs(subject.pid) - cpuBefore) / times.length;
  agent.destroy();
  times.sort((a, b) => a - b);
  const perSecond = times.length / elapsed;
  const p99 = times[Math.floor(times.length * 0.99)] ?? 0;
  return { perSecond, megabytesPerSecond: (perSecond * size) / 1e6, p99, cpuMs };
}

/** Puts every object that reads of a size ask for. */
export async function prepare(subject: Subject, size: number): Promise<void> {
  await measure(subject, { method: "PUT", size, connections: 4 }, 0, keysOf(size));
}

/** Answers how many bytes came back. */
export function exchange(options: object, body: Uint8Array | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(options, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`status ${response.statusCode}`));
      });
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}
