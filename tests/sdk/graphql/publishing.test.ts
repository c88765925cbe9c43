/** Which mutations are told to subscribers, in which order, and with what. */

import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { MutationEvent } from "#graphql/query/event";
import { Publications } from "#graphql/query/publications";
import { type CallerApi, openCallerApi, user } from "../../support/callerApi.ts";

const sdl = `
type Note @model @auth(rules: [{ allow: private }]) {
  id: ID!
  text: String
  meta: Meta
  tags: [String]
  comments: [Comment] @hasMany
}
type Comment @model @auth(rules: [{ allow: private }]) { id: ID! text: String secret: String! }
type Meta { color: String size: Int }
extend type Mutation { nothing: String @aws_cognito_user_pools }`;

let api: CallerApi | undefined;
afterEach(() => api?.close());

async function open(heard: readonly string[] | "all" = "all"): Promise<{ api: CallerApi; events: MutationEvent[] }> {
  const events: MutationEvent[] = [];
  api = await openCallerApi(sdl, undefined, undefined, {
    hears: (field) => heard === "all" || heard.includes(field),
    publish: (event) => void events.push(event),
  });
  return { api, events };
}

const ada = user("ada");

test("the answer by field names: aliases at any depth are mapped back, one field's aliases put together", async () => {
  const opened = await open();
  const answer = await opened.api.send(
    ada,
    `mutation { first: createNote(input: { id: "n", text: "a", meta: { color: "red", size: 2 } }) {
      key: id words: text c: meta { colour: color } s: meta { size } comments { all: items { id } } } }`,
  );
  expect(answer.errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(opened.events))).toEqual([
    {
      field: "createNote",
      model: "Note",
      operation: "create",
      data: {
        __typename: "Note",
        id: "n",
        text: "a",
        meta: { __typename: "Meta", color: "red", size: 2 },
        comments: { __typename: "ModelCommentConnection", items: [] },
      },
    },
  ]);
});

test("mutations that failed, were refused or met no record are not told; those before and after them are", async () => {
  const opened = await open();
  await opened.api.send(
    ada,
    `mutation { a: createNote(input: { id: "1" }) { id } b: createNote(input: { id: "1" }) { id }
      c: updateNote(input: { id: "none" }) { id } d: deleteNote(input: { id: "1" }, condition: { text: { eq: "x" } }) { id }
      nothing e: updateNote(input: { id: "1", text: "t" }) { id text } f: deleteNote(input: { id: "1" }) { id } }`,
  );
  expect(opened.events.map(({ field, operation }) => `${field} ${operation}`)).toEqual([
    "createNote create",
    "updateNote update",
    "deleteNote delete",
  ]);
});

test("an invalid document and a query tell nothing", async () => {
  const opened = await open();
  await opened.api.send(ada, `mutation { createNote(input: { id: "1", nope: 1 }) { id } }`);
  await opened.api.send(ada, "query { listNotes { items { id } } }");
  expect(opened.events).toEqual([]);
});

test("what nobody listens to is not made", async () => {
  const opened = await open(["deleteNote"]);
  await opened.api.send(
    ada,
    `mutation { createNote(input: { id: "1" }) { id } deleteNote(input: { id: "1" }) { id } }`,
  );
  expect(opened.events.map(({ field }) => field)).toEqual(["deleteNote"]);
});

test("concurrent writes of one record are told in the order of the record's states", async () => {
  const opened = await open();
  await opened.api.send(ada, `mutation { createNote(input: { id: "1" }) { id } }`);
  const texts = Array.from({ length: 40 }, (_each, index) => `t${index}`);
  await Promise.all(
    texts.map((text) =>
      opened.api.send(ada, `mutation ($t: String) { updateNote(input: { id: "1", text: $t }) { id text } }`, {
        t: text,
      }),
    ),
  );
  const told = opened.events.slice(1).map(({ data }) => (data as { text: string }).text);
  expect(told.toSorted()).toEqual(texts.toSorted());
  const { data } = await opened.api.send(ada, `query { getNote(id: "1") { text } }`);
  expect(data).toEqual({ getNote: { text: told.at(-1) } });
});

test("publications: who begins to listen after a commit is not told of it, however long its answer takes", () => {
  let isHeard = false;
  const publications = new Publications();
  const told: string[] = [];
  const [early, late] = ["early", "late"].map((name) => {
    const publication = publications.begin(() => isHeard);
    return { publication, tell: () => void told.push(name) };
  });
  early?.publication.committed(() => "a");
  isHeard = true;
  late?.publication.committed(() => "a");
  late?.publication.end(late.tell);
  early?.publication.end(early.tell);
  expect(told).toEqual(["late"]);
});

test("publications: the order of commits per record, whatever the order of ends", () => {
  const step = fc.record({ record: fc.constantFrom("a", "b"), fails: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (writes, picks) => {
      const publications = new Publications();
      const told: number[] = [];
      const open = writes.map((write, index) => {
        const publication = publications.begin(() => true);
        publication.committed(() => write.record);
        return { publication, index, fails: write.fails };
      });
      while (open.length > 0) {
        const [next] = open.splice(Number(picks.next().value) % open.length, 1);
        next?.publication.end(next.fails ? undefined : () => void told.push(next.index));
      }
      for (const record of ["a", "b"]) {
        const expected = writes.flatMap((write, index) => (write.record === record && !write.fails ? [index] : []));
        expect(told.filter((index) => writes[index]?.record === record)).toEqual(expected);
      }
    }),
  );
});
