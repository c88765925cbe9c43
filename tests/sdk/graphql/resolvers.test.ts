/** @function and @http: fields that are resolved outside the database. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutbound } from "#adapters/outbound/guarded";
import { type FunctionFiles, openFunctionFiles } from "../../support/functionFiles.ts";
import { type HttpServer, startHttpServer } from "../../support/httpServer.ts";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const echo = "export async function handler(event) { return event; }";
const first = 'export async function handler(event) { return event.arguments.word + "!"; }';
const second = "export async function handler(event) { return { text: event.prev.result.toUpperCase() }; }";
const throws = 'export async function handler() { throw new Error("out of stock"); }';
const odd = `
export async function handler(event) {
  return [
    { id: 7, kind: "TALL", tags: ["a"], extra: { deep: 1 }, count: "12", json: { a: [1] }, at: "2026-01-02T03:04:05Z" },
    { id: "8", kind: "TINY", count: "many", nothing: 1 },
    null,
  ];
}`;
const posts = 'export async function handler() { return [{ id: "p1", title: "from the function" }]; }';
const stock = 'export async function handler(event) { return event.source.name + " x" + event.arguments.times; }';

let files: FunctionFiles;
let site: HttpServer;
let plane: TestPlane;
let api: TestApi;
const seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = [];

const sdl = (host: string): string => `
type Query {
  echo(text: String, list: [Int!]): AWSJSON @function(name: "echo-\${env}")
  loud(word: String!): Loud @function(name: "first") @function(name: "second")
  broken: String @function(name: "throws")
  missing: String @function(name: "nobody")
  things: [Thing] @function(name: "odd")
  popular: [Post] @function(name: "posts")
  page(a: String): Loud @http(url: "http://${host}/pages/:id", headers: [{ key: "X-Env", value: "\${env}" }])
  failing: String @http(url: "http://${host}/failing")
  inside: String @http(url: "http://169.254.169.254/latest/meta-data")
}
type Mutation {
  send(subject: String!, body: String): Loud @http(method: POST, url: "http://${host}/send")
  start: EventInvocationResponse @function(name: "echo-dev", invocationType: Event)
}
type EventInvocationResponse { success: Boolean! }
type Loud { text: String }
enum Kind { TALL SMALL }
type Thing { id: ID! kind: Kind tags: [String] count: Int json: AWSJSON at: AWSDateTime }
type Post @model @auth(rules: [{ allow: public }]) { id: ID! title: String comments: [Comment] @hasMany }
type Comment @model @auth(rules: [{ allow: public }]) { id: ID! text: String post: Post @belongsTo }
type Product @model @auth(rules: [{ allow: public }]) {
  id: ID!
  name: String
  label(times: Int): String @function(name: "stock")
  faulty: String @function(name: "throws")
}`;

beforeAll(async () => {
  site = await startHttpServer((request, response, body) => {
    seen.push({ method: request.method ?? "", url: request.url ?? "", headers: { ...request.headers }, body });
    if (request.url === "/failing") response.writeHead(503).end("closed for repairs");
    else response.end(JSON.stringify({ text: `${request.method} ${request.url} ${body}` }));
  });
  const sources = { "echo-dev.mjs": echo, "first.mjs": first, "second.mjs": second, "throws.mjs": throws };
  files = await openFunctionFiles({ ...sources, "odd.mjs": odd, "posts.mjs": posts, "stock.mjs": stock });
  const host = new URL(site.url).host;
  plane = await openPlane({ modes: { functions: files.functions, outbound: createOutbound({ allowed: [host] }) } });
  api = await plane.api(sdl(host));
});
afterAll(async () => {
  await plane.close();
  await files.close();
  await site.close();
});

describe("@function", () => {
  it("gets the call as AppSync's resolvers send it; ${env} in its name is the environment", async () => {
    const answer = await api.send('query ($list: [Int!]) { echo(text: "hi", list: $list) }', { list: [1, 2] });
    expect(JSON.parse(answer.at<string>("echo"))).toMatchObject({
      typeName: "Query",
      fieldName: "echo",
      arguments: { text: "hi", list: [1, 2] },
      identity: null,
      source: null,
      prev: { result: null },
    });
  });

  it("repeated is a pipeline: each step gets what the one before answered", async () => {
    expect(await api.send('{ loud(word: "hey") { text } }')).toEqual({ data: { loud: { text: "HEY!" } } });
  });

  it("that throws, or is not there, is an error at its field", async () => {
    expect(await api.send("{ broken missing }")).toMatchObject({
      data: { broken: null, missing: null },
      errors: [
        { path: ["broken"], errorType: "Lambda:Unhandled", message: "out of stock" },
        { path: ["missing"], errorType: "Lambda:ResourceNotFoundException" },
      ],
    });
  });

  it("answers what the types can hold; the rest is null with an error that says where", async () => {
    const answer = await api.send("{ things { id kind tags count json at __typename } }");
    expect(answer.data).toEqual({
      things: [
        {
          id: "7",
          kind: "TALL",
          tags: ["a"],
          count: 12,
          json: '{"a":[1]}',
          at: "2026-01-02T03:04:05Z",
          __typename: "Thing",
        },
        { id: "8", kind: null, tags: null, count: null, json: null, at: null, __typename: "Thing" },
        null,
      ],
    });
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ["things", 1, "kind"],
      ["things", 1, "count"],
    ]);
  });

  it("may answer records of a model, whose related records come from the database", async () => {
    await api.send('mutation { createPost(input: { id: "p1", title: "stored" }) { id } }');
    await api.send('mutation { createComment(input: { id: "c1", text: "yes", postCommentsId: "p1" }) { id } }');
    expect(await api.send("{ popular { title comments { items { text post { title } } } } }")).toEqual({
      data: {
        popular: [{ title: "from the function", comments: { items: [{ text: "yes", post: { title: "stored" } }] } }],
      },
    });
  });

  it("as an Event is not waited for", async () => {
    expect(await api.send("mutation { start { success } }")).toEqual({ data: { start: { success: true } } });
  });

  it("on a model's field gets the record as its source, in lists and after mutations too", async () => {
    const create = 'mutation ($id: ID!) { createProduct(input: { id: $id, name: "lamp" }) { label(times: 1) } }';
    expect(await api.send(create, { id: "1" })).toEqual({ data: { createProduct: { label: "lamp x1" } } });
    await api.send(create, { id: "2" });
    expect(await api.send("{ listProducts { items { id twice: label(times: 2) } } }")).toEqual({
      data: {
        listProducts: {
          items: [
            { id: "1", twice: "lamp x2" },
            { id: "2", twice: "lamp x2" },
          ],
        },
      },
    });
    expect(await api.send('{ getProduct(id: "1") { name faulty } }')).toMatchObject({
      data: { getProduct: { name: "lamp", faulty: null } },
      errors: [{ path: ["getProduct", "faulty"], message: "out of stock" }],
    });
  });

  it("arguments of the wrong type stop the operation before any field runs", async () => {
    await api.send('mutation { createProduct(input: { id: "typed", name: "cup" }) { id } }');
    const before = seen.length;
    const bad = await api.send('{ failing getProduct(id: "typed") { name label(times: "two") } }');
    expect(bad.data).toBeNull();
    expect(bad.errors?.[0]?.message).toContain("argument 'times' with value 'StringValue{value='two'}' is not a valid");
    expect(seen).toHaveLength(before);
  });
});

describe("@http", () => {
  it("puts parameters, query and headers where they belong", async () => {
    const query = '{ page(params: { id: "a b/c" }, query: { a: "1&2" }) { text } }';
    expect(await api.send(query)).toEqual({ data: { page: { text: "GET /pages/a%20b%2Fc?a=1%262 " } } });
    expect(seen.at(-1)?.headers["x-env"]).toBe("dev");
  });

  it("sends a body as JSON", async () => {
    await api.send('mutation { send(body: { subject: "s", body: "b" }) { text } }');
    expect(seen.at(-1)).toMatchObject({ method: "POST", url: "/send", body: '{"subject":"s","body":"b"}' });
  });

  it("tells what the far end says when it refuses", async () => {
    expect(await api.send("{ failing }")).toMatchObject({
      data: { failing: null },
      errors: [{ errorType: "503", message: "closed for repairs" }],
    });
  });

  it("does not lead into the network of the server", async () => {
    expect(await api.send("{ inside }")).toMatchObject({
      data: { inside: null },
      errors: [{ errorType: "HttpRequestFailed", message: expect.stringContaining("is not a public address") }],
    });
  });
});
