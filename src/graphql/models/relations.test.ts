/**
 * Relations, indexes and implied keys. No directive makes them yet, so the Models are put together here; the expectations
 * are what the official generator (0.5.4) makes of the schema in each test's name.
 */

import { expect, test } from "vitest";
import { buildModel } from "#graphql/directives/build";
import type { Field, Index, Model, Relation } from "#graphql/sdl/model";
import { introspectionJson } from "./introspection.ts";
import { schemaJs } from "./schemaJs.ts";

interface Extra {
  readonly fields?: readonly Field[];
  readonly relations?: readonly Relation[];
  readonly indexes?: readonly Index[];
}

interface Read {
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

/** A Model of the SDL with more to some of its types. */
function model(sdl: string, extras: Readonly<Record<string, Extra>>): Model {
  const plain = buildModel(sdl);
  return {
    ...plain,
    models: plain.models.map((type) => {
      const { fields = [], relations = [], indexes = [] } = extras[type.name] ?? {};
      return { ...type, fields: [...type.fields, ...fields], relations, indexes };
    }),
  };
}

function field(
  name: string,
  type: Field["type"],
  directive: string,
  written: Readonly<Record<string, unknown>>,
): Field {
  const directives = [{ name: directive, arguments: written }];
  return { name, type, position: { line: 1, column: 1 }, declared: true, directives };
}

/** A link field that a relation implies. */
function link(name: string): Field {
  const type = { name: "ID", required: false };
  return { name, type, position: { line: 1, column: 1 }, declared: false, directives: [] };
}

const one = (name: string) => ({ name, required: false });
const many = (name: string) => ({ list: one(name), required: false });
const told = (of: Model): Read => JSON.parse(introspectionJson(of)) as Read;
const keys = (of: Read, name: string): unknown =>
  of.models[name]?.attributes.filter((each) => each.type === "key").map((each) => each.properties);

const blogAndPost = "type Blog @model { id: ID! } type Post @model { id: ID! title: String }";

test("posts: [Post] @hasMany, blog: Blog @belongsTo", () => {
  const read = told(
    model(blogAndPost, {
      Blog: {
        fields: [field("posts", many("Post"), "hasMany", {})],
        relations: [{ field: "posts", kind: "hasMany", target: "Post", on: [["id", "blogPostsId"]] }],
      },
      Post: {
        fields: [field("blog", one("Blog"), "belongsTo", {}), link("blogPostsId")],
        relations: [{ field: "blog", kind: "belongsTo", target: "Blog", on: [["blogPostsId", "id"]] }],
      },
    }),
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
  expect(read.models["Post"]?.fields["blog"]?.association).toEqual({
    connectionType: "BELONGS_TO",
    targetNames: ["blogPostsId"],
  });
  expect(read.models["Post"]?.fields["blogPostsId"]).toEqual({
    name: "blogPostsId",
    isArray: false,
    type: "ID",
    isRequired: false,
    attributes: [],
  });
  expect(keys(read, "Post")).toEqual([]);
});

test("posts: [Post] @hasMany alone implies a key", () => {
  const read = told(
    model(blogAndPost, {
      Blog: {
        fields: [field("posts", many("Post"), "hasMany", {})],
        relations: [{ field: "posts", kind: "hasMany", target: "Post", on: [["id", "blogPostsId"]] }],
      },
      Post: { fields: [link("blogPostsId")] },
    }),
  );
  expect(read.models["Blog"]?.fields["posts"]?.association).toEqual({
    connectionType: "HAS_MANY",
    associatedWith: ["blogPostsId"],
  });
  expect(keys(read, "Post")).toEqual([{ name: "gsi-Blog.posts", fields: ["blogPostsId"] }]);
});

test('posts: [Post] @hasMany(indexName: "byBlog", fields: ["id"]), blog: Blog @belongsTo(fields: ["blogID"])', () => {
  const blogID = field("blogID", { name: "ID", required: true }, "index", {
    name: "byBlog",
    sortKeyFields: ["title"],
    queryField: "postsOfBlog",
  });
  const read = told(
    model(blogAndPost, {
      Blog: {
        fields: [field("posts", many("Post"), "hasMany", { indexName: "byBlog", fields: ["id"] })],
        relations: [{ field: "posts", kind: "hasMany", target: "Post", on: [["id", "blogID"]] }],
      },
      Post: {
        fields: [blogID, field("blog", one("Blog"), "belongsTo", { fields: ["blogID"] })],
        relations: [{ field: "blog", kind: "belongsTo", target: "Blog", on: [["blogID", "id"]] }],
        indexes: [
          { name: "byBlog", partition: "blogID", sort: ["title"], queryField: "postsOfBlog" },
          { name: "postsByTitle", partition: "title", sort: [], queryField: "postsByTitle" },
        ],
      },
    }),
  );
  expect(read.models["Blog"]?.fields["posts"]?.association).toEqual({
    connectionType: "HAS_MANY",
    associatedWith: ["blog"],
  });
  expect(read.models["Post"]?.fields["blog"]?.association).toEqual({
    connectionType: "BELONGS_TO",
    targetNames: ["blogID"],
  });
  expect(keys(read, "Post")).toEqual([
    { name: "byBlog", queryField: "postsOfBlog", fields: ["blogID", "title"] },
    { name: "postsByTitle", fields: ["title"] },
  ]);
});

test("team: Team @hasOne", () => {
  const read = told(
    model("type Project @model { id: ID! } type Team @model { id: ID! }", {
      Project: {
        fields: [field("team", one("Team"), "hasOne", {}), link("projectTeamId")],
        relations: [{ field: "team", kind: "hasOne", target: "Team", on: [["projectTeamId", "id"]] }],
      },
    }),
  );
  expect(read.models["Project"]?.fields["team"]?.association).toEqual({
    connectionType: "HAS_ONE",
    associatedWith: ["id"],
    targetNames: ["projectTeamId"],
  });
});

test('first: Post @hasOne(references: ["firstOf"])', () => {
  const built = model("type Blog @model { id: ID! } type Post @model { id: ID! firstOf: ID }", {
    Blog: {
      fields: [field("first", one("Post"), "hasOne", { references: ["firstOf"] })],
      relations: [{ field: "first", kind: "hasOne", target: "Post", on: [["id", "firstOf"]] }],
    },
  });
  const hasOne = { connectionType: "HAS_ONE", associatedWith: ["firstOf"] };
  expect(told(built).models["Blog"]?.fields["first"]?.association).toEqual({ ...hasOne, targetNames: [] });
  const js = JSON.parse(schemaJs(built).slice("export const schema = ".length, -1)) as Read;
  expect(js.models["Blog"]?.fields["first"]?.association).toEqual(hasOne);
});
