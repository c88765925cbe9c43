/** The program behind yoga.ts: one file argument, the database; tells its port to its parent. */

import { randomUUID } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import Sqlite from "better-sqlite3";
import { peerRequire } from "./peers.ts";
import { blogs, isDone, postsOfBlog, todo, todos } from "./stack.ts";

interface Yoga {
  readonly createSchema: (parts: object) => unknown;
  readonly createYoga: (options: object) => RequestListener;
}
const { createSchema, createYoga } = peerRequire("graphql-yoga") as Yoga;

const database = new Sqlite(process.argv[2]);
// As durable as ours: a commit is on the disk before it is answered.
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  create table todos (id text primary key, name text not null, done integer, description text, createdAt text not null, updatedAt text not null);
  create table blogs (id text primary key, name text not null);
  create table posts (id text primary key, title text not null, done integer, blogId text, createdAt text not null);
  create index posts_blog on posts (blogId);`);

const insert = database.prepare("insert into todos values (?, ?, ?, ?, ?, ?)");
const get = database.prepare("select * from todos where id = ?");
const list = database.prepare("select * from todos order by rowid limit ?");
const filtered = database.prepare("select * from todos where done = ? order by rowid limit ?");
const listBlogs = database.prepare("select * from blogs order by rowid limit ?");
const posts = database.prepare("select * from posts where blogId = ? order by rowid limit ?");

function createTodo(input: { name: string; done?: boolean; description?: string }): unknown {
  const now = new Date().toISOString();
  const row = { ...input, id: randomUUID(), createdAt: now, updatedAt: now };
  insert.run(row.id, row.name, row.done === undefined ? null : Number(row.done), row.description ?? null, now, now);
  return row;
}

database.transaction(() => {
  const insertBlog = database.prepare("insert into blogs values (?, ?)");
  const insertPost = database.prepare("insert into posts values (?, ?, ?, ?, ?)");
  for (let number = 0; number < todos; number += 1) createTodo({ ...todo, done: isDone(number) });
  for (let number = 0; number < blogs; number += 1) insertBlog.run(`b${number}`, `Blog ${number}`);
  for (let number = 0; number < blogs * postsOfBlog; number += 1) {
    const now = new Date().toISOString();
    insertPost.run(randomUUID(), `A title of post ${number}`, Number(isDone(number)), `b${number % blogs}`, now);
  }
})();

const bool = ({ done }: { readonly done: number | boolean | null }): boolean | null =>
  done === null ? null : Boolean(done);

const schema = createSchema({
  typeDefs: `
    type Todo { id: ID! name: String! done: Boolean description: String createdAt: String! updatedAt: String! }
    type Post { id: ID! title: String! done: Boolean createdAt: String! }
    type Blog { id: ID! name: String! posts(limit: Int): Posts }
    type Todos { items: [Todo]! } type Posts { items: [Post]! } type Blogs { items: [Blog]! }
    input CreateTodoInput { name: String! done: Boolean description: String }
    type Query { getTodo(id: ID!): Todo listTodos(limit: Int, done: Boolean): Todos listBlogs(limit: Int): Blogs }
    type Mutation { createTodo(input: CreateTodoInput!): Todo }`,
  resolvers: {
    Todo: { done: bool },
    Post: { done: bool },
    Blog: {
      posts: (blog: { id: string }, { limit }: { limit: number }) => ({ items: posts.all(blog.id, limit) }),
    },
    Query: {
      getTodo: (_root: unknown, { id }: { id: string }) => get.get(id) ?? null,
      listTodos: (_root: unknown, { limit, done }: { limit: number; done?: boolean }) => ({
        items: done === undefined || done === null ? list.all(limit) : filtered.all(Number(done), limit),
      }),
      listBlogs: (_root: unknown, { limit }: { limit: number }) => ({ items: listBlogs.all(limit) }),
    },
    Mutation: { createTodo: (_root: unknown, { input }: { input: { name: string } }) => createTodo(input) },
  },
});

const server = createServer(createYoga({ schema, logging: false, graphiql: false, maskedErrors: false }));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" && address !== null ? address.port : 0);
});
