/** Schemas of the older dialect at work: connections of every kind, keys, pages; and what the official tools print oddly. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const open = "@auth(rules: [{ allow: public }])";
const sdl = `
type Blog @model { id: ID! name: String posts: [Post] @connection(name: "BlogPosts", sortField: "rank") top: Post @connection }
type Post @model
  @key(name: "byAuthor", fields: ["author", "rank"], queryField: "postsOfAuthor") {
  id: ID! rank: Int! author: String!
  blog: Blog @connection(name: "BlogPosts", sortField: "rank")
  comments: [Comment] @connection(keyName: "byPost", fields: ["id"])
}
type Comment @model @key(fields: ["post", "at"]) @key(name: "byPost", fields: ["post", "text"]) {
  post: ID! at: Int! text: String!
  of: Post @connection(fields: ["post"])
}`;

let plane: TestPlane;
let api: TestApi;

beforeAll(async () => {
  plane = await openPlane({});
  api = await plane.api(sdl);
  await done('createBlog(input: { id: "b", name: "B", blogTopId: "p2" }) { id }');
  for (const [n, rank] of [30, 10, 20].entries()) {
    await done(`createPost(input: { id: "p${n}", rank: ${rank}, author: "ann", postBlogId: "b" }) { id }`);
  }
  for (const at of [2, 1]) await done(`createComment(input: { post: "p0", at: ${at}, text: "t${at}" }) { at }`);
});

afterAll(async () => {
  await plane.close();
});

async function done(mutation: string): Promise<void> {
  expect((await api.send(`mutation { ${mutation} }`)).errors).toBeUndefined();
}

async function asked(query: string): Promise<unknown> {
  const { data, errors } = await api.send(`{ ${query} }`);
  expect(errors).toBeUndefined();
  return data;
}

test("a named connection is a sorted page one way and a record the other", async () => {
  expect(await asked('getBlog(id: "b") { posts(rank: { ge: 20 }) { items { id blog { name } } } top { id } }')).toEqual(
    {
      getBlog: {
        posts: {
          items: [
            { id: "p2", blog: { name: "B" } },
            { id: "p0", blog: { name: "B" } },
          ],
        },
        top: { id: "p2" },
      },
    },
  );
});

test("link fields are written but not read", async () => {
  const { errors } = await api.send('{ getPost(id: "p0") { postBlogId } }');
  expect(errors?.[0]?.message).toContain("Field 'postBlogId' in type 'Post' is undefined");
  await done('updatePost(input: { id: "p1", postBlogId: null }) { id }');
  expect(await asked('getBlog(id: "b") { posts { items { id } } }')).toEqual({
    getBlog: { posts: { items: [{ id: "p2" }, { id: "p0" }] } },
  });
});

test("@key: queries of an index, a primary key of several fields, connections along either", async () => {
  expect(await asked('postsOfAuthor(author: "ann", sortDirection: DESC) { items { rank } }')).toEqual({
    postsOfAuthor: { items: [{ rank: 30 }, { rank: 20 }, { rank: 10 }] },
  });
  expect(await asked('getComment(post: "p0", at: 1) { text of { id } }')).toEqual({
    getComment: { text: "t1", of: { id: "p0" } },
  });
  expect(await asked('getPost(id: "p0") { comments(text: { beginsWith: "t" }, limit: 1) { items { at } } }')).toEqual({
    getPost: { comments: { items: [{ at: 1 }] } },
  });
});

test("dialect 2: the query of a join model keeps the name of before @mapsTo; a timestamp given up is null", async () => {
  const odd = await plane.api(`
    type Fleet @model(timestamps: { updatedAt: null }) @mapsTo(name: "Navy") ${open} { id: ID! tugs: [Tug] @manyToMany(relationName: "FleetTug") }
    type Tug @model ${open} { id: ID! fleets: [Fleet] @manyToMany(relationName: "FleetTug") loose: Fleet }`);
  const written = await odd.send(`mutation {
    createFleet(input: { id: "f" }) { id updatedAt }
    createTug(input: { id: "t" }) { id loose { id } }
    createFleetTug(input: { id: "j", fleetId: "f", tugId: "t" }) { id }
  }`);
  expect(written).toEqual({
    data: {
      createFleet: { id: "f", updatedAt: null },
      createTug: { id: "t", loose: null },
      createFleetTug: { id: "j" },
    },
  });
  expect(await odd.send('{ fleetTugsByNavyId(navyId: "f") { items { tug { id } } } }')).toEqual({
    data: { fleetTugsByNavyId: { items: [{ tug: { id: "t" } }] } },
  });
});
