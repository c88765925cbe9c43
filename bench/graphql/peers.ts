/** Installs the peers, and starts their programs as processes of their own. */

import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../peers/graphql");

/** What bench/peers/graphql/package.json names, without running anybody's scripts. */
export function installPeers(): void {
  if (existsSync(join(folder, "node_modules/postgraphile"))) return;
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  execFileSync("npm", ["install", ...options], { cwd: folder, stdio: "inherit" });
}

/** Loads modules as the peers' folder sees them. */
export const peerRequire = createRequire(join(folder, "package.json"));

/** Starts a program of this folder that tells its port when it listens. */
export async function startProgram(
  file: string,
  args: readonly string[],
): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const child: ChildProcess = fork(join(import.meta.dirname, file), args, {
    execArgv: ["--conditions=source", "--disable-warning=ExperimentalWarning"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve(Number(message)));
    child.once("exit", (code) => reject(new Error(`${file} ended with code ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill();
      await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}
