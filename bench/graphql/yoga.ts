/** graphql-yoga with resolvers written by hand over better-sqlite3, as a stack. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processCpuMs } from "../support/processCpu.ts";
import { startProgram } from "./peers.ts";
import { ask, post, postFields, type Stack, todo, todoFields } from "./stack.ts";

export async function startYoga(): Promise<Stack> {
  const data = mkdtempSync(join(tmpdir(), "bench-yoga-"));
  const program = await startProgram("./yogaServer.ts", [join(data, "data.sqlite")]);
  const { url } = program;
  const make = (query: string, variables = {}) => post("/graphql", {}, query, variables);
  const first = await ask(url, make("{ listTodos(limit: 1) { items { id } } }"));
  const { items } = first["listTodos"] as { items: readonly { id: string }[] };
  const list = "query ($limit: Int, $done: Boolean) { listTodos(limit: $limit, done: $done)";
  return {
    name: "graphql-yoga + better-sqlite3",
    url,
    requests: {
      get: make(`query ($id: ID!) { getTodo(id: $id) { ${todoFields} } }`, { id: items[0]?.id }),
      "list of 100": make(`${list} { items { ${todoFields} } } }`, { limit: 100 }),
      "filtered list of 100": make(`${list} { items { ${todoFields} } } }`, { limit: 100, done: false }),
      "nested 20 x 10": make(
        `{ listBlogs(limit: 20) { items { id name posts(limit: 10) { items { ${postFields} } } } } }`,
      ),
      "create (durable)": make(`mutation ($input: CreateTodoInput!) { createTodo(input: $input) { ${todoFields} } }`, {
        input: todo,
      }),
    },
    cpuMs: () => processCpuMs(program.pid),
    async stop() {
      await program.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
