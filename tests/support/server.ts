/** Starts the server as its users do, as a process of its own on a free port, and reads what the operating system says about it. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

export interface StartOptions {
  /** A folder to keep; without it a temporary one is made and removed at `stop`. */
  readonly data?: string;
  /** Runs dist/ instead of the sources. */
  readonly built?: boolean;
  /** Further settings, by environment variable. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  /** http address, without a slash at the end. */
  readonly url: string;
  readonly httpsUrl: string;
  readonly pid: number;
  readonly data: string;
  /** Milliseconds from spawn to the ready line. */
  readonly readyMs: number;
  readonly accessKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** All that the process printed so far. */
  output(): string;
  /** Resident memory in MiB, as /proc tells it. */
  residentMiB(): number;
  /** SIGTERM, then the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL; the data folder stays. */
  kill(): Promise<void>;
}

export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), "ohmstead-"));
  const entry = options.built
    ? [join(root, "dist/main.js")]
    : ["--conditions=source", "--disable-warning=ExperimentalWarning", join(root, "src/main.ts")];
  const env = { PATH: process.env["PATH"] ?? "", OHMSTEAD_LOG_LEVEL: "warn", OHMSTEAD_PORT: "0", ...options.env };
  const started = performance.now();
  const child = spawn(process.execPath, [...entry, "serve"], { env: { ...env, OHMSTEAD_DATA: data } });
  const output = collect(child);
  const url = await readyUrl(child, output);
  const readyMs = performance.now() - started;
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null) return child.exitCode;
    child.kill(signal);
    return ended;
  };
  return {
    url,
    httpsUrl: url.replace("http://127.0.0.1", "https://localhost"),
    pid: child.pid ?? 0,
    data,
    readyMs,
    accessKey: readCredentials(data),
    output,
    residentMiB: () => residentMiB(child.pid ?? 0),
    stop: async () => {
      const code = await end("SIGTERM");
      if (!options.data) rmSync(data, { recursive: true, force: true });
      return code;
    },
    kill: async () => {
      await end("SIGKILL");
    },
  };
}

/** Resident memory of a process in MiB. */
export function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
}

function collect(child: ChildProcess): () => string {
  let output = "";
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on("data", read);
  child.stderr?.on("data", read);
  return () => output;
}

async function readyUrl(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const url = /Ohmstead ready at (\S+)/.exec(output())?.[1];
      if (url) resolve(url.replace(/\/$/, ""));
    };
    child.stdout?.on("data", look);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready:\n${output()}`)));
  });
}

function readCredentials(data: string): RunningServer["accessKey"] {
  const file = readFileSync(join(data, "credentials"), "utf8");
  const value = (key: string): string => new RegExp(`^${key}\\s*=\\s*(\\S+)`, "m").exec(file)?.[1] ?? "";
  return { accessKeyId: value("aws_access_key_id"), secretAccessKey: value("aws_secret_access_key") };
}
