/** Indexes, relations and names that change under live data, and data given up on purpose. */

import { afterAll, beforeEach, expect, test } from "vitest";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const planes: TestPlane[] = [];
let plane: TestPlane;
let api: TestApi;

const open = "@model @auth(rules: [{ allow: public }])";
const blog = `type Blog ${open} { id: ID! name: String! posts: [Post] @hasMany }`;
const plain = `${blog}
type Post ${open} { id: ID! title: String! kind: String year: Int month: Int }`;

beforeEach(async () => {
  plane = await openPlane();
  planes.push(plane);
  api = await plane.api(plain);
  await done(`createBlog(input: { id: "b", name: "B" }) { id }`);
  for (const [id, rest] of [
    ["p1", `kind: "k", year: 2025, month: 12, blogPostsId: "b"`],
    ["p2", `kind: "k", year: 2026, month: 2`],
    ["p3", `kind: "k", year: 2026`],
  ])
    await done(`createPost(input: { id: "${id}", title: "${id}", ${rest} }) { id }`);
});

afterAll(async () => {
  for (const each of planes) await each.close();
});

async function done(mutation: string): Promise<void> {
  expect((await api.send(`mutation { ${mutation} }`)).errors).toBeUndefined();
}

const update = (sdl: string): Promise<unknown> => api.update({ TransformSchema: sdl });
const post = (kind: string, more = ""): string =>
  `${blog}\ntype Post ${open} { id: ID! title: String! kind: String ${kind} year: Int month: Int ${more} }`;

async function ids(field: string): Promise<readonly string[]> {
  const answer = await api.send(`{ it: ${field} { items { id } } }`);
  expect(answer.errors).toBeUndefined();
  return answer.at<readonly { id: string }[]>("it.items").map(({ id }) => id);
}

test("an index added later holds the records that are there, sparse and sorted; changed and removed it follows", async () => {
  await update(post(`@index(name: "byKind", queryField: "byKind", sortKeyFields: ["year", "month"])`));
  expect(await ids(`byKind(kind: "k")`)).toEqual(["p1", "p2"]);
  await update(post(`@index(name: "byKind", queryField: "byKind", sortKeyFields: ["year"])`));
  expect(await ids(`byKind(kind: "k", sortDirection: DESC)`)).toEqual(["p3", "p2", "p1"]);
  await update(post(`@index(name: "byKind", queryField: "byKind")`));
  await done(`createPost(input: { id: "p4", title: "p4", kind: "k" }) { id }`);
  expect(await ids(`byKind(kind: "k")`)).toEqual(["p1", "p2", "p3", "p4"]);
  await update(plain);
  expect((await api.send(`{ byKind(kind: "k") { items { id } } }`)).errors?.[0]?.message).toContain("FieldUndefined");
  await update(post(`@index(name: "byKind", queryField: "byKind", sortKeyFields: ["month", "year"])`));
  expect(await ids(`byKind(kind: "k")`)).toEqual(["p1", "p2"]);
});

test("an index follows a field whose type widens", async () => {
  const indexed = (type: string): string =>
    post(`@index(name: "byKind", queryField: "byKind", sortKeyFields: ["year", "month"])`).replace(
      "year: Int",
      `year: ${type}`,
    );
  await update(indexed("Int"));
  await update(indexed("Float"));
  await done(`updatePost(input: { id: "p3", year: 2025.5, month: 1 }) { id }`);
  expect(await ids(`byKind(kind: "k")`)).toEqual(["p1", "p3", "p2"]);
});

test("a relation added later finds its records; taken away it refuses while links are there", async () => {
  await update(
    post("", 'parent: ID @index(name: "byParent") children: [Post] @hasMany(indexName: "byParent", fields: ["id"])'),
  );
  await done(`updatePost(input: { id: "p2", parent: "p1" }) { id }`);
  const answer = await api.send(`{ getPost(id: "p1") { children { items { id } } } }`);
  expect(answer.data).toEqual({ getPost: { children: { items: [{ id: "p2" }] } } });
  const without = `type Blog ${open} { id: ID! name: String! }
type Post ${open} { id: ID! title: String! kind: String year: Int month: Int parent: ID }`;
  await expect(update(without)).rejects.toThrow("field Post.blogPostsId is removed: its value in 1 record");
  await done(`updatePost(input: { id: "p1", blogPostsId: null }) { id }`);
  await update(without);
  expect(await ids("listPosts")).toEqual(["p1", "p2", "p3"]);
});

test("@mapsTo: a renamed model keeps its records and its links", async () => {
  await update(`type Journal ${open} @mapsTo(name: "Blog") { id: ID! name: String! posts: [Post] @hasMany }
type Post ${open} { id: ID! title: String! kind: String year: Int month: Int }`);
  const answer = await api.send(`{ getJournal(id: "b") { name posts { items { id } } } }`);
  expect(answer.data).toEqual({ getJournal: { name: "B", posts: { items: [{ id: "p1" }] } } });
  await done(`createPost(input: { id: "p5", title: "p5", journalPostsId: "b" }) { id }`);
  expect(
    (await api.send(`{ getJournal(id: "b") { posts { items { id } } } }`)).at("getJournal.posts.items"),
  ).toHaveLength(2);
});

test("without @mapsTo a rename is a removal, and is refused", async () => {
  const renamed = plain.replaceAll("Blog", "Journal");
  await expect(update(renamed)).rejects.toThrow("model Blog is removed: 1 record");
});

test("what a schema gives up by name is lost, and only that", async () => {
  const smaller = `${blog}
type Post ${open} { id: ID! title: Int! kind: String year: Int }`;
  await done(`updatePost(input: { id: "p2", title: "12" }) { id }`);
  const error = await update(smaller).catch((reason: unknown) => reason as Error);
  expect(String(error)).toContain("# allow-loss: field Post.month");
  expect(String(error)).toContain("# allow-loss: field Post.title");
  await expect(update(`# allow-loss: field Post.month\n${smaller}`)).rejects.toThrow("Post.title: String! -> Int!");
  await update(`# allow-loss: field Post.month\n  # allow-loss: field Post.title\n${smaller}`);
  expect(api.progress.join("\n")).toContain(
    "Given up as the schema says: field Post.month is removed: its value in 2 records.",
  );
  expect(await ids("listBlogs")).toEqual(["b"]);
  expect((await api.send(`{ getPost(id: "p1") { id year } }`)).data).toEqual({ getPost: { id: "p1", year: 2025 } });
  await update(`# allow-loss: model Post\ntype Blog ${open} { id: ID! name: String! }`);
  await update(`# allow-loss: key Blog\ntype Blog ${open} { name: String! @primaryKey }`);
  expect((await api.send(`{ listBlogs { items { name } } }`)).at("listBlogs.items")).toEqual([]);
});

test("while a big table changes, other requests are served", async () => {
  const other = await plane.api(plain);
  const one = `mutation { createPost(input: { title: "t", kind: "k", year: 1, month: 1 }) { id } }`;
  for (let n = 0; n < 8; n += 1) await Promise.all(Array.from({ length: 500 }, () => api.send(one)));
  const changing = update(
    post(`@index(name: "byKind", queryField: "byKind", sortKeyFields: ["year", "month"])`)
      .replace("year: Int", "year: Float")
      .replace("title: String!", "title: AWSJSON"),
  ).then(
    () => "changed",
    () => "refused",
  );
  let served = 0;
  const state = { ended: false };
  const end = changing.finally(() => {
    state.ended = true;
  });
  do {
    await api.send(`{ getBlog(id: "b") { id } }`);
    await other.send(`mutation { createBlog(input: { name: "x" }) { id } }`);
    served += 1;
  } while (!state.ended);
  await end;
  expect(await changing).toBe("refused");
  expect(served).toBeGreaterThan(3);
});

test("none of it was a bug", () => {
  expect(planes.flatMap((each) => each.bugs)).toEqual([]);
});
