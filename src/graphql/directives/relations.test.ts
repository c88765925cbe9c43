/** What @index and the directives of relations make of a schema, and how they refuse what makes no sense. */

import { describe, expect, test } from "vitest";
import type { ModelType } from "#graphql/sdl/model";
import { SdlRefusal } from "#graphql/sdl/problem";
import { buildModel } from "./build.ts";

const model = "@model @auth(rules: [{ allow: public }])";

function read(sdl: string): Readonly<Record<string, ModelType>> {
  return Object.fromEntries(buildModel(sdl).models.map((type) => [type.name, type]));
}

function problems(sdl: string): readonly string[] {
  try {
    buildModel(sdl);
    return [];
  } catch (error) {
    if (!(error instanceof SdlRefusal)) throw error;
    return error.message.split("\n").slice(1);
  }
}

const links = (type: ModelType | undefined): readonly string[] =>
  (type?.fields ?? []).filter((field) => field.linkOf !== undefined).map((field) => field.name);

test("@index: names, sort keys, queries by default, chosen and left out", () => {
  const { Post } = read(`type Post ${model} {
    id: ID!
    blogId: ID @index(name: "byBlog", queryField: "postsOfBlog") @index(sortKeyFields: ["title", "n"])
    title: String @index(queryField: null)
    n: Int
  }`);
  expect(Post?.indexes).toEqual([
    { name: "byBlog", partition: "blogId", sort: [], queryField: "postsOfBlog" },
    {
      name: "postsByBlogIdAndTitleAndN",
      partition: "blogId",
      sort: ["title", "n"],
      queryField: "postsByBlogIdAndTitleAndN",
    },
    { name: "postsByTitle", partition: "title", sort: [] },
  ]);
});

test("@hasMany and its @belongsTo share the link field that is made for them", () => {
  const { Blog, Post } = read(`
    type Blog ${model} { id: ID! posts: [Post] @hasMany(limit: 7) }
    type Post ${model} { id: ID! blog: Blog @belongsTo }`);
  expect(Blog?.relations).toEqual([
    { field: "posts", kind: "hasMany", target: "Post", limit: 7, on: [["id", "blogPostsId"]], index: "gsi-Blog.posts" },
  ]);
  expect(Post?.relations).toEqual([{ field: "blog", kind: "belongsTo", target: "Blog", on: [["blogPostsId", "id"]] }]);
  expect(Post?.indexes).toEqual([{ name: "gsi-Blog.posts", partition: "blogPostsId", sort: [], implied: true }]);
  expect(links(Post)).toEqual(["blogPostsId"]);
});

test("a key of several fields makes a link field for each", () => {
  const { Q, R } = read(`
    type Q ${model} { k: Int! @primaryKey(sortKeyFields: ["a"]) a: String! r: [R] @hasMany }
    type R ${model} { id: ID! q: Q @belongsTo one: Q @hasOne }`);
  expect(Q?.relations[0]?.on).toEqual([
    ["k", "qRK"],
    ["a", "qRA"],
  ]);
  expect(R?.indexes[0]).toMatchObject({ partition: "qRK", sort: ["qRA"] });
  expect(R?.relations.map((relation) => relation.on)).toEqual([
    [
      ["rOneK", "k"],
      ["rOneA", "a"],
    ],
    [
      ["qRK", "k"],
      ["qRA", "a"],
    ],
  ]);
  const types = Object.fromEntries((R?.fields ?? []).map((field) => [field.name, field.type]));
  expect(types).toMatchObject({ qRK: { name: "Int" }, qRA: { name: "String" }, rOneK: { name: "Int" } });
});

test("fields of the user's own: by an index, by the primary key, and the way back", () => {
  const { Blog, Post } = read(`
    type Blog ${model} { id: ID! posts: [Post] @hasMany(indexName: "byBlog", fields: ["id"]) top: Post @hasOne(fields: "topId") topId: ID }
    type Post ${model} { id: ID! blogId: ID @index(name: "byBlog", sortKeyFields: ["at"]) at: Int blog: Blog @belongsTo(fields: ["blogId"]) }`);
  expect(Blog?.relations).toEqual([
    { field: "posts", kind: "hasMany", target: "Post", on: [["id", "blogId"]], index: "byBlog" },
    { field: "top", kind: "hasOne", target: "Post", on: [["topId", "id"]] },
  ]);
  expect(Post?.relations).toEqual([{ field: "blog", kind: "belongsTo", target: "Blog", on: [["blogId", "id"]] }]);
  expect([...links(Blog), ...links(Post)]).toEqual([]);
});

test("references: the links are the other side's own fields, found by an index of this relation", () => {
  const { Team, Member, Badge } = read(`
    type Team ${model} { id: ID! members: [Member] @hasMany(references: ["teamId"]) badge: Badge @hasOne(references: "teamId") }
    type Member ${model} { id: ID! teamId: ID team: Team @belongsTo(references: ["teamId"], overrideIndexName: "byTeam") }
    type Badge ${model} { id: ID! teamId: String team: Team @belongsTo(references: ["teamId"]) }`);
  expect(Team?.relations).toEqual([
    { field: "members", kind: "hasMany", target: "Member", on: [["id", "teamId"]], index: "byTeam" },
    { field: "badge", kind: "hasOne", target: "Badge", on: [["id", "teamId"]], index: "gsi-Team.badge" },
  ]);
  expect(Member?.relations).toEqual([{ field: "team", kind: "belongsTo", target: "Team", on: [["teamId", "id"]] }]);
  expect(Badge?.indexes).toEqual([{ name: "gsi-Team.badge", partition: "teamId", sort: [], implied: true }]);
});

test("@manyToMany: a model between the two, with both sides' rules", () => {
  const { Post, Tag, PostTags } = read(`
    type Post @model @auth(rules: [{ allow: public, operations: [read] }]) { id: ID! tags: [Tag] @manyToMany(relationName: "postTags", limit: 5) }
    type Tag ${model} { label: String! @primaryKey(sortKeyFields: ["n"]) n: Int! posts: [Post] @manyToMany(relationName: "PostTags") }`);
  expect(Post?.relations).toEqual([
    { field: "tags", kind: "manyToMany", target: "PostTags", limit: 5, on: [["id", "postId"]], index: "byPost" },
  ]);
  expect(Tag?.relations[0]?.on).toEqual([
    ["label", "tagLabel"],
    ["n", "tagn"],
  ]);
  expect(PostTags?.fields.map((field) => field.name)).toEqual([
    "id",
    "postId",
    "tagLabel",
    "tagn",
    "post",
    "tag",
    "createdAt",
    "updatedAt",
  ]);
  expect(PostTags?.indexes).toEqual([
    { name: "byPost", partition: "postId", sort: [], queryField: "postTagsByPostId" },
    { name: "byTag", partition: "tagLabel", sort: ["tagn"], queryField: "postTagsByTagLabelAndTagn" },
  ]);
  expect(PostTags?.relations.map(({ field, on }) => [field, on])).toEqual([
    ["post", [["postId", "id"]]],
    [
      "tag",
      [
        ["tagLabel", "label"],
        ["tagn", "n"],
      ],
    ],
  ]);
  expect(PostTags?.access).toHaveLength(1);
  expect(PostTags?.position).toEqual({ line: 2, column: 98 });
});

describe("refusals", () => {
  const cases: readonly (readonly [string, string])[] = [
    [`type A ${model} { id: ID! n: [Int] @index }`, "A.n is a key field and must be a scalar or an enum"],
    [`type A ${model} { id: ID! n: Int @index(name: "x y") }`, 'a name has 3 to 255 letters, digits, "_", "-" or "."'],
    [`type A ${model} { id: ID! n: Int @index(sortKeyFields: ["m"]) }`, "names m, which A does not declare"],
    [`type A ${model} { id: ID! n: Int @index m: Int @index(name: "aSByN") }`, "A has two indexes called aSByN"],
    [`type A ${model} { a: ID! @primaryKey @index }`, "a alone is the primary key already"],
    [
      `type A ${model} { id: ID! b: [B] @hasMany } type B { x: Int }`,
      "1:66 @hasMany on A.b: B is not a type with @model",
    ],
    [`type A ${model} { id: ID! b: A @hasMany }`, "needs a list: [A]. For a single record use @hasOne."],
    [`type A ${model} { id: ID! b: [A] @hasOne }`, "cannot be a list. For a list use @hasMany."],
    [`type A ${model} { id: ID! b: A @hasOne @belongsTo }`, "the field has @hasOne already"],
    [`type A ${model} { id: ID! b: A @hasOne(fields: []) }`, "fields is empty"],
    [`type A ${model} { id: ID! b: A @hasOne(fields: ["x"]) }`, "names A.x, which does not exist"],
    [
      `type A ${model} { id: ID! n: Int b: A @hasOne(fields: ["n"]) }`,
      "A.n is Int, A.id is ID; both must be of one type",
    ],
    [`type A ${model} { id: ID! b: [A] @hasMany(indexName: "byX") }`, "A has no @index called byX"],
    [`type A ${model} { id: ID! b: B @belongsTo } type B ${model} { id: ID! }`, "B needs a field that leads to A"],
    [
      `type A ${model} { id: ID! b: [B] @hasMany(references: ["aId"]) } type B ${model} { id: ID! aId: ID }`,
      "is one-sided: give B a field of type A with @belongsTo and the same references",
    ],
    [
      `type A ${model} { id: ID! b: [B] @hasMany(references: ["x", "y"]) } type B ${model} { id: ID! }`,
      "needs 1 references, one for each key field of A: id.",
    ],
    [
      `type A ${model} { id: ID! b: [B] @hasMany(references: ["aId"], fields: ["id"]) } type B ${model} { id: ID! aId: ID }`,
      "fields and references exclude each other",
    ],
    [`type A ${model} { id: ID! b: [A] @manyToMany(relationName: "x") }`, '@manyToMany "X" stands on one field'],
    [
      `type A ${model} { id: ID! b: [A] @manyToMany(relationName: "x") c: [A] @manyToMany(relationName: "x") }`,
      "links a model to itself",
    ],
    [
      `type A ${model} { id: ID! b: [B] @manyToMany(relationName: "b") } type B ${model} { id: ID! a: [A] @manyToMany(relationName: "b") }`,
      "needs a type called B, which exists already",
    ],
  ];
  test.each(cases)("%s", (sdl, expected) => {
    expect(problems(sdl).join("\n")).toContain(expected);
  });
});
