/** Searches under access rules: records, totals, orders and sums tell of nothing the caller may not read. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiCaller } from "#graphql/access/caller";
import { apiKey, type CallerApi, openCallerApi, operator, user } from "../../support/callerApi.ts";

const sdl = `
type Memo @model @searchable @auth(rules: [
  { allow: owner }, { allow: groups, groups: ["Admins"], operations: [search] }, { allow: public, operations: [get] }
]) { id: ID text: String rank: Int owner: String }
type Pay @model(subscriptions: { level: off }) @searchable @auth(rules: [{ allow: private, operations: [read] }]) {
  id: ID!
  name: String
  amount: Int @auth(rules: [{ allow: groups, groups: ["Admins"], operations: [read] }])
  note: String @auth(rules: [{ allow: groups, groups: ["Admins"], operations: [read] }])
}
`;
const ann = user("ann");
const admin = user("adm", ["Admins"]);

let api: CallerApi;

beforeAll(async () => {
  api = await openCallerApi(sdl);
  const memos = ["ann", "ann", "bob"].map(
    (name, index) =>
      `m${index}: createMemo(input: { id: "${index}", text: "common ${name}", rank: ${index}, owner: "${name}" }) { id }`,
  );
  const pays = [30, 10, 20].map(
    (amount, index) =>
      `p${index}: createPay(input: { id: "${index}", name: "n", amount: ${amount}, note: "word${amount}" }) { id }`,
  );
  await api.send(operator, `mutation { ${[...memos, ...pays].join(" ")} }`);
});
afterAll(() => api.close());

async function search(caller: ApiCaller, text: string): Promise<unknown> {
  const { data, errors } = await api.send(caller, `{ found: ${text} }`);
  return errors === undefined ? data?.["found"] : errors[0]?.message;
}

describe("records", () => {
  const words = `searchMemos(filter: { text: { match: "common" } }, sort: [{ field: rank, direction: asc }])`;

  test("are those the rules show, counted too", async () => {
    const all = `${words} { items { id } total }`;
    expect(await search(ann, all)).toEqual({ items: [{ id: "0" }, { id: "1" }], total: 2 });
    expect(await search(admin, all)).toEqual({ items: [{ id: "0" }, { id: "1" }, { id: "2" }], total: 3 });
    expect(await search(user("eve"), all)).toEqual({ items: [], total: 0 });
    expect(await search(apiKey, all)).toBe("Not Authorized to access searchMemos on type Query");
  });
});

describe("a field that may not be read", () => {
  const ids = async (caller: ApiCaller, args: string): Promise<unknown> => {
    const found = await search(caller, `searchPays(${args}) { items { id } }`);
    return (found as { items: readonly { id: string }[] }).items.map((item) => item.id).join("");
  };

  test.each([
    `filter: { amount: { eq: 10 } }`,
    `filter: { amount: { range: [0, 15] } }`,
    `filter: { note: { match: "word10" } }`,
    `filter: { note: { matchPhrasePrefix: "word1" } }`,
    `filter: { note: { wildcard: "*10" } }`,
    `filter: { note: { regexp: ".*10" } }`,
    `filter: { note: { exists: true } }`,
  ])("is not found by %s", async (args) => {
    expect(await ids(ann, args)).toBe("");
    expect(await ids(admin, args)).toContain("1");
  });

  test("does not order", async () => {
    const sort = `sort: [{ field: amount, direction: asc }]`;
    expect(await ids(admin, sort)).toBe("120");
    expect(await ids(ann, sort)).toBe(await ids(ann, `sort: [{ field: id, direction: asc }]`));
  });

  test("does not add up", async () => {
    const sums = (caller: ApiCaller): Promise<unknown> =>
      search(
        caller,
        `searchPays(aggregates: [
          { name: "sum", type: sum, field: amount }, { name: "max", type: max, field: amount },
          { name: "notes", type: terms, field: note }, { name: "kinds", type: cardinality, field: note }
        ]) { aggregateItems { name result {
          ... on SearchableAggregateScalarResult { value }
          ... on SearchableAggregateBucketResult { buckets { key doc_count } }
        } } }`,
      );
    expect(await sums(ann)).toEqual({
      aggregateItems: [
        { name: "sum", result: { value: 0 } },
        { name: "max", result: null },
        { name: "notes", result: { buckets: [] } },
        { name: "kinds", result: { value: 0 } },
      ],
    });
    expect(JSON.stringify(await sums(admin))).toContain(`"value":60`);
  });
});

test("none of it was a bug", () => {
  expect(api.bugs).toEqual([]);
});
