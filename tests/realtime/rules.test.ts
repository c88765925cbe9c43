/** Who may subscribe, and of which records and fields each subscriber is told. */

import { afterEach, describe, expect, it, test } from "vitest";
import { apiKey, everyProvider, guest, letIn, operator, signedIn, subject, user } from "../support/callerApi.ts";
import { type Listeners, openListeners } from "../support/listeners.ts";

let listeners: Listeners | undefined;
afterEach(() => listeners?.close());
async function open(sdl: string): Promise<Listeners> {
  listeners = await openListeners(sdl);
  return listeners;
}

const ann = user("ann");
const bob = user("bob");
const admin = user("adm", ["Admins"]);
const notAuthorized = (field: string) => `Not Authorized to access ${field} on type Subscription`;
const heardOf = (field: string, heard: readonly { readonly data: unknown }[]): unknown[] =>
  heard.map(({ data }) => (data as Record<string, unknown>)[field]);

describe("owners", () => {
  const sdl = "type Note @model @auth(rules: [{ allow: owner }]) { id: ID! text: String }";
  const subscription = "subscription { onCreateNote { id owner } }";
  const named = "subscription ($owner: String) { onCreateNote(owner: $owner) { id } }";
  const create = (id: string): string => `mutation { createNote(input: { id: "${id}" }) { id owner } }`;

  it("are told of their own records, whether they ask for them by name or not", async () => {
    const { listen, tell } = await open(sdl);
    const anns = await listen(ann, subscription);
    const bobs = await listen(bob, named, { owner: "bob" });
    const bySub = await listen(bob, named, { owner: "sub-bob" });
    const joined = await listen(bob, named, { owner: "sub-bob::bob" });
    await tell(ann, create("1"));
    await tell(bob, create("2"));
    expect(heardOf("onCreateNote", anns)).toEqual([{ id: "1", owner: "ann" }]);
    for (const heard of [bobs, bySub, joined]) expect(heardOf("onCreateNote", heard)).toEqual([{ id: "2" }]);
  });

  it("may not ask for somebody else's; without a credential of theirs nobody may ask at all", async () => {
    const { listen } = await open(sdl);
    await expect(listen(ann, named, { owner: "bob" })).rejects.toThrow(notAuthorized("onCreateNote"));
    await expect(listen(ann, named, { owner: "sub-bob::bob" })).rejects.toThrow(notAuthorized("onCreateNote"));
    for (const caller of [apiKey, guest, signedIn, subject("ann"), letIn()])
      await expect(listen(caller, subscription)).rejects.toThrow(notAuthorized("onCreateNote"));
  });

  it("a record whose owner the mutation did not select reaches nobody, but an operator hears all", async () => {
    const { listen, tell } = await open(sdl);
    const anns = await listen(ann, subscription);
    const all = await listen(operator, subscription);
    await tell(ann, `mutation { createNote(input: { id: "1" }) { id } }`);
    expect([anns.length, heardOf("onCreateNote", all)]).toEqual([0, [{ id: "1", owner: null }]]);
  });

  it("lists of owners: each of them is told", async () => {
    const { listen, tell } = await open(
      `type Note @model @auth(rules: [{ allow: owner, ownerField: "editors" }]) { id: ID! editors: [String] }`,
    );
    const query = "subscription { onCreateNote { id } }";
    const anns = await listen(ann, query);
    const bobs = await listen(bob, query);
    await tell(ann, `mutation { createNote(input: { id: "1", editors: ["ann", "bob"] }) { id editors } }`);
    await tell(ann, `mutation { createNote(input: { id: "2", editors: ["ann"] }) { id editors } }`);
    expect(heardOf("onCreateNote", anns)).toEqual([{ id: "1" }, { id: "2" }]);
    expect(heardOf("onCreateNote", bobs)).toEqual([{ id: "1" }]);
  });
});

describe("groups", () => {
  const sdl = `
    type Team @model @auth(rules: [
      { allow: groups, groups: ["Admins"] }
      { allow: groups, groupsField: "members", operations: [read] }
      { allow: groups, groupsField: "lead", operations: [read] }
    ]) { id: ID! members: [String] lead: String }`;
  const query = "subscription { onUpdateTeam { id } }";

  it("named in the rule hear all, named in the record hear of that one", async () => {
    const { listen, tell } = await open(sdl);
    const admins = await listen(admin, query);
    const reds = await listen(user("r", ["red", "green"]), query);
    const blues = await listen(user("b", ["blue"]), query);
    await expect(listen(ann, query)).rejects.toThrow(notAuthorized("onUpdateTeam"));
    await tell(admin, `mutation { createTeam(input: { id: "t" }) { id } }`);
    const update = (change: string): Promise<void> =>
      tell(admin, `mutation { updateTeam(input: { id: "t", ${change} }) { id members lead } }`);
    await update('members: ["red"]');
    await update('members: [], lead: "blue"');
    await update('members: ["red", "blue"], lead: "green"');
    expect([admins.length, reds.length, blues.length]).toEqual([3, 2, 2]);
  });
});

describe("levels", () => {
  it("off: there is nothing to subscribe to; public: the default mode, whatever the rules", async () => {
    const { listen, tell } = await open(`
      type Hidden @model(subscriptions: { level: off }) @auth(rules: [{ allow: owner }]) { id: ID! }
      type Open @model(subscriptions: { level: public }) @auth(rules: [{ allow: private }]) {
        id: ID! text: String secret: String @auth(rules: [{ allow: groups, groups: ["Admins"] }])
      }`);
    await expect(listen(ann, "subscription { onCreateHidden { id } }")).rejects.toThrow("FieldUndefined");
    const query = "subscription { onCreateOpen { id text secret } }";
    const bobs = await listen(bob, query);
    const admins = await listen(admin, query);
    await expect(listen(apiKey, query)).rejects.toThrow(notAuthorized("onCreateOpen"));
    await tell(admin, `mutation { createOpen(input: { id: "1", text: "t", secret: "s" }) { id text secret } }`);
    expect(heardOf("onCreateOpen", bobs)).toEqual([{ id: "1", text: "t", secret: null }]);
    expect(bobs[0]?.errors).toMatchObject([{ errorType: "Unauthorized", path: ["onCreateOpen", "secret"] }]);
    expect(admins).toEqual([{ data: { onCreateOpen: { id: "1", text: "t", secret: "s" } } }]);
  });

  it("a filter or an argument does not tell what may not be read (security case 25)", async () => {
    const { listen, tell } = await open(`
      type Open @model(subscriptions: { level: public }) @auth(rules: [{ allow: private }]) {
        id: ID! secret: String @auth(rules: [{ allow: groups, groups: ["Admins"] }])
      }`);
    const query = `subscription ($filter: ModelSubscriptionOpenFilterInput) { onCreateOpen(filter: $filter) { id } }`;
    const guesses = [{ eq: "s" }, { beginsWith: "s" }, { ne: null }, { ge: "" }];
    const bobs = await Promise.all(guesses.map((secret) => listen(bob, query, { filter: { secret } })));
    const admins = await listen(admin, query, { filter: { secret: { eq: "s" } } });
    await tell(admin, `mutation { createOpen(input: { id: "1", secret: "s" }) { id secret } }`);
    expect(bobs.map((heard) => heard.length)).toEqual([0, 0, 0, 0]);
    expect(admins).toHaveLength(1);
  });
});

test("guarded fields and records under stricter rules stay out of what subscribers get", async () => {
  const { listen, tell } = await open(`
    type Blog @model @auth(rules: [{ allow: private }]) {
      id: ID! name: String secret: String @auth(rules: [{ allow: groups, groups: ["Admins"] }])
      posts: [Post] @hasMany
    }
    type Post @model @auth(rules: [{ allow: owner }]) { id: ID! text: String }`);
  const query = "subscription { onUpdateBlog { id name secret posts { items { id text } } } }";
  const anns = await listen(ann, query);
  await tell(admin, `mutation { createBlog(input: { id: "b", name: "n", secret: "s" }) { id } }`);
  await tell(admin, `mutation { createPost(input: { id: "p", text: "mine", blogPostsId: "b" }) { id } }`);
  await tell(
    admin,
    `mutation { updateBlog(input: { id: "b", secret: "t" }) { id name secret posts { items { id text } } } }`,
  );
  expect(anns).toEqual([{ data: { onUpdateBlog: { id: "b", name: "n", secret: null, posts: { items: [] } } } }]);
});

test("what the mutation did not select is null; where null may not be, it is told", async () => {
  const { listen, tell } = await open(
    `type Note @model @auth(rules: [{ allow: private }]) { id: ID! text: String title: String! meta: Meta }
     type Meta { color: String size: Int! }`,
  );
  const heard = await listen(
    ann,
    "subscription S { key: onCreateNote { id words: text meta { c: color } __typename } }",
  );
  const strict = await listen(ann, "subscription { onCreateNote { id title } }");
  await tell(
    ann,
    `mutation { x: createNote(input: { id: "1", title: "t", meta: { color: "red", size: 1 } }) { id m: meta { color } } }`,
  );
  expect(heard).toEqual([{ data: { key: { id: "1", words: null, meta: { c: "red" }, __typename: "Note" } } }]);
  expect(strict).toMatchObject([
    {
      data: { onCreateNote: null },
      errors: [
        {
          message: "Cannot return null for non-nullable type: 'String' within parent 'Note' (/onCreateNote/title)",
        },
      ],
    },
  ]);
});

describe("subscriptions the user wrote", () => {
  const sdl = `
    type Note @model @auth(rules: [{ allow: private }]) { id: ID! kind: String size: Int tags: [String] }
    type Subscription {
      onNote(kind: String, size: Int): Note @aws_subscribe(mutations: ["createNote", "updateNote"])
      onKey: Note @aws_subscribe(mutations: ["createNote"]) @aws_api_key
      onAdmin: Note @aws_subscribe(mutations: ["createNote"]) @aws_cognito_user_pools(cognito_groups: ["Admins"])
    }`;
  const query = "subscription ($kind: String, $size: Int) { onNote(kind: $kind, size: $size) { id } }";

  it("follow the mutations they name; arguments must be equal, null is met by nothing but null", async () => {
    const { listen, tell } = await open(sdl);
    const all = await listen(ann, query);
    const a = await listen(ann, query, { kind: "a" });
    const both = await listen(ann, query, { kind: "a", size: 2 });
    const none = await listen(ann, query, { kind: null });
    await tell(ann, `mutation { createNote(input: { id: "1", kind: "a", size: 1 }) { id kind size } }`);
    await tell(ann, `mutation { updateNote(input: { id: "1", size: 2 }) { id kind size } }`);
    await tell(ann, `mutation { createNote(input: { id: "2" }) { id kind size } }`);
    await tell(ann, `mutation { createNote(input: { id: "3", kind: "a" }) { id } }`);
    await tell(ann, `mutation { deleteNote(input: { id: "3" }) { id kind } }`);
    const ids = (heard: readonly { readonly data: unknown }[]): unknown[] =>
      heardOf("onNote", heard).map((note) => (note as { id: string }).id);
    expect([ids(all), ids(a), ids(both), ids(none)]).toEqual([["1", "1", "2", "3"], ["1", "1"], ["1"], ["2", "3"]]);
  });

  it("keep their own directives; the others take the default mode", async () => {
    const { listen } = await open(sdl);
    await expect(listen(apiKey, query)).rejects.toThrow(notAuthorized("onNote"));
    await listen(apiKey, "subscription { onKey { id } }");
    await expect(listen(ann, "subscription { onKey { id } }")).rejects.toThrow(notAuthorized("onKey"));
    await listen(admin, "subscription { onAdmin { id } }");
    await expect(listen(ann, "subscription { onAdmin { id } }")).rejects.toThrow(notAuthorized("onAdmin"));
  });
});

test("what a start message may ask for: one field of Subscription, valid, with good variables", async () => {
  const { listen } = await open("type Note @model @auth(rules: [{ allow: private }]) { id: ID! text: String }");
  const refused: readonly (readonly [string, string, object?])[] = [
    ["query { listNotes { items { id } } }", "Only subscriptions are served over this connection."],
    ['mutation { createNote(input: { id: "1" }) { id } }', "Only subscriptions are served"],
    ["subscription { onCreateNote { id } onUpdateNote { id } }", "only one top level field"],
    ["subscription { a: onCreateNote { id } b: onCreateNote { id } }", "only one top level field"],
    ["subscription { __typename }", "introspection"],
    ["subscription { __schema { types { name } } }", "introspection"],
    ["subscription { onCreateNote { nope } }", "FieldUndefined"],
    ["subscription { onCreateNote(id: 1) { id } }", "Unknown field argument id"],
    ["subscription {", "Unable to parse GraphQL query."],
    [
      "subscription ($f: ModelSubscriptionNoteFilterInput) { onCreateNote(filter: $f) { id } }",
      "'not'",
      { f: { not: {} } },
    ],
    [
      "subscription ($f: ModelSubscriptionNoteFilterInput) { onCreateNote(filter: $f) { id } }",
      "between takes two",
      { f: { id: { between: ["a"] } } },
    ],
    [
      `subscription { onCreateNote ${"{ id ".repeat(1)} ${"...F ".repeat(3)} } } fragment F on Note { ...F }`,
      "FragmentCycle",
    ],
  ];
  for (const [query, message, variables = {}] of refused)
    await expect(listen(ann, query, variables as Record<string, unknown>)).rejects.toThrow(message);
});

test("a field an authorizer function denied is neither subscribed to nor shown", async () => {
  const { listen, tell } = await open(
    "type Note @model @auth(rules: [{ allow: custom }, { allow: private }]) { id: ID! text: String }",
  );
  const query = "subscription { onCreateNote { id text } }";
  await expect(listen(letIn(["Subscription.onCreateNote"]), query)).rejects.toThrow(notAuthorized("onCreateNote"));
  const heard = await listen(letIn(["Note.text"]), query);
  const others = await listen(letIn(), query);
  await tell(ann, `mutation { createNote(input: { id: "1", text: "t" }) { id text } }`);
  expect(heard).toMatchObject([
    { data: { onCreateNote: { id: "1", text: null } }, errors: [{ errorType: "Unauthorized" }] },
  ]);
  expect(others).toEqual([{ data: { onCreateNote: { id: "1", text: "t" } } }]);
});

test("an event is looked for among those it may concern: a thousand others cost nothing", async () => {
  const api = await open("type Note @model @auth(rules: [{ allow: owner }]) { id: ID! text: String }");
  for (let index = 0; index < 1000; index += 1)
    await api.listen(user(`u${index}`), "subscription { onCreateNote { id } }");
  const mine = await api.listen(ann, "subscription { onCreateNote { id } }");
  await api.tell(ann, `mutation { createNote(input: { id: "1" }) { id owner } }`);
  expect([mine.length, api.lookedAt()]).toEqual([1, 1]);
});

test("dialect 1: the owner is asked by name; a model without rules is open to the default mode", async () => {
  listeners = await openListeners(
    `type Diary @model @auth(rules: [{ allow: owner }]) { id: ID! text: String owner: String }
     type Open @model { id: ID! }`,
    { ...everyProvider, otherProviders: ["apiKey", "iam", "oidc"], dialect: 1 },
  );
  const { listen, tell } = listeners;
  const query = "subscription ($owner: String!) { onCreateDiary(owner: $owner) { id owner } }";
  await expect(listen(ann, "subscription { onCreateDiary { id } }")).rejects.toThrow("Missing field argument owner");
  await expect(listen(ann, query, { owner: "bob" })).rejects.toThrow(notAuthorized("onCreateDiary"));
  await expect(listen(apiKey, "subscription { onCreateOpen { id } }")).rejects.toThrow(notAuthorized("onCreateOpen"));
  const anns = await listen(ann, query, { owner: "ann" });
  const open = await listen(bob, "subscription { onCreateOpen { id } }");
  await tell(ann, `mutation { createDiary(input: { id: "1" }) { id owner } createOpen(input: { id: "2" }) { id } }`);
  await tell(bob, `mutation { createDiary(input: { id: "3" }) { id owner } }`);
  expect(heardOf("onCreateDiary", anns)).toEqual([{ id: "1", owner: "ann" }]);
  expect(heardOf("onCreateOpen", open)).toEqual([{ id: "2" }]);
});
