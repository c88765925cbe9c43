/** A blog on a whole server with unmodified aws-amplify 6: typed models, relations, pages, filters, queries along indexes; plain fetch beside it. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AmplifyApi, type Record1, useAmplifyApi } from "../support/amplifyApi.ts";
import { type Backends, openBackends } from "../support/backends.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const TransformSchema = `
type Blog @model @auth(rules: [{ allow: public }]) {
  id: ID!
  name: String!
  posts: [Post] @hasMany
}
type Post @model @auth(rules: [{ allow: public }]) {
  id: ID!
  title: String!
  status: Status! @index(name: "byStatus", sortKeyFields: ["rank"], queryField: "postsByStatus")
  rank: Int!
  tags: [String]
  blog: Blog @belongsTo
  comments: [Comment] @hasMany
  topics: [Topic] @manyToMany(relationName: "PostTopics")
}
type Comment @model @auth(rules: [{ allow: public }]) { id: ID! text: String! post: Post @belongsTo }
type Topic @model @auth(rules: [{ allow: public }]) {
  id: ID!
  label: String!
  posts: [Post] @manyToMany(relationName: "PostTopics")
}
enum Status { DRAFT PUBLISHED }`;

let server: RunningServer;
let backends: Backends;
let api: AmplifyApi;
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
  server = await startServer();
  backends = openBackends(server);
  await backends.backend("dblog");
  outputs = await backends.api("dblog", { ApiName: "blog", TransformSchema });
  api = await useAmplifyApi(server, backends, "dblog", { api: outputs }, "apiKey");
});
afterAll(async () => {
  backends.close();
  await server.stop();
});

/** A lazy loader of a related record or page, as the library puts it on records. */
async function related(record: Record1 | null | undefined, field: string): Promise<unknown> {
  const load = record?.[field] as (() => Promise<{ data: unknown }>) | undefined;
  return (await load?.())?.data;
}

describe("typed models", () => {
  let blogId = "";

  it("create, read and change records", async () => {
    const blog = await api.model("Blog").create({ name: "Sheds" });
    expect(blog.errors).toBeUndefined();
    expect(blog.data).toMatchObject({ name: "Sheds", id: expect.any(String), createdAt: expect.any(String) });
    blogId = String(blog.data?.["id"]);
    for (let rank = 1; rank <= 5; rank += 1) {
      const input = { title: `Post ${rank}`, status: rank % 2 === 0 ? "DRAFT" : "PUBLISHED", rank, tags: ["wood"] };
      const post = await api.model("Post").create({ ...input, id: `p${rank}`, blogPostsId: blogId });
      expect(post.errors).toBeUndefined();
    }
    const changed = await api.model("Post").update({ id: "p1", title: "First" });
    expect(changed.data).toMatchObject({ id: "p1", title: "First", rank: 1, tags: ["wood"] });
    expect((await api.model("Post").get({ id: "p1" })).data).toMatchObject({ title: "First" });
    expect((await api.model("Post").get({ id: "nobody" })).data).toBeNull();
  });

  it("follow relations from both ends, lazily", async () => {
    const blog = (await api.model("Blog").get({ id: blogId })).data;
    const posts = (await related(blog, "posts")) as readonly Record1[];
    expect(posts.map((post) => post["id"])).toEqual(["p1", "p2", "p3", "p4", "p5"]);
    expect(await related(posts[0], "blog")).toMatchObject({ name: "Sheds" });
  });

  it("select nested fields in one request", async () => {
    await api.model("Comment").create({ text: "Nice", postCommentsId: "p1" });
    const selectionSet = ["title", "blog.name", "comments.text"];
    const { data, errors } = await api.model("Post").get({ id: "p1" }, { selectionSet });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ title: "First", blog: { name: "Sheds" }, comments: [{ text: "Nice" }] });
  });

  it("list with filters, limits and tokens", async () => {
    const titles: unknown[] = [];
    let nextToken: string | null | undefined;
    do {
      const page = await api.model("Post").list({ filter: { rank: { gt: 2 } }, limit: 2, nextToken });
      expect(page.data.length).toBeLessThanOrEqual(2);
      titles.push(...page.data.map((post) => post["title"]));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(titles.map(String).toSorted()).toEqual(["Post 3", "Post 4", "Post 5"]);
  });

  it("query along an index, up and down, from a place on", async () => {
    const byStatus = api.model("Post")["postsByStatus"] as PostsByStatus;
    const ranks = async (input: object, options: object = {}): Promise<unknown[]> =>
      (await byStatus({ status: "PUBLISHED", ...input }, options)).data.map((post) => post["rank"]);
    expect(await ranks({})).toEqual([1, 3, 5]);
    expect(await ranks({}, { sortDirection: "DESC" })).toEqual([5, 3, 1]);
    expect(await ranks({ rank: { ge: 3 } })).toEqual([3, 5]);
    expect(await ranks({ rank: { between: [2, 4] } })).toEqual([3]);
  });

  it("join many to many", async () => {
    const topic = await api.model("Topic").create({ id: "t1", label: "Wood" });
    expect(topic.errors).toBeUndefined();
    await api.model("PostTopics").create({ postId: "p1", topicId: "t1" });
    await api.model("PostTopics").create({ postId: "p2", topicId: "t1" });
    const data = await api.graphql(
      `query { getTopic(id: "t1") { label posts { items { post { id title topics { items { topic { label } } } } } } } }`,
    );
    expect(data["getTopic"]).toMatchObject({
      label: "Wood",
      posts: {
        items: [
          { post: { id: "p1", title: "First", topics: { items: [{ topic: { label: "Wood" } }] } } },
          { post: { id: "p2" } },
        ],
      },
    });
  });

  it("delete, and answer what was there", async () => {
    expect((await api.model("Post").delete({ id: "p5" })).data).toMatchObject({ id: "p5", title: "Post 5" });
    expect((await api.model("Post").get({ id: "p5" })).data).toBeNull();
    const again = await api.model("Post").delete({ id: "p5" });
    expect(again.errors?.[0]?.errorType).toBe("DynamoDB:ConditionalCheckFailedException");
  });
});

type PostsByStatus = (input: object, options: object) => Promise<{ readonly data: readonly Record1[] }>;

it("plain fetch gets the same", async () => {
  const body = JSON.stringify({
    query:
      "query ($id: ID!) { getPost(id: $id) { title blog { name } comments(limit: 1) { items { text } nextToken } } }",
    variables: { id: "p1" },
  });
  const headers = { "content-type": "application/json", "x-api-key": outputs["GraphQLAPIKeyOutput"] ?? "" };
  const answer = await fetch(outputs["GraphQLAPIEndpointOutput"] ?? "", { method: "POST", headers, body });
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      data: {
        getPost: { title: "First", blog: { name: "Sheds" }, comments: { items: [{ text: "Nice" }], nextToken: null } },
      },
    },
  ]);
});
