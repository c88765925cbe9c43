/** The endpoint as clients meet it: keys, methods, bodies, and the errors AppSync answers. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { WireResponse } from "#kernel/wire/http";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const sdl = `type Todo @model @auth(rules: [{ allow: public }]) { id: ID! title: String }`;
const day = 86_400_000;
let plane: TestPlane;
let api: TestApi;

beforeAll(async () => {
  plane = await openPlane();
  api = await plane.api(sdl);
});

afterAll(() => plane.close());

const list = Buffer.from(JSON.stringify({ query: "{ listTodos { items { id } } }" }));

function refused(answer: WireResponse): readonly unknown[] {
  const body = JSON.parse(String(answer.body)) as { errors: { errorType: string; message: string }[] };
  expect(answer.headers["x-amzn-errortype"]).toBe(body.errors[0]?.errorType);
  expect(answer.headers["content-type"]).toBe("application/json;charset=UTF-8");
  return [answer.status, body.errors[0]?.errorType, body.errors[0]?.message];
}

test("missing, unknown and foreign keys are 401", async () => {
  const other = await plane.api(sdl);
  const denied = [401, "UnauthorizedException", "You are not authorized to make this call."];
  expect(refused(await api.http({ body: list, headers: {} }))).toEqual([
    401,
    "UnauthorizedException",
    "Valid authorization header not provided.",
  ]);
  for (const key of ["", "da2-aaaaaaaaaaaaaaaaaaaaaaaaaa", other.key, `${api.key} `, `${api.key}\u0000`]) {
    expect(refused(await api.http({ body: list, headers: { "x-api-key": key } }))).toEqual(denied);
  }
  expect(refused(await api.http({ body: list, headers: { "x-api-key": [api.key, api.key] } }))).toEqual(denied);
  expect(refused(await api.http({ body: list, headers: { authorization: "token" } }))).toEqual(denied);
});

test("a key is good for its days: seven by default, as many as were asked for, moved by an update", async () => {
  const send = async (target: TestApi): Promise<number> => (await target.http({ body: list })).status;
  const standard = await plane.api(sdl);
  const long = await plane.api(sdl, {
    DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: 30, Description: "for tests" } },
  });
  const begin = plane.clock.now;
  plane.clock.now = begin + 7 * day - 1;
  expect([await send(standard), await send(long)]).toEqual([200, 200]);
  plane.clock.now = begin + 7 * day;
  expect([await send(standard), await send(long)]).toEqual([401, 200]);
  await standard.update({ DefaultAuthType: { Settings: { ExpirationTime: 1.5 } } });
  plane.clock.now = begin + 8.5 * day - 1;
  expect(await send(standard)).toBe(200);
  plane.clock.now = begin + 8.5 * day;
  expect(await send(standard)).toBe(401);
  plane.clock.now = begin + 30 * day;
  expect(await send(long)).toBe(401);
  plane.clock.now = begin;
});

test("paths that are no API are 404", async () => {
  for (const rawUrl of [
    "/graphql/",
    "/graphql",
    `/graphql/${api.id}/x`,
    "/graphql/..%2f",
    "/graphql/nope",
    `/graphql/${"a".repeat(26)}`,
    `/graphql/${api.id.toUpperCase()}`,
  ]) {
    const [status, type] = refused(await api.http({ rawUrl, body: list }));
    expect([rawUrl, status, type]).toEqual([rawUrl, 404, "NotFoundException"]);
  }
});

test("bodies that are no GraphQL request are 400, in AppSync's words", async () => {
  const unparsable = [400, "MalformedHttpRequestException", "Unable to parse GraphQL query."];
  expect(refused(await api.http({ body: new Uint8Array() }))).toEqual([
    400,
    "MalformedHttpRequestException",
    "Request body is empty.",
  ]);
  const texts = [
    "meow",
    "{}",
    "{}}",
    "[]",
    `[${list.toString()}]`,
    "null",
    `{"query":1}`,
    `{"query":""}`,
    `{"query":"{"}`,
    `{"query":"fragment A on Todo { id }"}`,
    `\uFEFF${list.toString()}`,
    `{"query":"${"[".repeat(10_000)}"}`,
    "[".repeat(200_000),
  ];
  for (const text of texts)
    expect([text.slice(0, 40), ...refused(await api.http({ body: Buffer.from(text) }))]).toEqual([
      text.slice(0, 40),
      ...unparsable,
    ]);
  const deep = `{"query":"{ listTodos(filter: ${"{not:".repeat(4000)}{}${"}".repeat(4000)}) { items { id } } }"}`;
  const [status] = [(await api.http({ body: Buffer.from(deep) })).status];
  expect([200, 400]).toContain(status);
  expect(refused(await api.http({ body: Buffer.from([0x7b, 0xff, 0x7d]) }))[0]).toBe(400);
  expect(refused(await api.http({ body: Buffer.from(`{"query":"{ __typename }","variables":[]}`) }))[1]).toBe(
    "BadRequestException",
  );
  expect(refused(await api.http({ body: Buffer.from(`{"query":"{ __typename }","operationName":1}`) }))[1]).toBe(
    "BadRequestException",
  );
  expect(refused(await api.http({ body: Buffer.alloc(1_000_001, 32) }))[0]).toBe(413);
  expect(
    refused(await api.http({ body: list, headers: { "x-api-key": api.key, "content-encoding": "gzip" } }))[0],
  ).toBe(415);
  expect(refused(await api.http({ method: "PUT", body: list }))[0]).toBe(405);
});

test("GET carries the request in the query string, under the same rules", async () => {
  const query = encodeURIComponent("query A($n: Int) { listTodos(limit: $n) { items { id } } }");
  const get = (search: string, headers = { "x-api-key": api.key }): Promise<WireResponse> =>
    api.http({ method: "GET", rawUrl: `/graphql/${api.id}?${search}`, headers });
  const answer = await get(`query=${query}&operationName=A&variables=${encodeURIComponent('{"n":1}')}`);
  expect([answer.status, answer.body]).toEqual([200, `{"data":{"listTodos":{"items":[]}}}`]);
  expect(refused(await get(`query=${query}&variables=%7B`))[0]).toBe(400);
  expect(refused(await get(""))[0]).toBe(400);
  expect(refused(await get(`query=${query}`, { "x-api-key": "no" }))[0]).toBe(401);
});

test("subscriptions are not answered over HTTP", async () => {
  const body = Buffer.from(JSON.stringify({ query: "subscription { onCreateTodo { id } }" }));
  expect(refused(await api.http({ body }))[1]).toBe("BadRequestException");
});

test("several operations need a name, an unknown name is told", async () => {
  const query = "query A { listTodos { items { id } } } query B { __typename }";
  const send = async (operationName?: string): Promise<unknown> =>
    JSON.parse(String((await api.http({ body: Buffer.from(JSON.stringify({ query, operationName })) })).body));
  expect(await send("B")).toEqual({ data: { __typename: "Query" } });
  expect(await send()).toMatchObject({ data: null, errors: [{ message: expect.stringContaining("operation name") }] });
  expect(await send("C")).toMatchObject({ data: null, errors: [{ message: "Unknown operation named 'C'." }] });
});

test("validation errors and refused variables are worded as AppSync does", async () => {
  const cases: readonly (readonly [string, Record<string, unknown> | undefined, string])[] = [
    [
      "{badfield}",
      undefined,
      "Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'",
    ],
    [
      "{ getTodo { id } }",
      undefined,
      "Validation error of type MissingFieldArgument: Missing field argument id @ 'getTodo'",
    ],
    [
      "{ getTodo(id: 1, x: 2) { id } }",
      undefined,
      "Validation error of type UnknownArgument: Unknown field argument x @ 'getTodo'",
    ],
    [
      "{ getTodo(id: 1) }",
      undefined,
      "Validation error of type SubSelectionRequired: Sub selection required for type Todo of field getTodo @ 'getTodo'",
    ],
    [
      "{ getTodo(id: 1) { id { x } } }",
      undefined,
      "Validation error of type SubSelectionNotAllowed: Sub selection not allowed on leaf type ID! @ 'getTodo/id'",
    ],
    ["query ($x: Foo) { getTodo(id: $x) { id } }", undefined, "Validation error of type UnknownType: Unknown type Foo"],
    [
      "{ getTodo(id: $x) { id } }",
      undefined,
      "Validation error of type UndefinedVariable: Undefined variable x @ 'getTodo'",
    ],
    ["query ($x: ID) { __typename }", undefined, "Validation error of type UnusedVariable: Unused variable x"],
    [
      "{ getTodo(id: 1) { id ...F } }",
      undefined,
      "Validation error of type UndefinedFragment: Undefined fragment F @ 'getTodo'",
    ],
    [
      "{ getTodo(id: 1) { a: id a: title } }",
      undefined,
      "Validation error of type FieldsConflict: a: id and title are different fields @ 'title'",
    ],
    [
      "{ listTodos(limit: true) { items { id } } }",
      undefined,
      "Validation error of type WrongType: argument 'limit' with value 'BooleanValue{value=true}' is not a valid 'Int' @ 'listTodos'",
    ],
    [
      "mutation { createTodo(input: { foo: 1 }) { id } }",
      undefined,
      "Validation error of type WrongType: argument 'input' with value 'ObjectValue{objectFields=[ObjectField{name='foo', value=IntValue{value=1}}]}' contains a field not in 'CreateTodoInput': 'foo' @ 'createTodo'",
    ],
    [
      "mutation { updateTodo(input: {}) { id } }",
      undefined,
      "Validation error of type WrongType: argument 'input' with value 'ObjectValue{objectFields=[]}' is missing required fields '[id]' @ 'updateTodo'",
    ],
    [
      "mutation ($i: CreateTodoInput!) { createTodo(input: $i) { id } }",
      { i: { foo: 1 } },
      "The variables input contains a field name 'foo' that is not defined for input object type 'CreateTodoInput' ",
    ],
    [
      "query ($i: Int!) { listTodos(limit: $i) { items { id } } }",
      {},
      "Variable 'i' has coerced Null value for NonNull type 'Int!'",
    ],
    [
      "mutation ($i: UpdateTodoInput!) { updateTodo(input: $i) { id } }",
      { i: {} },
      "Variable 'i' has coerced Null value for NonNull type 'ID!'",
    ],
    ["query ($i: Int) { listTodos(limit: $i) { items { id } } }", { i: "1" }, "Variable 'i' has an invalid value."],
  ];
  for (const [query, variables, message] of cases) {
    const answer = await api.send(query, variables);
    expect([query, answer.data, answer.errors?.map((error) => error.message)]).toEqual([query, null, [message]]);
    expect(answer.errors?.[0]?.path).toBeNull();
  }
});

test("configurations that cannot be served are refused before anything is made", async () => {
  const refusals: readonly (readonly [object, RegExp])[] = [
    [{ DefaultAuthType: { Mode: "AMAZON_COGNITO_USER_POOLS" } }, /the environment dev has no user pool/],
    [{ AdditionalAuthTypes: [{ Mode: "API_KEY" }] }, /name each mode once/],
    [{ ConflictResolution: { ResolutionStrategy: "LAMBDA" } }, /LAMBDA needs a function/],
    [{ Service: "API Gateway" }, /not served; use AppSync/],
    [{ DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: 366 } } }, /1 to 365 days/],
    [{ DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: Number.NaN } } }, /1 to 365 days/],
    [{ TransformSchema: " " }, /TransformSchema is required/],
  ];
  const before = await plane.graphql.provisioner.list();
  for (const [config, message] of refusals) await expect(plane.api(sdl, config)).rejects.toThrow(message);
  await plane.api(sdl, { ApiName: "same" }, { environment: "names" });
  await expect(plane.api(sdl, { ApiName: "same" }, { environment: "names" })).rejects.toThrow(
    /already has a GraphQL API called same/,
  );
  await plane.api(sdl, { ApiName: "same" }, { environment: "elsewhere" });
  expect((await plane.graphql.provisioner.list()).length).toBe(before.length + 2);
});

test("create is idempotent, describe tells the configuration, remove leaves nothing", async () => {
  const address = { appId: "app", environment: "gone", resourceName: "r", resourceId: "resource-gone" };
  const config = { ApiName: "mine", TransformSchema: sdl, DefaultAuthType: { Mode: "API_KEY" as const } };
  const once = await plane.api(sdl, config, address);
  const twice = await plane.api(sdl, config, address);
  expect([twice.id, twice.key]).toEqual([once.id, once.key]);
  expect(await plane.graphql.provisioner.describe(address)).toEqual({ Service: "AppSync", ...config });
  await once.send(`mutation { createTodo(input: { id: "1" }) { id } }`);
  const progress = { report: () => Promise.resolve(), signal: new AbortController().signal };
  await plane.graphql.provisioner.remove(address, progress);
  await plane.graphql.provisioner.remove(address, progress);
  expect(await plane.graphql.provisioner.describe(address)).toBeUndefined();
  expect((await plane.databases.list()).filter((name) => name.includes(once.id))).toEqual([]);
  expect((await once.http({ body: list })).status).toBe(404);
});
