/** GraphQL get, list and create a second against a bare node:http server that answers the same bytes. */

import { apiOf } from "../../tests/support/outputs.ts";
import { clientOf, createBackend } from "../support/backend.ts";
import { bareServer, burst, type Request, sideBySide } from "../support/load.ts";
import { startServer } from "../../tests/support/server.ts";

const FIELDS = "id name done description createdAt updatedAt";

const server = await startServer({ built: true });
const client = clientOf(server);
await createBackend(client, "dbench0001");
const api = await apiOf(client, "dbench0001");
if (!api) throw new Error("the API that was made has no endpoint");
const { path, key } = api;
const headers = { "content-type": "application/json", "x-api-key": key };
const request = (query: string, variables: unknown): Request => ({
  method: "POST",
  path,
  headers,
  body: JSON.stringify({ query, variables }),
});
const send = async (made: Request): Promise<string> => {
  const answer = await fetch(server.url + made.path, { method: "POST", headers: made.headers, body: made.body });
  const text = await answer.text();
  if (answer.status !== 200 || text.includes('"errors"')) throw new Error(`${answer.status}: ${text}`);
  return text;
};

const create = request(`mutation C($input: CreateTodoInput!) { createTodo(input: $input) { ${FIELDS} } }`, {
  input: { name: "water the plants", done: false, description: "all of them" },
});
for (let row = 0; row < 999; row++) await send(create);
const id = (JSON.parse(await send(create)) as { data: { createTodo: { id: string } } }).data.createTodo.id;
const subjects = [
  ["get by id", request(`query G($id: ID!) { getTodo(id: $id) { ${FIELDS} } }`, { id })],
  ["list of 100", request(`query L { listTodos(limit: 100) { items { ${FIELDS} } nextToken } }`, {})],
  ["create (durable)", create],
] as const;

console.log("16 connections, Todo with 6 fields, 1,000 rows (median of 3 rounds in turn)");
for (const [name, made] of subjects) {
  const bare = await bareServer(await send(made), "application/json");
  const {
    ours,
    bare: ceiling,
    ratio,
  } = await sideBySide(
    () => burst(server.url, made),
    () => burst(bare.url, made),
  );
  console.log(
    `  ${name}: ${Math.round(ours.requestsPerSecond)} requests/s (p50 ${ours.p50} ms, p99 ${ours.p99} ms, ${ours.failures} failed), ` +
      `bare ${Math.round(ceiling.requestsPerSecond)}, ratio ${ratio.toFixed(2)}`,
  );
  await bare.stop();
}
await server.stop();
