/** Access rules beyond the truth table: relations, documents, custom fields, keys, and what must not leak. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiCaller } from "#graphql/access/caller";
import {
  apiKey,
  type CallerAnswer,
  type CallerApi,
  everyProvider,
  guest,
  letIn,
  openCallerApi,
  operator,
  signedIn,
  subject,
  user,
} from "../../support/callerApi.ts";

const ann = user("ann");
const bob = user("bob");
const admin = user("adm", ["Admins"]);

const sdl = `
type Blog @model @auth(rules: [{ allow: private }, { allow: public, operations: [read] }]) {
  id: ID!
  name: String
  posts: [Post] @hasMany
  logo: Logo @hasOne
  notes: [Note] @hasMany
  plain: [Plain] @hasMany
}
type Post @model @auth(rules: [{ allow: owner }, { allow: public, operations: [read] }]) {
  id: ID!
  title: String
  blog: Blog @belongsTo
  note: Note @hasOne @auth(rules: [{ allow: owner }])
}
type Plain @model @auth(rules: [{ allow: private }, { allow: public, operations: [read] }]) { id: ID! text: String }
type Note @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admins"], operations: [read] }]) {
  id: ID!
  text: String
  mark: Int @index(name: "byMark", queryField: "notesByMark", sortKeyFields: ["rank"])
  rank: Int @auth(rules: [{ allow: groups, groups: ["Admins"] }, { allow: owner, operations: [create] }])
}
type Logo @model { id: ID! url: String }
type Diary @model @auth(rules: [{ allow: owner, ownerField: "author" }]) {
  author: String! @primaryKey(sortKeyFields: ["day"])
  day: String!
  text: String
}
type Sheet @model @auth(rules: [{ allow: private }]) {
  id: ID!
  cells: [Cell]
  first: Cell
}
type Cell {
  text: String
  formula: String @auth(rules: [{ allow: groups, groups: ["Admins"] }])
  inner: Cell
}
type Secret @model(subscriptions: { level: off }) @auth(rules: [{ allow: private, operations: [create, read, update] }]) {
  id: ID!
  text: String
  code: String @auth(rules: [{ allow: groups, groups: ["Admins"] }]) @index(name: "byCode", queryField: "secretsByCode")
  pin: Int @auth(rules: [{ allow: owner }])
}
type Query {
  anybody: String
  keyed: String @aws_api_key
  grouped: String @aws_cognito_user_pools(cognito_groups: ["Admins"])
  ruled: String @auth(rules: [{ allow: groups, groups: ["Admins"] }, { allow: public, provider: iam }])
}
`;

let api: CallerApi;

beforeAll(async () => {
  api = await openCallerApi(sdl);
});
afterAll(() => api.close());

const ask = (caller: ApiCaller, text: string): Promise<CallerAnswer> => api.send(caller, text);

async function done(caller: ApiCaller, text: string): Promise<unknown> {
  const { data, errors } = await ask(caller, `mutation { done: ${text} }`);
  expect(errors).toBeUndefined();
  return data?.["done"];
}

/** Errors in short: path and type or message. */
function told({ errors = [] }: CallerAnswer): readonly string[] {
  return errors.map((error) => `${error.path?.join(".")} ${error.message}`);
}

describe("relations", () => {
  beforeAll(async () => {
    await done(ann, `createBlog(input: { id: "b", name: "B" }) { id }`);
    await done(ann, `createNote(input: { id: "n-ann", text: "A", blogNotesId: "b" }) { id }`);
    await done(bob, `createNote(input: { id: "n-bob", text: "B", blogNotesId: "b" }) { id }`);
    await done(ann, `createPost(input: { id: "p", title: "P", blogPostsId: "b", postNoteId: "n-ann" }) { id }`);
    await done(bob, `createPost(input: { id: "q", title: "Q", blogPostsId: "b", postNoteId: "n-ann" }) { id }`);
    await done(operator, `createLogo(input: { id: "l", url: "u" }) { id }`);
    await done(ann, `updateBlog(input: { id: "b", blogLogoId: "l" }) { id }`);
  });

  test("pages hold what the rules of their own model show", async () => {
    const text = `{ getBlog(id: "b") { posts { items { id } } notes { items { id } } } }`;
    const notes = async (caller: ApiCaller): Promise<unknown> => (await ask(caller, text)).data?.["getBlog"];
    expect(await notes(ann)).toEqual({ posts: { items: [{ id: "p" }] }, notes: { items: [{ id: "n-ann" }] } });
    expect(await notes(bob)).toEqual({ posts: { items: [{ id: "q" }] }, notes: { items: [{ id: "n-bob" }] } });
    const key = await ask(apiKey, text);
    expect(key.data).toEqual({ getBlog: { posts: { items: [{ id: "p" }, { id: "q" }] }, notes: null } });
    expect(told(key)).toEqual(["getBlog.notes Not Authorized to access notes on type Blog"]);
  });

  test("a single record of somebody else is null with an error; none is null without", async () => {
    const foreign = await ask(bob, `{ getPost(id: "q") { note { text } } }`);
    expect(foreign.data).toEqual({ getPost: { note: null } });
    expect(told(foreign)).toEqual(["getPost.note Not Authorized to access note on type Post"]);
    await done(bob, `updatePost(input: { id: "q", postNoteId: "none" }) { id }`);
    expect(await ask(bob, `{ getPost(id: "q") { note { text } } }`)).toEqual({ data: { getPost: { note: null } } });
  });

  test("a model without rules is closed in relations too", async () => {
    const answer = await ask(ann, `{ getBlog(id: "b") { name logo { url } } }`);
    expect(answer.data).toEqual({ getBlog: { name: "B", logo: null } });
    expect(told(answer)).toEqual(["getBlog.logo Not Authorized to access logo on type Blog"]);
    expect(await ask(operator, `{ getBlog(id: "b") { logo { url } } }`)).toEqual({
      data: { getBlog: { logo: { url: "u" } } },
    });
  });

  test("a mutation's answer, which goes to subscribers, leaves out records with other rules", async () => {
    const text = `updateBlog(input: { id: "b", name: "B" }) { name plain { items { id } nextToken } posts { items { id } } }`;
    await done(ann, `createPlain(input: { id: "x", blogPlainId: "b" }) { id }`);
    expect(await done(ann, text)).toEqual({
      name: "B",
      plain: { items: [{ id: "x" }], nextToken: null },
      posts: { items: [] },
    });
    const post = `updatePost(input: { id: "p", title: "P" }) { title blog { name } note { text } }`;
    expect(await done(ann, post)).toEqual({ title: "P", blog: null, note: null });
  });

  test("everything by one statement a root field", async () => {
    api.statements.length = 0;
    await ask(ann, `{ listBlogs { items { posts { items { note { text } } } notes { items { text rank } } } } }`);
    expect(api.statements).toHaveLength(1);
  });
});

describe("documents", () => {
  const cells = `cells { text formula inner { formula } } first { formula }`;

  test("fields with rules of their own are null at every place, with an error for each", async () => {
    const cell = `{ text: "1", formula: "=1", inner: { formula: "=2" } }`;
    await done(ann, `createSheet(input: { id: "s", cells: [${cell}, null, { text: "2" }], first: ${cell} }) { id }`);
    const hidden = { text: "1", formula: null, inner: { formula: null } };
    const answer = await ask(ann, `{ getSheet(id: "s") { ${cells} } }`);
    expect(answer.data).toEqual({
      getSheet: { cells: [hidden, null, { text: "2", formula: null, inner: null }], first: { formula: null } },
    });
    const places = ["cells.0.formula", "cells.0.inner.formula", "cells.2.formula", "first.formula"];
    expect(told(answer)).toEqual(
      places.map((place) => `getSheet.${place} Not Authorized to access formula on type Cell`),
    );
    const shown = await ask(admin, `{ getSheet(id: "s") { ${cells} } }`);
    expect(shown.errors).toBeUndefined();
    const open = { text: "1", formula: "=1", inner: { formula: "=2" } };
    expect(shown.data).toMatchObject({ getSheet: { first: { formula: "=1" }, cells: [open, null, { text: "2" }] } });
  });
});

describe("fields of Query", () => {
  const names = ["anybody", "keyed", "grouped", "ruled"] as const;
  const cases: readonly (readonly [string, ApiCaller, readonly (typeof names)[number][]])[] = [
    ["a user, by the default mode", ann, ["anybody"]],
    ["a key", apiKey, ["keyed"]],
    ["a member of the group", admin, ["anybody", "grouped", "ruled"]],
    ["a guest", guest, ["ruled"]],
    ["a user of the identity pool", signedIn, []],
    ["somebody of another provider", subject("kim", { "cognito:groups": ["Admins"] }), []],
    ["an operator", operator, names],
  ];
  test.each(cases)("%s", async (_who, caller, open) => {
    const answer = await ask(caller, `{ ${names.join(" ")} }`);
    expect(told(answer)).toEqual(
      names
        .filter((name) => !open.includes(name))
        .map((name) => `${name} Not Authorized to access ${name} on type Query`),
    );
  });
});

test("modes written on a field close it to callers of others", async () => {
  const written = await openCallerApi(`
    type A @model @auth(rules: [{ allow: private }, { allow: public }]) {
      id: ID!
      signed: String @aws_iam
      grouped: String @aws_cognito_user_pools(cognito_groups: ["Admins"])
      inner: Inner
    }
    type Inner { keyed: String @aws_api_key open: String }`);
  const input = `{ id: "1", signed: "s", grouped: "g", inner: { keyed: "k", open: "o" } }`;
  await written.send(operator, `mutation { createA(input: ${input}) { id } }`);
  const seen = async (caller: ApiCaller): Promise<string> => {
    const { data } = await written.send(caller, `{ getA(id: "1") { signed grouped inner { keyed open } } }`);
    const { signed, grouped, inner } = (data as { getA: Record<string, unknown> & { inner: Record<string, unknown> } })
      .getA;
    return [signed, grouped, inner["keyed"], inner["open"]]
      .filter((value) => value !== null)
      .map(String)
      .join("");
  };
  expect(await seen(operator)).toBe("sgko");
  expect(await seen(apiKey)).toBe("ko");
  expect(await seen(ann)).toBe("o");
  expect(await seen(admin)).toBe("go");
  await written.close();
});

describe("an owner that is part of the key", () => {
  test("his records are found by it, others' are not told of", async () => {
    await done(ann, `createDiary(input: { author: "ann", day: "1", text: "t" }) { day }`);
    expect(told(await ask(bob, `mutation { createDiary(input: { author: "ann", day: "2" }) { day } }`))).toHaveLength(
      1,
    );
    const own = `{ listDiaries(author: "ann") { items { author day } } }`;
    expect((await ask(ann, own)).data).toEqual({ listDiaries: { items: [{ author: "ann", day: "1" }] } });
    expect((await ask(bob, own)).data).toEqual({ listDiaries: { items: [] } });
    const get = await ask(bob, `{ getDiary(author: "ann", day: "1") { text } }`);
    expect(told(get)).toEqual(["getDiary Not Authorized to access getDiary on type Query"]);
  });
});

describe("what a caller may not read he cannot find out", () => {
  beforeAll(async () => {
    await done(operator, `createSecret(input: { id: "1", text: "a", code: "c1", pin: 1 }) { id }`);
    await done(operator, `createSecret(input: { id: "2", text: "b", code: "c2", pin: 2 }) { id }`);
  });
  const count = async (caller: ApiCaller, filter: string): Promise<number> => {
    const { data } = await ask(caller, `{ listSecrets(filter: ${filter}) { items { id } } }`);
    return (data as { listSecrets: { items: readonly unknown[] } }).listSecrets.items.length;
  };

  test.each([
    `code: { eq: "c1" }`,
    `code: { ne: "c1" }`,
    `code: { gt: "c1" }`,
    `code: { beginsWith: "c1" }`,
    `code: { contains: "1" }`,
    `code: { between: ["c1", "c1"] }`,
    `code: { attributeExists: true }`,
    `code: { size: { gt: 0 } }`,
    `code: { attributeType: string }`,
    `pin: { le: 1 }`,
    `pin: { eq: null }`,
  ])("a filter by { %s } answers alike whatever the values are", async (term) => {
    expect([0, 2]).toContain(await count(ann, `{ ${term} }`));
    expect([0, 2]).toContain(await count(ann, `{ not: { ${term} } }`));
    expect([0, 2]).toContain(await count(ann, `{ and: [{ ${term} }, { text: { attributeExists: true } }] }`));
  });

  test("whoever may read filters as usual", async () => {
    expect(await count(admin, `{ code: { eq: "c1" } }`)).toBe(1);
  });

  test("an index over such a field is empty for him", async () => {
    const text = `{ secretsByCode(code: "c1") { items { id code } } }`;
    expect((await ask(ann, text)).data).toEqual({ secretsByCode: { items: [] } });
    expect((await ask(admin, text)).data).toEqual({ secretsByCode: { items: [{ id: "1", code: "c1" }] } });
  });

  test("sorting by such a field leaves the records out", async () => {
    await done(ann, `createNote(input: { id: "r1", mark: 7, rank: 1 }) { id }`);
    const { data } = await ask(ann, `{ notesByMark(mark: 7, rank: { gt: 0 }) { items { id } } }`);
    expect(data).toEqual({ notesByMark: { items: [] } });
  });

  test("conditions of mutations are no oracle either", async () => {
    const write = (code: string): Promise<CallerAnswer> =>
      ask(
        ann,
        `mutation { updateSecret(input: { id: "1", text: "a" }, condition: { code: { eq: "${code}" } }) { id } }`,
      );
    expect(told(await write("c1"))).toEqual(told(await write("zz")));
    const negated = (code: string): Promise<CallerAnswer> =>
      ask(
        ann,
        `mutation { updateSecret(input: { id: "1", text: "a" }, condition: { code: { ne: "${code}" } }) { id } }`,
      );
    expect((await negated("c1")).data).toEqual((await negated("zz")).data);
  });

  test("fields the authorizer denied are closed to filters too", async () => {
    const open = await openCallerApi("type A @model @auth(rules: [{ allow: custom }]) { id: ID! text: String }");
    await open.send(operator, `mutation { createA(input: { id: "1", text: "t" }) { id } }`);
    const denied = letIn(["A.text"]);
    const list = `{ listAS(filter: { text: { eq: "t" } }) { items { id text } } }`;
    expect((await open.send(letIn(), list)).data).toEqual({ listAS: { items: [{ id: "1", text: "t" }] } });
    expect((await open.send(denied, list)).data).toEqual({ listAS: { items: [] } });
    expect((await open.send(denied, `{ getA(id: "1") { text } }`)).data).toEqual({ getA: { text: null } });
    const closed = letIn(["arn:aws:appsync:us-east-1:0:apis/x/types/Query/fields/getA"]);
    expect(told(await open.send(closed, `{ getA(id: "1") { id } }`))).toEqual([
      "getA Not Authorized to access getA on type Query",
    ]);
    await open.close();
  });
});

describe("names that are no names", () => {
  test("a user called like another's joined owner is not that owner", async () => {
    const thief: ApiCaller = {
      ...user("thief"),
      kind: "userPools",
      sub: "sub-thief",
      groups: [],
      username: "sub-ann::ann",
      claims: { sub: "sub-thief", username: "sub-ann::ann" },
    };
    await done(ann, `createNote(input: { id: "mine", text: "private" }) { id }`);
    expect((await ask(thief, `{ getNote(id: "mine") { text } }`)).data).toEqual({ getNote: null });
    expect((await ask(thief, `{ listNotes { items { id } } }`)).data).toEqual({ listNotes: { items: [] } });
    expect(told(await ask(thief, `mutation { deleteNote(input: { id: "mine" }) { id } }`))).toHaveLength(1);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("claims and fields called %s", async (name) => {
    const rules = `[{ allow: owner, identityClaim: "${name}" }, { allow: groups, groups: ["${name}"], groupClaim: "${name}" }]`;
    const odd = await openCallerApi(`type A @model @auth(rules: ${rules}) { id: ID! text: AWSJSON }`);
    expect(told(await odd.send(ann, `{ listAS { items { id } } }`))).toHaveLength(1);
    expect(told(await odd.send(ann, `mutation { createA(input: { id: "1" }) { id } }`))).toHaveLength(1);
    const input = JSON.parse(`{ "id": "1", "${name}": "x" }`) as Record<string, unknown>;
    const create = `mutation C($input: CreateAInput!) { createA(input: $input) { id } }`;
    expect((await odd.send(operator, create, { input })).data).toBeNull();
    const json = { id: "2", text: `{"${name}": {"a": 1}}` };
    expect((await odd.send(operator, create, { input: json })).data).toEqual({ createA: { id: "2" } });
    const { data } = await odd.send(operator, `{ getA(id: "2") { text } }`);
    expect(JSON.parse((data as { getA: { text: string } }).getA.text)).toEqual(JSON.parse(json.text));
    expect(Object.getPrototypeOf({})).not.toHaveProperty("a");
    await odd.close();
  });
});

test("who has only part of an owner's claims reads what is his by that part, and writes nothing", async () => {
  const rules = "[{ allow: owner, provider: oidc }]";
  const partial = await openCallerApi(`type A @model @auth(rules: ${rules}) { id: ID! text: String owner: String }`);
  const half: ApiCaller = { kind: "oidc", issuer: "https://i.example", subject: "kim", claims: { sub: "kim" } };
  await partial.send(operator, `mutation { createA(input: { id: "1", text: "t", owner: "kim" }) { id } }`);
  expect((await partial.send(half, `{ getA(id: "1") { text } }`)).data).toEqual({ getA: { text: "t" } });
  for (const write of [
    `createA(input: { id: "2" })`,
    `updateA(input: { id: "1", text: "u" })`,
    `deleteA(input: { id: "1" })`,
  ]) {
    expect(told(await partial.send(half, `mutation { done: ${write} { id } }`))).toEqual([
      expect.stringContaining("Not Authorized to access"),
    ]);
  }
  await partial.close();
});

test("a flag leaves owners empty where a group lets in", async () => {
  const text = `type A @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admins"] }]) { id: ID! }`;
  for (const [on, owner] of [
    [true, "adm"],
    [false, null],
  ] as const) {
    const settings = { ...everyProvider, flags: { populateOwnerFieldForStaticGroupAuth: on } };
    const flagged = await openCallerApi(text, settings);
    const create = `mutation { createA(input: { id: "1" }) { owner } }`;
    expect((await flagged.send(admin, create)).data).toEqual({ createA: { owner } });
    const other = `mutation { createA(input: { id: "2" }) { owner } }`;
    expect((await flagged.send(ann, other)).data).toEqual({ createA: { owner: "ann" } });
    await flagged.close();
  }
});

describe("plans", () => {
  test("callers of one shape share a statement, each with his own names in it", async () => {
    const list = `{ listNotes { items { id } } }`;
    const idsOf = async (caller: ApiCaller): Promise<unknown> => (await ask(caller, list)).data;
    api.statements.length = 0;
    const [first, second] = [await idsOf(ann), await idsOf(bob)];
    expect(first).not.toEqual(second);
    const texts = api.statements.map((statement) => statement.split("\n")[0]);
    expect(new Set(texts).size).toBe(1);
  });

  test("joining a group takes effect with the next request", async () => {
    const text = `{ grouped }`;
    expect(told(await ask(user("kim"), text))).toHaveLength(1);
    expect(told(await ask(user("kim", ["Admins"]), text))).toEqual([]);
    expect(told(await ask(user("kim"), text))).toHaveLength(1);
  });
});

test("groups may come as a list, as JSON text or as one text", async () => {
  const settings = { ...everyProvider, defaultProvider: "oidc" as const, otherProviders: [] };
  const open = await openCallerApi(
    `type A @model @auth(rules: [{ allow: groups, groupsField: "teams", provider: oidc, groupClaim: "teams" }]) {
      id: ID! teams: [String]
    }`,
    settings,
  );
  await open.send(operator, `mutation { createA(input: { id: "1", teams: ["red", "green"] }) { id } }`);
  const sees = async (teams: unknown): Promise<boolean> => {
    const { data } = await open.send(subject("kim", { teams }), `{ getA(id: "1") { id } }`);
    return data?.["getA"] !== null;
  };
  expect(await sees(["blue", "red"])).toBe(true);
  expect(await sees('["red"]')).toBe(true);
  expect(await sees("red")).toBe(true);
  expect(await sees("blue")).toBe(false);
  expect(await sees([])).toBe(false);
  expect(await sees({ red: true })).toBe(false);
  await open.close();
});

test("none of it was a bug", () => {
  expect(api.bugs).toEqual([]);
});
