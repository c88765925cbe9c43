/**
 * Relations, indexes and implied keys as client libraries are told them. The expectations are what the official
 * generator (0.5.4) makes of the same schemas; `tests/oracle` holds many more.
 */

import { expect, test } from "vitest";
import { buildModel } from "#graphql/directives/build";
import type { Model } from "#graphql/sdl/model";
import { introspectionJson } from "./introspection.ts";
import { schemaJs } from "./schemaJs.ts";

interface Read {
  readonly version: unknown;
  readonly models: Readonly<
    Record<
      string,
      {
        readonly fields: Readonly<Record<string, { readonly association?: object; readonly type: unknown }>>;
        readonly attributes: readonly { readonly type: string; readonly properties: object }[];
      }
    >
  >;
}

const told = (of: Model): Read => JSON.parse(introspectionJson(of)) as Read;
const module = (of: Model): Read => JSON.parse(schemaJs(of).slice("export const schema = ".length, -1)) as Read;
const keys = (of: Read, name: string): unknown =>
  of.models[name]?.attributes.filter((each) => each.type === "key").map((each) => each.properties);
const association = (of: Read, name: string, field: string): unknown => of.models[name]?.fields[field]?.association;

test("a @hasMany and its way back", () => {
  const read = told(
    buildModel("type Blog @model { posts: [Post] @hasMany } type Post @model { title: String blog: Blog @belongsTo }"),
  );
  expect(read.models["Blog"]?.fields["posts"]).toEqual({
    name: "posts",
    isArray: true,
    type: { model: "Post" },
    isRequired: false,
    attributes: [],
    isArrayNullable: true,
    association: { connectionType: "HAS_MANY", associatedWith: ["blogPostsId"] },
  });
  expect(association(read, "Post", "blog")).toEqual({ connectionType: "BELONGS_TO", targetNames: ["blogPostsId"] });
  expect(read.models["Post"]?.fields["blogPostsId"]).toEqual({
    name: "blogPostsId",
    isArray: false,
    type: "ID",
    isRequired: false,
    attributes: [],
  });
  expect(keys(read, "Post")).toEqual([]);
});

test("a @hasMany that only one side knows of implies a key", () => {
  const read = told(buildModel("type Blog @model { posts: [Post] @hasMany } type Post @model { title: String }"));
  expect(association(read, "Blog", "posts")).toEqual({
    connectionType: "HAS_MANY",
    associatedWith: ["blogPostsId"],
  });
  expect(keys(read, "Post")).toEqual([{ name: "gsi-Blog.posts", fields: ["blogPostsId"] }]);
});

test("links the user named are told by the field that leads back by them", () => {
  const read = told(
    buildModel(`
      type Blog @model { id: ID! posts: [Post] @hasMany(indexName: "byBlog", fields: ["id"]) }
      type Post @model {
        id: ID!
        blogID: ID! @index(name: "byBlog", sortKeyFields: ["title"], queryField: "postsOfBlog")
        title: String @index
        blog: Blog @belongsTo(fields: ["blogID"])
      }`),
  );
  expect(association(read, "Blog", "posts")).toEqual({ connectionType: "HAS_MANY", associatedWith: ["blog"] });
  expect(association(read, "Post", "blog")).toEqual({ connectionType: "BELONGS_TO", targetNames: ["blogID"] });
  expect(keys(read, "Post")).toEqual([
    { name: "byBlog", queryField: "postsOfBlog", fields: ["blogID", "title"] },
    { name: "postsByTitle", fields: ["title"] },
  ]);
});

test("@hasOne: by a link here, or by references on the other side", () => {
  const plain = told(buildModel("type Project @model { team: Team @hasOne } type Team @model { name: String }"));
  expect(association(plain, "Project", "team")).toEqual({
    connectionType: "HAS_ONE",
    associatedWith: ["id"],
    targetNames: ["projectTeamId"],
  });
  const built = buildModel(`
    type Blog @model { first: Post @hasOne(references: ["firstOf"]) }
    type Post @model { firstOf: ID blog: Blog @belongsTo(references: ["firstOf"]) }`);
  const hasOne = { connectionType: "HAS_ONE", associatedWith: ["firstOf"] };
  expect(association(told(built), "Blog", "first")).toEqual({ ...hasOne, targetNames: [] });
  expect(association(module(built), "Blog", "first")).toEqual(hasOne);
});

test("@manyToMany: a model between, with the rules of both sides", () => {
  const read = told(
    buildModel(`
      type Post @model @auth(rules: [{ allow: public }]) { tags: [Tag] @manyToMany(relationName: "postTags") }
      type Tag @model @auth(rules: [{ allow: public, operations: [read] }]) { posts: [Post] @manyToMany(relationName: "postTags") }`),
  );
  expect(association(read, "Post", "tags")).toEqual({ connectionType: "HAS_MANY", associatedWith: ["post"] });
  expect(Object.keys(read.models["PostTags"]?.fields ?? {})).toEqual([
    "id",
    "postId",
    "tagId",
    "post",
    "tag",
    "createdAt",
    "updatedAt",
  ]);
  expect(read.models["PostTags"]?.attributes.map(({ type }) => type)).toEqual(["model", "key", "key", "auth", "auth"]);
});

test("@connection of dialect 1", () => {
  const built = buildModel(`
    type Blog @model { id: ID! posts: [Post] @connection(name: "BlogPosts") }
    type Post @model { id: ID! blog: Blog @connection(name: "BlogPosts") }`);
  expect(association(module(built), "Blog", "posts")).toEqual({ connectionType: "HAS_MANY", associatedWith: "blog" });
  expect(association(module(built), "Post", "blog")).toEqual({
    connectionType: "BELONGS_TO",
    targetName: "postBlogId",
  });
});
