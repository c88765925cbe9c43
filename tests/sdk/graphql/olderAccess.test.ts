/** Access rules of dialect 1: open unless named, owners by their names, a wrong owner fails like a condition. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiCaller } from "#graphql/access/caller";
import {
  apiKey,
  type CallerApi,
  everyProvider,
  guest,
  openCallerApi,
  operator,
  signedIn,
  subject,
  user,
} from "../../support/callerApi.ts";

const sdl = `
type Open @model { id: ID! text: String }
type Note @model @auth(rules: [{ allow: owner, operations: [create, update, delete] }]) { id: ID! text: String owner: String }
type Diary @model @auth(rules: [{ allow: owner }]) { id: ID! text: String owner: String }
type Board @model @auth(rules: [
  { allow: groups, groups: ["Admins"] }, { allow: groups, groupsField: "team", operations: [read, update] }
]) { id: ID! text: String team: String }
type Page @model @auth(rules: [{ allow: public, operations: [read] }, { allow: private, mutations: [create], queries: [get] }]) {
  id: ID! text: String
}
type Media @model @auth(rules: [{ allow: public, provider: iam }]) { id: ID! text: String }
type Staff @model @auth(rules: [{ allow: private }]) {
  id: ID!
  name: String
  salary: Int @auth(rules: [{ allow: groups, groups: ["Admins"] }])
  badge: String @auth(rules: [{ allow: owner, operations: [update] }])
  owner: String
}
`;

const settings = { ...everyProvider, otherProviders: ["apiKey", "iam", "oidc"] as const, dialect: 1 as const };
const ann = user("ann");
const bob = user("bob");
const admin = user("adm", ["Admins"]);
const team = user("tim", ["red"]);

let api: CallerApi;

beforeAll(async () => {
  api = await openCallerApi(sdl, settings);
});
afterAll(() => api.close());

/** The answer's data, or the message of its first error. */
async function ask(caller: ApiCaller, text: string): Promise<unknown> {
  const { data, errors } = await api.send(caller, text);
  return errors?.[0]?.message.replace(/Request ID: .*/, "…") ?? Object.values(data ?? {})[0];
}

const failed = "The conditional request failed (Service: DynamoDb, Status Code: 400, …";
const closed = (field: string, type: string): string => `Not Authorized to access ${field} on type ${type}`;

describe("a model without rules", () => {
  test("is open to callers of the default mode, and to no other", async () => {
    expect(await ask(ann, `mutation { createOpen(input: { id: "1", text: "t" }) { text } }`)).toEqual({ text: "t" });
    expect(await ask(bob, `{ getOpen(id: "1") { text } }`)).toEqual({ text: "t" });
    expect(await ask(apiKey, `{ getOpen(id: "1") { text } }`)).toBe(closed("getOpen", "Query"));
    expect(await ask(guest, `{ listOpens { items { id } } }`)).toBe(closed("listOpens", "Query"));
  });
});

describe("owners", () => {
  test("are kept by name, and only the operations named are theirs alone", async () => {
    expect(await ask(ann, `mutation { createNote(input: { id: "1", text: "t" }) { owner } }`)).toEqual({
      owner: "ann",
    });
    expect(await ask(bob, `{ getNote(id: "1") { text owner } }`)).toEqual({ text: "t", owner: "ann" });
    expect(await ask(bob, `{ listNotes { items { id } } }`)).toEqual({ items: [{ id: "1" }] });
    expect(await ask(bob, `mutation { updateNote(input: { id: "1", text: "b" }) { id } }`)).toBe(failed);
    expect(await ask(bob, `mutation { deleteNote(input: { id: "1" }) { id } }`)).toBe(failed);
    expect(await ask(ann, `mutation { updateNote(input: { id: "1", text: "a" }) { text } }`)).toEqual({ text: "a" });
    expect(await ask(ann, `mutation { updateNote(input: { id: "none", text: "a" }) { text } }`)).toBe(failed);
    expect(await ask(bob, `mutation { createNote(input: { id: "2", owner: "ann" }) { id } }`)).toBe(
      closed("createNote", "Mutation"),
    );
    expect(await ask(ann, `mutation { deleteNote(input: { id: "1" }) { text } }`)).toEqual({ text: "a" });
  });

  test("read what is theirs: get tells, list leaves out", async () => {
    await ask(ann, `mutation { createDiary(input: { id: "1", text: "t" }) { id } }`);
    expect(await ask(bob, `{ getDiary(id: "1") { text } }`)).toBe(closed("getDiary", "Query"));
    expect(await ask(bob, `{ getDiary(id: "none") { text } }`)).toBeNull();
    expect(await ask(bob, `{ listDiarys { items { id } } }`)).toEqual({ items: [] });
    expect(await ask(ann, `{ listDiarys { items { id } } }`)).toEqual({ items: [{ id: "1" }] });
    expect(await ask(subject("ann"), `{ listDiarys { items { id } } }`)).toBe(closed("listDiarys", "Query"));
  });
});

describe("groups", () => {
  test("named in the rule or in the record", async () => {
    await ask(admin, `mutation { createBoard(input: { id: "1", text: "t", team: "red" }) { id } }`);
    expect(await ask(team, `{ getBoard(id: "1") { text } }`)).toEqual({ text: "t" });
    expect(await ask(team, `mutation { updateBoard(input: { id: "1", text: "u" }) { text } }`)).toEqual({ text: "u" });
    expect(await ask(team, `mutation { deleteBoard(input: { id: "1" }) { id } }`)).toBe(
      closed("deleteBoard", "Mutation"),
    );
    expect(await ask(ann, `{ listBoards { items { id } } }`)).toEqual({ items: [] });
    expect(await ask(ann, `{ getBoard(id: "1") { id } }`)).toBe(closed("getBoard", "Query"));
    expect(await ask(ann, `mutation { createBoard(input: { id: "2" }) { id } }`)).toBe(
      closed("createBoard", "Mutation"),
    );
    expect(await ask(admin, `mutation { deleteBoard(input: { id: "1" }) { text } }`)).toEqual({ text: "u" });
  });
});

describe("rules with queries and mutations", () => {
  test("name what they narrow; the rest stays open to the default mode", async () => {
    expect(await ask(ann, `mutation { createPage(input: { id: "1", text: "t" }) { id } }`)).toEqual({ id: "1" });
    expect(await ask(apiKey, `mutation { createPage(input: { id: "2" }) { id } }`)).toBe(
      closed("createPage", "Mutation"),
    );
    expect(await ask(apiKey, `{ getPage(id: "1") { text } }`)).toEqual({ text: "t" });
    expect(await ask(ann, `{ getPage(id: "1") { text } }`)).toEqual({ text: "t" });
    // `list` is named by the key's rule only.
    expect(await ask(ann, `{ listPages { items { id } } }`)).toBe(closed("listPages", "Query"));
    expect(await ask(apiKey, `{ listPages { items { id } } }`)).toEqual({ items: [{ id: "1" }] });
    expect(await ask(ann, `mutation { updatePage(input: { id: "1", text: "u" }) { text } }`)).toEqual({ text: "u" });
    expect(await ask(apiKey, `mutation { updatePage(input: { id: "1" }) { id } }`)).toBe(
      closed("updatePage", "Mutation"),
    );
  });
});

test("what is open to guests of the identity pool is open to its users", async () => {
  for (const caller of [guest, signedIn, operator]) {
    expect(await ask(caller, `{ listMedias { items { id } } }`)).toEqual({ items: [] });
  }
  expect(await ask(ann, `{ listMedias { items { id } } }`)).toBe(closed("listMedias", "Query"));
});

describe("fields", () => {
  test("are read, written and set to null by their own rules beside the model's", async () => {
    expect(await ask(ann, `mutation { createStaff(input: { id: "1", name: "n" }) { name salary } }`)).toBe(
      closed("salary", "Staff"),
    );
    expect(await ask(ann, `mutation { createStaff(input: { id: "2", salary: 5 }) { id } }`)).toBe(
      closed("createStaff", "Mutation"),
    );
    expect(
      await ask(admin, `mutation { createStaff(input: { id: "3", name: "m", salary: 5 }) { name salary } }`),
    ).toEqual({
      name: "m",
      salary: null,
    });
    const { data, errors } = await api.send(ann, `{ getStaff(id: "3") { name salary } }`);
    expect(data).toEqual({ getStaff: { name: "m", salary: null } });
    expect(errors).toMatchObject([{ path: ["getStaff", "salary"], errorType: "Unauthorized" }]);
    expect(await ask(admin, `{ getStaff(id: "3") { salary } }`)).toEqual({ salary: 5 });
    expect(await ask(ann, `{ listStaffs(filter: { salary: { eq: 5 } }) { items { id } } }`)).toEqual({ items: [] });
    expect(await ask(ann, `mutation { updateStaff(input: { id: "3", name: "x" }) { name } }`)).toEqual({ name: "x" });
    expect(await ask(ann, `mutation { updateStaff(input: { id: "3", badge: "x" }) { name } }`)).toBe(failed);
    expect(await ask(ann, `mutation { updateStaff(input: { id: "3", salary: 6 }) { name } }`)).toBe(
      closed("updateStaff", "Mutation"),
    );
  });
});

test("none of it was a bug", () => {
  expect(api.bugs).toEqual([]);
});
