/** Dialect 1: how it is told, what @key, @connection and @versioned make of a schema, and how the dialects keep apart. */

import { describe, expect, test } from "vitest";
import { buildModel } from "#graphql/directives/build";
import type { ModelType } from "#graphql/sdl/model";
import { SdlRefusal } from "#graphql/sdl/problem";
import { buildApiSchema } from "#graphql/schema/build";

function read(sdl: string): Readonly<Record<string, ModelType>> {
  return Object.fromEntries(buildModel(sdl).models.map((type) => [type.name, type]));
}

function problems(sdl: string): string {
  try {
    buildModel(sdl);
    return "";
  } catch (error) {
    if (!(error instanceof SdlRefusal)) throw error;
    return error.message.split("\n").slice(1).join("\n");
  }
}

describe("the dialect", () => {
  const texts: readonly (readonly [string, number])[] = [
    ["type A @model { id: ID! }", 2],
    ['type A @model @key(fields: ["a"]) { a: ID! }', 1],
    ["type A @model { id: ID! a: A @connection }", 1],
    ["type A @model @versioned { id: ID! }", 1],
    ["type A @model @auth(rules: [{ allow: public, operations: [read] }]) { id: ID! }", 2],
    ["# feature-flag: useexperimentalpipelinedtransformer false\ntype A @model { id: ID! }", 1],
    ["# feature-flag: useExperimentalPipelinedTransformer = true\ntype A @model { id: ID! }", 2],
  ];
  test.each(texts)("%s", (sdl, dialect) => {
    expect(buildModel(sdl).dialect).toBe(dialect);
  });

  test("by a member of @auth's rules only the older one has", () => {
    const sdl = 'type A @model @auth(rules: [{ allow: owner, identityField: "sub" }]) { id: ID! }';
    expect(buildModel(sdl, { ...pools, versioned: false }).dialect).toBe(1);
  });

  test("flags change plurals; unknown ones are refused with their line", () => {
    const plural = (flags: string): unknown =>
      read(`${flags}type Fox @model @key(fields: ["id"]) { id: ID! }`)["Fox"]?.operations.list;
    expect([plural(""), plural("# feature-flag: improvePluralization true\n")]).toEqual(["listFoxs", "listFoxes"]);
    expect(problems("\n  # feature-flag: better true\ntype A @model { id: ID! }")).toMatch(
      /^2:3 feature-flag "better true" is/,
    );
  });

  test("a schema in both is told so", () => {
    expect(problems('type A @model @key(fields: ["a"]) { a: ID! @index }')).toBe(
      `1:44 @index belongs to Amplify's newer directives, but this schema uses the older ones; write it in one dialect.`,
    );
  });
});

const pools = {
  defaultProvider: "userPools",
  otherProviders: [],
  conflicts: new Map(),
  flags: {},
} as const;

test("@key: the primary key without a name, indexes with one", () => {
  const { Reading } = read(`type Reading @model
    @key(fields: ["meter", "day"])
    @key(name: "byDay", fields: ["day", "meter"], queryField: "readingsOfDay")
    @key(name: "byValue", fields: ["value"]) { meter: ID! day: AWSDate! value: Float }`);
  expect(Reading?.key).toEqual({ partition: "meter", sort: ["day"], custom: true });
  expect(Reading?.indexes).toEqual([
    { name: "byDay", partition: "day", sort: ["meter"], queryField: "readingsOfDay" },
    { name: "byValue", partition: "value", sort: [] },
  ]);
});

test("@connection: link fields are written but not read; halves of a name find each other", () => {
  const built = buildModel(`
    type Blog @model { id: ID! posts: [Post] @connection(name: "BlogPosts", sortField: "at") top: Post @connection }
    type Post @model { id: ID! at: Int blog: Blog! @connection(name: "BlogPosts", sortField: "at") }`);
  const [blog, post] = built.models;
  expect(blog?.relations).toEqual([
    { field: "posts", kind: "hasMany", target: "Post", on: [["id", "postBlogId"]], index: "gsi-BlogPosts" },
    { field: "top", kind: "hasOne", target: "Post", on: [["blogTopId", "id"]] },
  ]);
  expect(post?.relations).toEqual([{ field: "blog", kind: "belongsTo", target: "Blog", on: [["postBlogId", "id"]] }]);
  expect(post?.indexes).toEqual([{ name: "gsi-BlogPosts", partition: "postBlogId", sort: ["at"], implied: true }]);
  const { sdl } = buildApiSchema(built);
  expect(sdl).toContain("input CreatePostInput {\n  id: ID\n  at: Int\n  postBlogId: ID!\n}");
  expect(sdl).toMatch(/type Post \{\n {2}id: ID!\n {2}at: Int\n {2}blog: Blog!\n {2}createdAt/);
  expect(sdl).toContain("posts(at: ModelIntKeyConditionInput, filter: ModelPostFilterInput");
});

test("@connection by fields and keyName", () => {
  const { Blog } = read(`
    type Blog @model { id: ID! posts: [Post] @connection(keyName: "byBlog", fields: ["id"], limit: 3) }
    type Post @model @key(name: "byBlog", fields: ["blogId", "at"]) { id: ID! blogId: ID! at: Int }`);
  expect(Blog?.relations).toEqual([
    { field: "posts", kind: "hasMany", target: "Post", limit: 3, on: [["id", "blogId"]], index: "byBlog" },
  ]);
});

test("@versioned: a counter, and what writes must say", () => {
  const built = buildModel(`type A @model @versioned(versionInput: "seen") { id: ID! }`);
  expect(built.models[0]?.counter).toEqual({ field: "version", input: "seen" });
  expect(buildApiSchema(built).sdl).toContain("input DeleteAInput {\n  id: ID!\n  seen: Int!\n}");
});

const refusals: readonly (readonly [string, string])[] = [
  [`type A @model @key(fields: ["x"]) { id: ID! }`, "names x, which A does not declare"],
  [`type A @model @key(fields: ["a"]) @key(fields: ["b"]) { a: ID! b: ID! }`, "more than one @key without a name"],
  [`type A @model @key(fields: ["a"], queryField: "q") { a: ID! }`, "a queryField needs a name"],
  [`type A @model { id: ID! b: B @connection } type B { x: Int }`, "B is not a type with @model"],
  [`type A @model { id: ID! b: B @connection(name: "x") } type B @model { id: ID! }`, "no field with the other half"],
  [
    `type A @model { id: ID! b: [B] @connection(name: "x") } type B @model { id: ID! a: [A] @connection(name: "x") }`,
    "two lists cannot be linked",
  ],
  [
    `type A @model { id: ID! b: [B] @connection(keyName: "k", fields: ["id"]) } type B @model { id: ID! }`,
    "B has no @key called k",
  ],
  [`type A @model @versioned { id: ID! version: String }`, "counts versions and must be Int"],
];
test.each(refusals)("refused: %s", (sdl, expected) => {
  expect(problems(sdl)).toContain(expected);
});
