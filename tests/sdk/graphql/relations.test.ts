/** Relations and index queries: one statement a root field, pages inside pages, promised values that are missing. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";
import { listening } from "../../support/statementLog.ts";

const sdl = `
type Blog @model @auth(rules: [{ allow: public }]) { id: ID! name: String! posts: [Post] @hasMany }
type Post @model @auth(rules: [{ allow: public }]) {
  id: ID! title: String! rank: Int
  status: String @index(name: "byStatus", sortKeyFields: ["rank"], queryField: "postsByStatus")
  blog: Blog @belongsTo
  comments: [Comment] @hasMany(indexName: "byPost", fields: ["id"])
  tags: [Tag] @manyToMany(relationName: "PostTags")
}
type Comment @model @auth(rules: [{ allow: public }]) {
  id: ID! postId: ID! @index(name: "byPost", sortKeyFields: ["score"]) score: Float! post: Post @belongsTo(fields: ["postId"])
}
type Tag @model @auth(rules: [{ allow: public }]) { id: ID! posts: [Post] @manyToMany(relationName: "PostTags") }
`;

let plane: TestPlane;
let api: TestApi;
const statements: string[] = [];

beforeAll(async () => {
  plane = await openPlane({ wrap: (databases) => listening(databases, statements) });
  api = await plane.api(sdl);
  for (const id of ["b1", "b2"]) await done(`createBlog(input: { id: "${id}", name: "Blog ${id}" }) { id }`);
  for (let n = 1; n <= 5; n += 1) {
    const blog = n === 5 ? "b2" : "b1";
    await done(
      `createPost(input: { id: "p${n}", title: "Post ${n}", rank: ${n}, status: "s", blogPostsId: "${blog}" }) { id }`,
    );
  }
  const scores = [0.1, 0.30000000000000004, 0.3, 2, 2, -1];
  for (const [n, score] of scores.entries())
    await done(`createComment(input: { id: "c${n}", postId: "p1", score: ${score} }) { id }`);
});

afterAll(async () => {
  await plane.close();
});

async function done(mutation: string): Promise<void> {
  expect((await api.send(`mutation { ${mutation} }`)).errors).toBeUndefined();
}

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly nextToken: string | null;
}

/** Ids of the pages of a connection, walked to the end; `query` has $token and $limit. */
async function walk(query: string, at: string, limit: number): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = [];
  let token: string | null = null;
  do {
    const answer = await api.send(`query ($token: String, $limit: Int) { ${query} }`, { token, limit });
    expect(answer.errors).toBeUndefined();
    const page: Page = answer.at(at);
    pages.push(page.items.map(({ id }) => id));
    token = page.nextToken;
  } while (token !== null && pages.length < 20);
  return pages;
}

const posts = (args: string): string =>
  `getBlog(id: "b1") { posts(limit: $limit, nextToken: $token${args}) { items { id } nextToken } }`;
const comments = (args: string): string =>
  `getPost(id: "p1") { comments(limit: $limit, nextToken: $token${args}) { items { id } nextToken } }`;

test("nested pages end with a token that goes on where they ended", async () => {
  expect(await walk(posts(""), "getBlog.posts", 3)).toEqual([["p1", "p2", "p3"], ["p4"]]);
  expect(await walk(posts(""), "getBlog.posts", 4)).toEqual([["p1", "p2", "p3", "p4"]]);
  expect(await walk(posts(", sortDirection: DESC"), "getBlog.posts", 2)).toEqual([
    ["p4", "p3"],
    ["p2", "p1"],
  ]);
  const filter = ", filter: { rank: { ne: 2 } }";
  expect(await walk(posts(filter), "getBlog.posts", 2)).toEqual([["p1", "p3"], ["p4"]]);
});

test("pages along a sort key keep records of equal keys apart, doubles exactly", async () => {
  for (const limit of [1, 2, 3]) {
    expect((await walk(comments(""), "getPost.comments", limit)).flat()).toEqual(["c5", "c0", "c2", "c1", "c3", "c4"]);
    const down = await walk(comments(", sortDirection: DESC"), "getPost.comments", limit);
    expect(down.flat()).toEqual(["c4", "c3", "c1", "c2", "c0", "c5"]);
  }
  const between = ", score: { between: [0.3, 2] }";
  expect(await walk(comments(between), "getPost.comments", 2)).toEqual([
    ["c2", "c1"],
    ["c3", "c4"],
  ]);
});

test("a nested token is good for its field and arguments only, and cannot be made up", async () => {
  const first = await api.send(`{ getPost(id: "p1") { comments(limit: 1) { nextToken } } }`);
  const token = first.at<Page>("getPost.comments").nextToken;
  const use = async (query: string) => (await api.send(`query ($token: String) { ${query} }`, { token })).errors?.[0];
  expect(await use(`getPost(id: "p1") { comments(nextToken: $token) { items { id } } }`)).toBeUndefined();
  for (const query of [
    `getPost(id: "p1") { comments(sortDirection: DESC, nextToken: $token) { items { id } } }`,
    `getBlog(id: "b1") { posts(nextToken: $token) { items { id } } }`,
    `listPosts(nextToken: $token) { items { id } }`,
    `postsByStatus(status: "s", nextToken: $token) { items { id } }`,
  ]) {
    expect(await use(query)).toMatchObject({ message: "Invalid pagination token given." });
  }
  const forged = Buffer.from('{"at":["1) OR 1=1",1]}').toString("base64url");
  const answer = await api.send(`{ getPost(id: "p1") { comments(nextToken: "${forged}.x") { items { id } } } }`);
  expect(answer.errors?.[0]).toMatchObject({
    path: ["getPost", "comments"],
    message: "Invalid pagination token given.",
  });
});

test("a nested field that cannot be answered is null with its own error in every record, the rest is served", async () => {
  const send = (inside: string) =>
    api.send(`{ listPosts(limit: 2) { items { id ${inside} blog { name } } nextToken } }`);
  const faulty: Readonly<Record<string, string>> = {
    'it: comments(nextToken: "x") { items { id } }': "Invalid pagination token given.",
    "it: comments(limit: 0) { items { id } }": "Limit must be greater than or equal to 1",
    "it: comments(score: { gt: 1, lt: 3 }) { items { id } }":
      "Argument score must specify at most one key condition operation.",
    "it: comments(score: { between: [1] }) { items { id } }": "Argument score.between expects exactly 2 elements.",
    'it: comments(filter: { postId: { eq: "p" }, score: { lt: null } }) { items { id } }': "Invalid FilterExpression",
  };
  for (const [inside, message] of Object.entries(faulty)) {
    for (let round = 0; round < 2; round += 1) {
      const answer = await send(`${inside} fine: comments(score: { ge: -5 }, limit: 1) { items { id } }`);
      const items = answer.at<readonly { id: string; it: unknown; blog: unknown; fine: Page }[]>("listPosts.items");
      expect(items.map(({ id, it, blog }) => [id, it, blog])).toEqual([
        ["p1", null, { name: "Blog b1" }],
        ["p2", null, { name: "Blog b1" }],
      ]);
      expect(items[0]?.fine.items).toEqual([{ id: "c5" }]);
      expect(answer.errors).toMatchObject([
        { path: ["listPosts", "items", 0, "it"], message: expect.stringContaining(message) },
        { path: ["listPosts", "items", 1, "it"], message: expect.stringContaining(message) },
      ]);
    }
  }
  const written = await api.send(
    `mutation { updatePost(input: { id: "p1", rank: 1 }) { id comments(limit: -1) { nextToken } } }`,
  );
  expect(written.data).toEqual({ updatePost: { id: "p1", comments: null } });
});

test("every root field is one statement, however deep; a mutation's relations are read in its own round", async () => {
  const deep = `items { id blog { posts(limit: 2) { items { comments { items { post { blog { name } } } } } nextToken } }
    tags { items { tag { posts { items { post { id } } } } } } }`;
  const ran = async (query: string): Promise<number> => {
    statements.splice(0);
    expect((await api.send(query)).errors).toBeUndefined();
    return statements.length;
  };
  expect(await ran(`{ listPosts { ${deep} again: ${deep} nextToken } }`)).toBe(1);
  expect(await ran(`{ postsByStatus(status: "s") { ${deep} } other: getPost(id: "p1") { blog { name } } }`)).toBe(2);
  expect(await ran(`mutation { updatePost(input: { id: "p1", rank: 1 }) { id rank } }`)).toBe(1);
  expect(await ran(`mutation { updatePost(input: { id: "p1", rank: 1 }) { blog { name } } }`)).toBe(2);
});

test("a promised value that is missing in a nested record nulls that record alone, with its path", async () => {
  await done(`createPostTags(input: { id: "broken", postId: "p2", tagId: "nowhere" }) { id }`);
  const answer = await api.send(`{ getPost(id: "p2") { title tags { items { id post { title } tag { id } } } } }`);
  expect(answer.data).toEqual({ getPost: { title: "Post 2", tags: { items: [null] } } });
  const path = ["getPost", "tags", "items", 0, "tag"];
  const message =
    "Cannot return null for non-nullable type: 'Tag' within parent 'PostTags' (/getPost/tags/items[0]/tag)";
  expect(answer.errors).toEqual([{ path, locations: null, message }]);
});

test("records without a key are not in its index; a null takes them out, a value puts them back", async () => {
  const found = async (): Promise<readonly string[]> =>
    (await api.send(`{ postsByStatus(status: "s") { items { id } } }`))
      .at<Page["items"]>("postsByStatus.items")
      .map(({ id }) => id);
  await done(`createPost(input: { id: "p6", title: "No rank", status: "s" }) { id }`);
  expect(await found()).toEqual(["p1", "p2", "p3", "p4", "p5"]);
  await done(`updatePost(input: { id: "p3", rank: null }) { id }`);
  await done(`updatePost(input: { id: "p6", rank: 0 }) { id }`);
  expect(await found()).toEqual(["p6", "p1", "p2", "p4", "p5"]);
  await done(`updatePost(input: { id: "p3", rank: 3 }) { id }`);
  await done(`deletePost(input: { id: "p6" }) { id }`);
  expect(await found()).toEqual(["p1", "p2", "p3", "p4", "p5"]);
});

test("selections that go in circles end: records are counted, and too many are refused", async () => {
  const circle = (depth: number): string =>
    depth === 0 ? "id" : `id posts { items { id blog { ${circle(depth - 1)} } } }`;
  const answer = await api.send(`{ getBlog(id: "b1") { ${circle(5)} } }`);
  expect(answer.errors).toBeUndefined();
  const started = performance.now();
  const refused = await api.send(`{ getBlog(id: "b1") { ${circle(12)} } }`);
  expect(performance.now() - started).toBeLessThan(2000);
  expect(refused.data).toEqual({ getBlog: null });
  expect(refused.errors?.[0]).toMatchObject({
    errorType: "ResolverExecutionLimitReached",
    message: expect.stringContaining("more than 100000 records"),
  });
});

test("an index query asks for its key", async () => {
  const answer = await api.send(`{ postsByStatus { items { id } } }`);
  expect(answer.errors?.[0]?.message).toContain("Missing field argument status");
});

test("none of it was a bug", () => {
  expect(plane.bugs).toEqual([]);
});
