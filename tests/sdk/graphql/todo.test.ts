/** The to-do example from creation to deletion, as an app uses it. */

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

let plane: TestPlane;
let api: TestApi;

beforeAll(async () => {
  plane = await openPlane();
  api = await plane.api(readFileSync("examples/todo/schema.graphql", "utf8"));
});

afterAll(() => plane.close());

const fields = "id title description priority done tags due place { name latitude longitude } createdAt updatedAt";

test("outputs are those of amplify-meta.json", () => {
  expect(api.id).toMatch(/^[a-z0-9]{26}$/);
  expect(api.key).toMatch(/^da2-[a-z0-9]{26}$/);
  expect(api.outputs).toMatchObject({
    GraphQLAPIEndpointOutput: `http://127.0.0.1:4600/graphql/${api.id}`,
    authConfig: {
      defaultAuthentication: { authenticationType: "API_KEY", apiKeyConfig: { apiKeyExpirationDays: 7 } },
      additionalAuthenticationProviders: [],
    },
  });
});

test("a record lives: created, read, changed, listed, deleted", async () => {
  const place = { name: "Home", latitude: 1.25, longitude: null };
  const created = await api.send(`mutation ($input: CreateTodoInput!) { createTodo(input: $input) { ${fields} } }`, {
    input: { title: "Write", tags: ["a", "b"], due: "2026-05-02", place },
  });
  const record = created.at<{ id: string }>("createTodo");
  expect(created.errors).toBeUndefined();
  expect(record).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    title: "Write",
    description: null,
    priority: "NORMAL",
    done: false,
    tags: ["a", "b"],
    due: "2026-05-02",
    place,
    createdAt: "2026-05-01T12:00:00.000Z",
    updatedAt: "2026-05-01T12:00:00.000Z",
  });
  const read = await api.send(`query ($id: ID!) { getTodo(id: $id) { ${fields} } }`, { id: record.id });
  expect(read.at("getTodo")).toEqual(record);

  plane.clock.now += 1500;
  const change = { id: record.id, title: "Write more", tags: null, done: true };
  const updated = await api.send(`mutation ($input: UpdateTodoInput!) { updateTodo(input: $input) { ${fields} } }`, {
    input: change,
  });
  expect(updated.at("updateTodo")).toEqual({ ...record, ...change, updatedAt: "2026-05-01T12:00:01.500Z" });

  const listed = await api.send(`{ listTodos { __typename items { __typename id title } nextToken } }`);
  expect(listed.at("listTodos")).toEqual({
    __typename: "ModelTodoConnection",
    items: [{ __typename: "Todo", id: record.id, title: "Write more" }],
    nextToken: null,
  });
  const deleted = await api.send(`mutation { deleteTodo(input: { id: "${record.id}" }) { title done } }`);
  expect(deleted.at("deleteTodo")).toEqual({ title: "Write more", done: true });
  expect((await api.send(`{ getTodo(id: "${record.id}") { id } }`)).data).toEqual({ getTodo: null });
});

test("a taken id, a missing record and a failed condition are ConditionalCheckFailed", async () => {
  const create = `mutation { createTodo(input: { id: "1", title: "one" }) { id } }`;
  expect((await api.send(create)).data).toEqual({ createTodo: { id: "1" } });
  const failures = [
    create,
    `mutation { updateTodo(input: { id: "2", title: "x" }) { id } }`,
    `mutation { deleteTodo(input: { id: "2" }) { id } }`,
    `mutation { updateTodo(input: { id: "1", title: "x" }, condition: { title: { eq: "two" } }) { id } }`,
    `mutation { deleteTodo(input: { id: "1" }, condition: { done: { eq: true } }) { id } }`,
    `mutation { createTodo(input: { id: "3", title: "x" }, condition: { title: { eq: "x" } }) { id } }`,
  ];
  for (const query of failures) {
    const answer = await api.send(query);
    expect(Object.values(answer.data as object)).toEqual([null]);
    expect(answer.errors).toEqual([
      {
        path: [expect.any(String)],
        data: null,
        errorType: "DynamoDB:ConditionalCheckFailedException",
        errorInfo: null,
        locations: [{ line: 1, column: 12, sourceName: null }],
        message: "The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: request-id)",
      },
    ]);
  }
  const absent = `mutation { createTodo(input: { id: "3", title: "x" }, condition: { title: { attributeExists: false } }) { id } }`;
  expect((await api.send(absent)).data).toEqual({ createTodo: { id: "3" } });
});

test("mutations of one document run one after the other, each on its own", async () => {
  const answer = await api.send(`mutation {
    a: createTodo(input: { id: "s", title: "first" }) { title }
    b: updateTodo(input: { id: "s", title: "second" }) { title }
    c: updateTodo(input: { id: "none", title: "x" }) { title }
    d: deleteTodo(input: { id: "s" }) { title }
  }`);
  expect(answer.data).toEqual({ a: { title: "first" }, b: { title: "second" }, c: null, d: { title: "second" } });
  expect(answer.errors).toHaveLength(1);
});

test("aliases, fragments, @skip and @include, also by variables", async () => {
  await api.send(`mutation { createTodo(input: { id: "f", title: "frag", place: { name: "P" } }) { id } }`);
  const query = `query ($yes: Boolean!, $id: ID = "f") {
    one: getTodo(id: $id) { ...Part ... on Todo { what: title } done @skip(if: $yes) tags @include(if: $yes) }
    two: getTodo(id: "f") { place { name } place { latitude } }
  }
  fragment Part on Todo { id ...More }
  fragment More on Todo { place { __typename label: name } }`;
  const place = { __typename: "Place", label: "P" };
  const two = { place: { name: "P", latitude: null } };
  const yes = await api.send(query, { yes: true });
  expect(yes.data).toEqual({ one: { id: "f", place, what: "frag", tags: null }, two });
  const no = await api.send(query, { yes: false });
  expect(no.data).toEqual({ one: { id: "f", place, what: "frag", done: false }, two });
});

test("an explicit null and a missing field are told apart, and an update clears both", async () => {
  await api.send(`mutation { createTodo(input: { id: "n1", title: "x", description: null, due: null }) { id } }`);
  await api.send(`mutation { createTodo(input: { id: "n2", title: "x" }) { id } }`);
  const nulls = `{ listTodos(filter: { description: { eq: null }, id: { beginsWith: "n" } }) { items { id } } }`;
  expect((await api.send(nulls)).at("listTodos.items")).toEqual([{ id: "n1" }]);
  await api.send(`mutation { updateTodo(input: { id: "n1", description: null }) { id } }`);
  expect((await api.send(nulls)).at("listTodos.items")).toEqual([]);
  const due = `{ listTodos(filter: { due: { attributeType: _null } }) { items { id } } }`;
  expect((await api.send(due)).at("listTodos.items")).toEqual([{ id: "n1" }]);
});

test("a promised value that is missing makes its record null, with AppSync's words", async () => {
  await api.send(`mutation { createTodo(input: { id: "p", title: "x" }) { id } }`);
  const removed = await api.send(`mutation { updateTodo(input: { id: "p", title: null }) { id name: title } }`);
  expect(removed).toEqual({
    data: { updateTodo: null },
    errors: [
      {
        path: ["updateTodo", "name"],
        locations: null,
        message: "Cannot return null for non-nullable type: 'String' within parent 'Todo' (/updateTodo/name)",
      },
    ],
  });
  const list = await api.send(`{ listTodos(filter: { id: { eq: "p" } }) { items { title } } }`);
  expect(list.data).toEqual({ listTodos: { items: [null] } });
  expect(list.errors?.[0]?.message).toBe(
    "Cannot return null for non-nullable type: 'String' within parent 'Todo' (/listTodos/items[0]/title)",
  );
  expect((await api.send(`{ getTodo(id: "p") { id } }`)).data).toEqual({ getTodo: { id: "p" } });
});

test("introspection answers beside data", async () => {
  const answer = await api.send(
    `query ($name: String!) {
    __typename
    __type(name: $name) { kind fields { name type { kind ofType { name } } } }
    __schema { queryType { name } mutationType { name } subscriptionType { name } }
  }`,
    { name: "Place" },
  );
  expect(answer.at("__typename")).toBe("Query");
  expect(answer.at<readonly { name: string }[]>("__type.fields").map((field) => field.name)).toEqual([
    "name",
    "latitude",
    "longitude",
  ]);
  expect(answer.at("__schema.subscriptionType")).toEqual({ name: "Subscription" });
});

test("nothing of this was a bug", () => {
  expect(plane.bugs).toEqual([]);
});

test("a schema without any query still answers, and fields without a data source are null", async () => {
  const bare = await plane.api(`type Log @model(queries: null) @auth(rules: [{ allow: public }]) { id: ID! }
type Mutation { ping(times: Int! = 2): String must: Int! }`);
  expect((await bare.send(`{ __typename }`)).data).toEqual({ __typename: "Query" });
  expect((await bare.send(`mutation { createLog(input: { id: "1" }) { id } ping }`)).data).toEqual({
    createLog: { id: "1" },
    ping: null,
  });
  const must = await bare.send(`mutation { createLog(input: { id: "2" }) { id } must }`);
  expect(must).toEqual({
    data: null,
    errors: [
      {
        path: ["must"],
        locations: null,
        message: "Cannot return null for non-nullable type: 'Int' within parent 'Mutation' (/must)",
      },
    ],
  });
  expect(bare.progress).toContain("Warning: 2:17 Mutation.ping has no data source and will always be null.");
});
