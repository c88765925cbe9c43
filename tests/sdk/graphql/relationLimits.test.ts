/** Attacks through relations and keys: deep, broad and doubling selections, and injection by every argument a key takes. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlane, type Answer, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const open = "@model @auth(rules: [{ allow: public }])";
let plane: TestPlane;
let api: TestApi;

beforeAll(async () => {
  plane = await openPlane();
  api = await plane.api(`type Blog ${open} { id: ID! name: String posts: [Post] @hasMany }
type Post ${open} { id: ID! title: String kind: String @index(name: "byKind", queryField: "byKind", sortKeyFields: ["a", "b"]) a: String b: String
  blog: Blog @belongsTo next: Post @hasOne }`);
  await api.send(`mutation { createBlog(input: { id: "b", name: "B" }) { id } }`);
  for (const id of ["p", "q", "r"])
    await api.send(
      `mutation { createPost(input: { id: "${id}", title: "${id}", kind: "k", a: "x", b: "${id}", blogPostsId: "b", postNextId: "p" }) { id } }`,
    );
});

afterAll(() => plane.close());

const chain = (depth: number, inside = "id"): string => `${"next { ".repeat(depth)}${inside}${" }".repeat(depth)}`;
const circle = (depth: number): string => `${"posts { items { blog { ".repeat(depth)}id${" } } }".repeat(depth)}`;
const repeated = (count: number, print: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => print(n)).join(" ");

const attacks: Readonly<Record<string, string>> = {
  "one record 70 deep": `{ getPost(id: "p") { ${chain(70)} } }`,
  "one record 200 deep": `{ getPost(id: "p") { ${chain(200)} } }`,
  "pages 20 deep": `{ getBlog(id: "b") { ${circle(20)} } }`,
  "pages 24 deep in a list": `{ listBlogs { items { ${circle(23)} } } }`,
  "500 aliases of a page": `{ getBlog(id: "b") { ${repeated(500, (n) => `a${n}: posts(limit: 1) { items { id } nextToken }`)} } }`,
  "3000 aliases of a page": `{ getBlog(id: "b") { ${repeated(2000, (n) => `a${n}: posts { nextToken }`)} } }`,
  "600 aliases of items": `{ listPosts { ${repeated(600, (n) => `a${n}: items { id blog { name } }`)} } }`,
  "fragments that double along a relation": `{ getPost(id: "p") { ...F0 } } ${repeated(20, (n) => `fragment F${n} on Post { a: next { ...F${n + 1} } b: next { ...F${n + 1} } }`)} fragment F20 on Post { id }`,
  "10 times 10 times 10 broad": `{ getPost(id: "p") { ${repeated(10, (a) => `a${a}: next { ${repeated(10, (b) => `b${b}: next { ${repeated(10, (c) => `c${c}: next { id }`)} }`)} }`)} } }`,
  "400 root fields of nested pages": `{ ${repeated(400, (n) => `a${n}: listBlogs(limit: 1) { items { posts(limit: 2) { items { id } } } }`)} }`,
  "pages with filter, sort and token as deep as may be": `{ listBlogs { items { ${'posts(filter: { or: [{ title: { contains: "x" } }, { not: { kind: { eq: "k" } } }] }, sortDirection: DESC) { nextToken items { blog { '.repeat(15)}id${" } } }".repeat(15)} } nextToken } }`,
  "a filter that matches nothing, in a circle": `{ getBlog(id: "b") { ${'posts(filter: { title: { ge: "a" } }) { items { blog { '.repeat(12)}id${" } } }".repeat(12)} } }`,
};

for (const [name, query] of Object.entries(attacks)) {
  test(`${name}: bounded`, async () => {
    const before = process.cpuUsage();
    const answer = await api.http({ body: Buffer.from(JSON.stringify({ query })) });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(3000);
    const { errors } = JSON.parse(String(answer.body)) as { errors?: readonly { errorType: string | null }[] };
    for (const error of errors ?? []) {
      expect(error.errorType).toMatch(/LimitReached$/);
    }
  });
}

const poison = [
  `' OR 1=1 --`,
  `"; DROP TABLE t1_blog; --`,
  `x' UNION SELECT 1`,
  `a#b`,
  `%`,
  `\\`,
  `?1`,
  `+?2`,
  `\u0000`,
  `~0!`,
  `{"at":[1]}`,
];

test.each(poison)("%j is a plain text in keys, sort conditions, filters and tokens", async (text) => {
  const send = (query: string): Promise<Answer> => api.send(`query ($text: String) { ${query} }`, { text });
  const empty = { items: [] };
  expect((await send(`byKind(kind: "k", aB: { eq: { a: $text, b: $text } }) { items { id } }`)).data).toEqual({
    byKind: empty,
  });
  expect((await api.send(`query ($text: String!) { byKind(kind: $text) { items { id } } }`, { text })).data).toEqual({
    byKind: empty,
  });
  const page = 'getBlog(id: "b") { posts(filter: { title: { eq: $text } }, sortDirection: DESC) { items { id } } }';
  expect((await send(page)).data).toEqual({ getBlog: { posts: empty } });
  const paged = await send(`getBlog(id: "b") { posts(nextToken: $text) { items { id } } }`);
  expect(paged.errors?.[0]?.message).toBe("Invalid pagination token given.");
  expect((await api.send("{ listBlogs { items { id } } }")).at("listBlogs.items")).toEqual([{ id: "b" }]);
});

test("a marker of what is missing cannot be written by a client", async () => {
  const { items } = (await api.send("{ listPosts(limit: 1) { items { id title } nextToken } }")).at<{
    items: unknown[];
  }>("listPosts");
  expect(items).toHaveLength(1);
  await api.send(`mutation { createPost(input: { id: "m", title: "~!#@0:1" }) { id } }`);
  expect((await api.send(`{ getPost(id: "m") { title } }`)).data).toEqual({ getPost: { title: "~!#@0:1" } });
});

test("none of it was a bug", () => {
  expect(plane.bugs).toEqual([]);
});
