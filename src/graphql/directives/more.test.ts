/** What @function, @http, @predictions, @searchable, @mapsTo, @validate and @model's flags make of a schema. */

import { expect, test } from "vitest";
import type { Model } from "#graphql/sdl/model";
import { SdlRefusal } from "#graphql/sdl/problem";
import { plainSettings, type SchemaSettings } from "#graphql/sdl/settings";
import { buildApiSchema } from "#graphql/schema/build";
import { buildModel } from "./build.ts";

const model = "@model @auth(rules: [{ allow: public }])";

function problems(sdl: string, settings?: SchemaSettings): string {
  try {
    buildModel(sdl, settings);
    return "";
  } catch (error) {
    if (!(error instanceof SdlRefusal)) throw error;
    return error.message.split("\n").slice(1).join("\n");
  }
}

const printed = (built: Model): string => buildApiSchema(built).sdl;

test("@function: steps in their order, with a warning where a place in AWS is named", () => {
  const built = buildModel(`type Query {
  total(x: Int): Int @function(name: "first") @function(name: "second", region: "eu-west-1")
  fire: EventInvocationResponse @function(name: "later", invocationType: Event)
}
type EventInvocationResponse { success: Boolean! }`);
  expect(built.queries.map((field) => field.resolver)).toEqual([
    [
      { kind: "function", name: "first", invocation: "RequestResponse" },
      { kind: "function", name: "second", invocation: "RequestResponse" },
    ],
    [{ kind: "function", name: "later", invocation: "Event" }],
  ]);
  expect(built.warnings).toEqual([expect.stringMatching(/^2:47 @function on Query.total: region has no meaning here/)]);
});

test("@http: parts of the URL and the user's arguments become inputs", () => {
  const built = buildModel(`type Query {
    list(tag: String!, n: Int): String @http(url: "http://127.0.0.1:8080/:user/list?by=:order", headers: [{ key: "X-A", value: "b" }])
  }
  type Mutation { put(tag: String!): String @http(method: PUT, url: "https://a.example/x") }`);
  expect(built.queries[0]?.resolver).toEqual([
    {
      kind: "http",
      method: "GET",
      url: "http://127.0.0.1:8080/:user/list?by=:order",
      headers: [{ key: "X-A", value: "b" }],
    },
  ]);
  const sdl = printed(built);
  expect(sdl).toContain("list(params: QueryListParamsInput!, query: QueryListQueryInput!): String");
  expect(sdl).toContain("input QueryListParamsInput {\n  user: String!\n  order: String!\n}");
  expect(sdl).toContain("input QueryListQueryInput {\n  tag: String!\n  n: Int\n}");
  expect(sdl).toContain("put(query: MutationPutQueryInput, body: MutationPutBodyInput): String");
  expect(sdl).toContain("input MutationPutBodyInput {\n  tag: String\n}");
});

test("@predictions needs a provider; with one its actions become inputs", () => {
  const sdl = "type Query { say: String @predictions(actions: [translateText, convertTextToSpeech]) }";
  expect(problems(sdl)).toBe(
    "1:26 @predictions on Query.say cannot be served: this server has no provider for predictions. Use @function with a function that asks one.",
  );
  const built = buildModel(sdl, { ...plainSettings, predictions: true });
  expect(built.queries[0]?.resolver).toEqual([
    { kind: "predictions", actions: ["translateText", "convertTextToSpeech"] },
  ]);
  expect(printed(built)).toContain("input SayTranslateTextInput {\n  sourceLanguage: String!\n");
});

test("@searchable names a query; null keeps the usual name as the official tools do", () => {
  const names = [`@searchable`, `@searchable(queries: { search: "find" })`, `@searchable(queries: null)`].map(
    (use) => buildModel(`type Entry ${model} ${use} { id: ID! n: Int }`).models[0]?.operations.search,
  );
  expect(names).toEqual(["searchEntries", "find", "searchEntries"]);
});

test("@mapsTo keeps the former name, and that of the link fields made after it", () => {
  const built = buildModel(`
    type Journal ${model} @mapsTo(name: "Blog") { id: ID! posts: [Post] @hasMany }
    type Post ${model} { id: ID! }`);
  expect(built.models[0]?.formerName).toBe("Blog");
  expect(built.models[1]?.fields.find((field) => field.name === "journalPostsId")?.formerName).toBe("blogPostsId");
});

test("@validate: rules with the official message or the user's", () => {
  const built = buildModel(`type A ${model} {
    id: ID!
    n: Int @validate(type: gt, value: "1") @validate(type: lte, value: "9", errorMessage: "too much")
  }`);
  expect(built.models[0]?.fields.find((field) => field.name === "n")?.validations).toEqual([
    { type: "gt", value: "1", message: "Field n of type A must be greater than 1" },
    { type: "lte", value: "9", message: "too much" },
  ]);
});

test("@model's maps replace the standard names where the flag says so", () => {
  const settings = { ...plainSettings, flags: { shouldDeepMergeDirectiveConfigDefaults: false } };
  const sdl = `type A @model(queries: { get: "one" }, subscriptions: { level: public }) { id: ID! }`;
  const [type] = buildModel(sdl, settings).models;
  expect(type?.operations).toEqual({ get: "one", create: "createA", update: "updateA", delete: "deleteA" });
  expect(type?.subscriptions.onCreate).toEqual(["onCreateA"]);
});

const refusals: readonly (readonly [string, string])[] = [
  [`type Query { a: Int @function(name: "f", invocationType: Event) }`, "must be of type EventInvocationResponse"],
  [`type Query { a: Int @http(url: "ftp://a.example") }`, "must begin with http:// or https://"],
  [`type Mutation { a: Int @predictions(actions: []) } type Query { b: Int }`, "it goes on fields of Query only"],
  [`type A @searchable { id: ID! } type B ${model} { a: A }`, "1:8 @searchable on A: A has no @model."],
  [`type A @mapsTo(name: "X") { id: ID! } type B ${model} { a: A }`, '@mapsTo(name: "X") on A: A has no @model.'],
  [`type A ${model} @mapsTo(name: "B") { id: ID! } type B ${model} { id: ID! }`, "another model called B"],
  [`type A ${model} { n: Int @validate(type: minLength, value: "1") }`, "is for String only"],
  [`type A ${model} { n: Int @validate(type: gt, value: "x") }`, 'needs a number, not "x"'],
  [`type A ${model} { n: String @validate(type: matches, value: "(") }`, "needs a regular expression"],
  [`type A ${model} { n: Int @validate(type: gt, value: "1") @validate(type: gt, value: "2") }`, "stands here twice"],
];
test.each(refusals)("refused: %s", (sdl, expected) => {
  expect(problems(sdl)).toContain(expected);
});
