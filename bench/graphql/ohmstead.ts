/** Our server as two stacks: asked by API key, and by a signed-in owner whose token every request shows. */

import { openBackends } from "../../tests/support/backends.ts";
import { apiOf } from "../../tests/support/outputs.ts";
import { openPeople } from "../../tests/support/people.ts";
import { startServer } from "../../tests/support/server.ts";
import { processCpuMs } from "../support/processCpu.ts";
import { ask, blogs, isDone, post, postFields, postsOfBlog, type Stack, todo, todoFields, todos } from "./stack.ts";

/** The owner rule is a predicate of every statement the owner's token runs. */
const schema = `
type Todo @model @auth(rules: [{ allow: public }, { allow: owner }]) {
  id: ID! name: String! done: Boolean description: String
}
type Blog @model @auth(rules: [{ allow: public }, { allow: owner }]) { id: ID! name: String! posts: [Post] @hasMany }
type Post @model @auth(rules: [{ allow: public }, { allow: owner }]) { id: ID! title: String! done: Boolean }
`;
const appId = "dbench0001";

export async function startOhmstead(built: boolean): Promise<readonly Stack[]> {
  const server = await startServer({ built });
  const backends = openBackends(server);
  await backends.backend(appId);
  const people = openPeople(server, await backends.auth(appId));
  const { accessToken } = await people.join("ada");
  await backends.api(appId, {
    ApiName: "bench",
    TransformSchema: schema,
    DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: 7 } },
    AdditionalAuthTypes: [{ Mode: "AMAZON_COGNITO_USER_POOLS" }],
  });
  const api = await apiOf(backends.client, appId);
  if (api === undefined) throw new Error("the API that was made has no endpoint");
  people.close();
  backends.close();
  const owner = { authorization: accessToken };
  const id = await fill(server.url, api.path, owner);
  let running = 2;
  const stop = async (): Promise<void> => {
    running -= 1;
    if (running === 0) await server.stop();
  };
  const stack = (name: string, headers: Readonly<Record<string, string>>): Stack => ({
    name,
    url: server.url,
    requests: requestsOf(api.path, headers, id),
    cpuMs: () => processCpuMs(server.pid),
    stop,
  });
  return [stack("Ohmstead, API key", { "x-api-key": api.key }), stack("Ohmstead, owner's token", owner)];
}

/** All records belong to the owner; answers the id of one to-do. */
async function fill(url: string, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const send = (query: string, variables: object): Promise<Readonly<Record<string, unknown>>> =>
    ask(url, post(path, headers, query, variables));
  let id = "";
  const makeTodo = "mutation ($input: CreateTodoInput!) { createTodo(input: $input) { id } }";
  await inGroups(todos, async (number) => {
    const made = await send(makeTodo, { input: { ...todo, done: isDone(number) } });
    id = (made["createTodo"] as { id: string }).id;
  });
  const makeBlog = "mutation ($input: CreateBlogInput!) { createBlog(input: $input) { id } }";
  await inGroups(blogs, (number) => send(makeBlog, { input: { id: `b${number}`, name: `Blog ${number}` } }));
  const makePost = "mutation ($input: CreatePostInput!) { createPost(input: $input) { id } }";
  await inGroups(blogs * postsOfBlog, (number) =>
    send(makePost, {
      input: { title: `A title of post ${number}`, done: isDone(number), blogPostsId: `b${number % blogs}` },
    }),
  );
  return id;
}

async function inGroups(count: number, work: (number: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 50) {
    const size = Math.min(50, count - from);
    await Promise.all(Array.from({ length: size }, (_, index) => work(from + index)));
  }
}

function requestsOf(path: string, headers: Readonly<Record<string, string>>, id: string): Stack["requests"] {
  const make = (query: string, variables = {}) => post(path, headers, query, variables);
  return {
    get: make(`query ($id: ID!) { getTodo(id: $id) { ${todoFields} } }`, { id }),
    "list of 100": make(`{ listTodos(limit: 100) { items { ${todoFields} } } }`),
    "filtered list of 100": make(
      `query ($filter: ModelTodoFilterInput) { listTodos(limit: 100, filter: $filter) { items { ${todoFields} } } }`,
      { filter: { done: { eq: false } } },
    ),
    "nested 20 x 10": make(
      `{ listBlogs(limit: 20) { items { id name posts(limit: 10) { items { ${postFields} } } } } }`,
    ),
    "create (durable)": make(`mutation ($input: CreateTodoInput!) { createTodo(input: $input) { ${todoFields} } }`, {
      input: todo,
    }),
  };
}
