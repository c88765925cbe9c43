/** A PostgreSQL of its own in a temporary folder, where the machine has its programs. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PostgresServer {
  readonly url: string;
  /** Its processes; each connection has one. */
  pids(): readonly number[];
  /** Runs a script of psql that stops at the first error; answers what it printed, unaligned. */
  script(text: string): string;
  stop(): Promise<void>;
}

/** Why there can be none here; undefined when there can. */
export function whyNoPostgres(): string | undefined {
  try {
    for (const program of ["initdb", "postgres", "psql"]) execFileSync(program, ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "PostgreSQL's programs (initdb, postgres, psql) are not in the PATH";
  }
}

/** With its usual settings: a commit is on the disk before it is answered. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const person = unprivileged();
  if (person !== undefined) chownSync(folder, person.uid, person.gid);
  const data = join(folder, "data");
  const quiet = { stdio: "ignore", cwd: folder, ...person } as const;
  execFileSync("initdb", ["-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-locale"], quiet);
  const port = await freePort();
  const child = spawn("postgres", ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder], quiet);
  const url = `postgres://owner@127.0.0.1:${port}/postgres`;
  await ready(url);
  return {
    url,
    pids() {
      const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(child.pid)], { encoding: "utf8" });
      return [child.pid ?? 0, ...children.trim().split(/\s+/).map(Number)];
    },
    script: (text) =>
      execFileSync("psql", [url, "-q", "-A", "-t", "-X", "-v", "ON_ERROR_STOP=1", "-f", "-"], {
        input: text,
        encoding: "utf8",
      }),
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      execFileSync("psql", [url, "-c", "select 1"], { stdio: "ignore" });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("PostgreSQL did not start");
}

async function end(child: ChildProcess): Promise<void> {
  // Fast shutdown: connections that are left are cut.
  child.kill("SIGINT");
  await new Promise((resolve) => child.once("exit", resolve));
}
