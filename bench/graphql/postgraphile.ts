/** PostGraphile 4 on a PostgreSQL of its own in a temporary folder, as a stack. */

import { startPostgres } from "../../tests/support/postgresServer.ts";
import { processCpuMs } from "../support/processCpu.ts";
import { startProgram } from "./peers.ts";
import { ask, blogs, post, postFields, postsOfBlog, type Stack, todo, todoFields, todos } from "./stack.ts";

export async function startPostgraphile(): Promise<Stack> {
  const postgres = await startPostgres();
  try {
    postgres.script(tables);
    const program = await startProgram("./postgraphileServer.ts", [postgres.url]);
    const requests = await requestsOf(program.url);
    return {
      name: "PostGraphile 4, PostgreSQL 15",
      url: program.url,
      requests,
      cpuMs: spentBy(() => [program.pid, ...postgres.pids()]),
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

/** Processor time of processes that come and go; what one that is gone spent still counts. */
function spentBy(pids: () => readonly number[]): () => number {
  const spent = new Map<number, number>();
  return () => {
    for (const pid of pids()) {
      try {
        spent.set(pid, processCpuMs(pid));
      } catch {
        // It ended between the list and the look at it.
      }
    }
    return [...spent.values()].reduce((sum, each) => sum + each, 0);
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
