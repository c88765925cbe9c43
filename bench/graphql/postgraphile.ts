/** PostGraphile 4 on a PostgreSQL of its own in a temporary folder, as a stack. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processCpuMs } from "../support/processCpu.ts";
import { startProgram } from "./peers.ts";
import { ask, blogs, post, postFields, postsOfBlog, type Stack, todo, todoFields, todos } from "./stack.ts";

/** PostgreSQL refuses to run as root. */
interface Person {
  readonly uid: number;
  readonly gid: number;
}

/** Why it cannot be measured here; undefined when it can. */
export function whyNoPostgres(): string | undefined {
  try {
    for (const program of ["initdb", "postgres", "psql"]) execFileSync(program, ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "PostgreSQL's programs (initdb, postgres, psql) are not in the PATH";
  }
}

export async function startPostgraphile(): Promise<Stack> {
  const postgres = await startPostgres();
  try {
    execFileSync("psql", [postgres.url, "-q", "-v", "ON_ERROR_STOP=1", "-c", tables]);
    const program = await startProgram("postgraphileServer.ts", [postgres.url]);
    const requests = await requestsOf(program.url);
    return {
      name: "PostGraphile 4, PostgreSQL 15",
      url: program.url,
      requests,
      cpuMs: () => [program.pid, ...postgres.pids()].reduce((sum, pid) => sum + processCpuMs(pid), 0),
      async stop() {
        await program.stop();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** With its usual settings: a commit is on the disk before it is answered. */
async function startPostgres(): Promise<{ url: string; pids(): readonly number[]; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "bench-postgres-"));
  const person = unprivileged();
  if (person !== undefined) chownSync(folder, person.uid, person.gid);
  const data = join(folder, "data");
  const quiet = { stdio: "ignore", cwd: folder, ...person } as const;
  execFileSync("initdb", ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-locale"], quiet);
  const port = await freePort();
  const child = spawn("postgres", ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder], quiet);
  const url = `postgres://bench@127.0.0.1:${port}/postgres`;
  await ready(url);
  return {
    url,
    // Each connection has a process of its own.
    pids() {
      const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(child.pid)], { encoding: "utf8" });
      return [child.pid ?? 0, ...children.trim().split(/\s+/).map(Number)];
    },
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Columns are named as the fields are, so that the answers are the same. */
const tables = `
  create table todo (id uuid primary key default gen_random_uuid(), name text not null, done boolean, description text,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now(), number serial);
  create table blog (id text primary key, name text not null);
  create table post (id uuid primary key default gen_random_uuid(), title text not null, done boolean,
    blog_id text references blog, created_at timestamptz not null default now());
  create index on post (blog_id);
  create index on todo (done);
  insert into todo (name, done, description)
    select '${todo.name}', number % 2 = 1, '${todo.description}' from generate_series(0, ${todos - 1}) as number;
  insert into blog select 'b' || number, 'Blog ' || number from generate_series(0, ${blogs - 1}) as number;
  insert into post (title, done, blog_id) select 'A title of post ' || number, number % 2 = 1, 'b' || number % ${blogs}
    from generate_series(0, ${blogs * postsOfBlog - 1}) as number;
  analyze;`;

async function requestsOf(url: string): Promise<Stack["requests"]> {
  const make = (query: string, variables = {}) => post("/graphql", {}, query, variables);
  const first = await ask(url, make("{ allTodos(first: 1) { nodes { id } } }"));
  const { nodes } = first["allTodos"] as { nodes: readonly { id: string }[] };
  return {
    get: make(`query ($id: UUID!) { todoById(id: $id) { ${todoFields} } }`, { id: nodes[0]?.id }),
    "list of 100": make(`{ allTodos(first: 100) { nodes { ${todoFields} } } }`),
    "filtered list of 100": make(
      `query ($condition: TodoCondition) { allTodos(first: 100, condition: $condition) { nodes { ${todoFields} } } }`,
      { condition: { done: false } },
    ),
    "nested 20 x 10": make(
      `{ allBlogs(first: 20) { nodes { id name postsByBlogId(first: 10) { nodes { ${postFields} } } } } }`,
    ),
    "create (durable)": make(
      `mutation ($input: CreateTodoInput!) { createTodo(input: $input) { todo { ${todoFields} } } }`,
      { input: { todo } },
    ),
  };
}

function unprivileged(): Person | undefined {
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
