/** The stock Amplify client for JavaScript talks to an API over HTTP, unmodified. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Amplify } from "aws-amplify";
import { generateClient } from "aws-amplify/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createNodeHandler } from "#kernel/wire/nodeHttp";
import { openPlane, type TestPlane } from "../../support/graphqlPlane.ts";

let plane: TestPlane;
let server: Server;
let endpoint = "";
let apiKey = "";

beforeAll(async () => {
  plane = await openPlane();
  const api = await plane.api(
    "type Todo @model @auth(rules: [{ allow: public }]) { id: ID! title: String! done: Boolean }",
  );
  server = createServer(createNodeHandler(plane.graphql.handle));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql/${api.id}`;
  apiKey = api.key;
});

afterAll(async () => {
  await new Promise((resolve) => void server.close(resolve));
  await plane.close();
});

function configure(key: string): void {
  Amplify.configure({ API: { GraphQL: { endpoint, apiKey: key, region: "us-east-1", defaultAuthMode: "apiKey" } } });
}

interface Todos {
  readonly listTodos: { readonly items: readonly { readonly title: string }[]; readonly nextToken: string | null };
}

test("create, list page by page, and errors as the client reports them", async () => {
  configure(apiKey);
  const client = generateClient();
  const create = /* GraphQL */ `mutation Create($input: CreateTodoInput!) { createTodo(input: $input) { id title } }`;
  for (const title of ["a", "b", "c"]) {
    const answer = await client.graphql({ query: create, variables: { input: { title } } });
    expect(answer).toMatchObject({ data: { createTodo: { title } } });
  }
  const list = /* GraphQL */ `query List($nextToken: String) { listTodos(limit: 2, nextToken: $nextToken) { items { title } nextToken } }`;
  const titles: string[] = [];
  let nextToken: string | null = null;
  do {
    const { data } = (await client.graphql({ query: list, variables: { nextToken } })) as { data: Todos };
    titles.push(...data.listTodos.items.map((item) => item.title));
    nextToken = data.listTodos.nextToken;
  } while (nextToken !== null);
  expect(titles).toEqual(["a", "b", "c"]);
  const failing = client.graphql({ query: `mutation { deleteTodo(input: { id: "none" }) { id } }` });
  await expect(failing).rejects.toMatchObject({
    data: { deleteTodo: null },
    errors: [{ errorType: "DynamoDB:ConditionalCheckFailedException" }],
  });
});

test("a wrong key is what the client takes for UnauthorizedException: only then it suggests another authMode", async () => {
  configure("da2-wrong");
  const failing = generateClient().graphql({ query: "{ listTodos { items { id } } }" });
  await expect(failing).rejects.toMatchObject({
    errors: [{ message: "Unauthorized", recoverySuggestion: expect.stringContaining("authMode") }],
  });
});
