/** Starts the servers that are measured, each as a process of its own over a folder of its own. */

import { execFileSync, fork } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../../tests/support/server.ts";
import type { Subject } from "./subject.ts";

const peers = join(import.meta.dirname, "../peers/storage");

/** What bench/peers/storage/package.json names, without running anybody's scripts. */
export function installPeers(): void {
  if (existsSync(join(peers, "node_modules/s3rver"))) return;
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  execFileSync("npm", ["install", ...options], { cwd: peers, stdio: "inherit" });
}

export async function startOhmstead(): Promise<Subject> {
  const server = await startServer({ built: true, env: { OHMSTEAD_LOG_LEVEL: "warn" } });
  const { url, accessKey, pid } = server;
  return {
    name: "Ohmstead",
    url,
    accessKey,
    makesBucket: true,
    pid,
    async stop() {
      await server.stop();
    },
  };
}

/** Bare node:http: a temporary file, fsync, rename, fsync of the folder; no signature, no index, no ETag. */
export const startBare = (): Promise<Subject> => startProgram("bare node:http", "./bareStore.ts", false);

export const startS3rver = (): Promise<Subject> => startProgram("s3rver (no fsync)", "./s3rver.ts", false);

async function startProgram(name: string, file: string, makesBucket: boolean): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-bench-"));
  const child = fork(join(import.meta.dirname, file), [folder, join(peers, "package.json")], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve(Number(message)));
    child.once("exit", (code) => reject(new Error(`${name} ended with code ${code}`)));
  });
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    accessKey: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
    makesBucket,
    pid: child.pid ?? 0,
    async stop() {
      child.kill();
      await new Promise((resolve) => child.once("exit", resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
