/** @searchable: words, patterns, ranges, order, paging, totals and aggregates, on the engine's full-text index. */

import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileRegexp, compileWildcard } from "#adapters/database/sqlite/pattern";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const sdl = `
type Book @model @searchable @auth(rules: [{ allow: public }]) {
  id: ID!
  title: String
  about: String
  genre: Genre
  tags: [String]
  pages: Int
  price: Float
  lent: Boolean
}
enum Genre { NOVEL ESSAY }`;

const books = [
  {
    id: "1",
    title: "The quick brown fox",
    about: "A fox jumps over a lazy dog",
    genre: "NOVEL",
    tags: ["fox", "dog"],
    pages: 100,
    price: 9.5,
    lent: true,
  },
  {
    id: "2",
    title: "Brown bread",
    about: "How to bake",
    genre: "ESSAY",
    tags: ["food"],
    pages: 300,
    price: 20,
    lent: false,
  },
  { id: "3", title: "Ärger im Büro", about: "Ein Fuchs im Büro", genre: "NOVEL", tags: ["dog"], pages: 200, price: 5 },
  { id: "4", title: "Untitled" },
];

let plane: TestPlane;
let api: TestApi;

beforeAll(async () => {
  plane = await openPlane();
  api = await plane.api(sdl);
  for (const input of books) {
    const answer = await api.send("mutation ($input: CreateBookInput!) { createBook(input: $input) { id } }", {
      input,
    });
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  }
});
afterAll(() => plane.close());

async function found(filter: object, sort: object[] = [{ field: "id", direction: "asc" }]): Promise<string> {
  const query = `query ($filter: SearchableBookFilterInput, $sort: [SearchableBookSortInput]) {
    searchBooks(filter: $filter, sort: $sort) { items { id } total } }`;
  const answer = await api.send(query, { filter, sort });
  expect(answer.errors).toBeUndefined();
  const ids = answer.at<{ id: string }[]>("searchBooks.items").map(({ id }) => id);
  expect(answer.at("searchBooks.total")).toBe(ids.length);
  return ids.join("");
}

describe("filters", () => {
  const cases: readonly (readonly [object, string])[] = [
    [{}, "1234"],
    [{ title: { match: "brown dog" } }, "12"],
    [{ title: { match: "BROWN" } }, "12"],
    [{ title: { match: "bro" } }, ""],
    [{ title: { match: "ärger" } }, "3"],
    [{ title: { match: "arger" } }, ""],
    [{ title: { match: "..." } }, ""],
    [{ title: { match: 'fox" OR "bread' } }, "12"],
    [{ title: { matchPhrase: "quick brown" } }, "1"],
    [{ title: { matchPhrase: "brown quick" } }, ""],
    [{ title: { matchPhrasePrefix: "quick bro" } }, "1"],
    [{ title: { matchPhrasePrefix: "brow" } }, "12"],
    [{ about: { multiMatch: "fox bake" } }, "12"],
    [{ tags: { match: "dog" } }, "13"],
    [{ tags: { eq: "dog" } }, "13"],
    [{ title: { eq: "Brown bread" } }, "2"],
    [{ title: { ne: "Brown bread" } }, "134"],
    [{ about: { ne: "How to bake" } }, "134"],
    [{ title: { gt: "Brown bread", lte: "The quick brown fox" } }, "1"],
    [{ pages: { gte: 200 } }, "23"],
    [{ pages: { range: [100, 200] } }, "13"],
    [{ price: { lt: 9.5 } }, "3"],
    [{ lent: { eq: true } }, "1"],
    [{ lent: { ne: true } }, "234"],
    [{ about: { exists: false } }, "4"],
    [{ about: { exists: true } }, "123"],
    [{ title: { wildcard: "br*d" } }, "2"],
    [{ title: { wildcard: "*BROWN*" } }, "12"],
    [{ title: { wildcard: "?ox" } }, "1"],
    [{ title: { regexp: "f.x|b(read|utter)" } }, "12"],
    [{ title: { regexp: "b[a-r]{2,4}.*" } }, "12"],
    [{ genre: { eq: "NOVEL" } }, "13"],
    [{ or: [{ id: { eq: "2" } }, { pages: { eq: 100 } }], not: { title: { match: "bread" } } }, "1"],
    [{ and: [{ genre: { eq: "NOVEL" } }, { pages: { gt: 100 } }] }, "3"],
  ];
  it.each(cases)("%j finds %s", async (filter, ids) => {
    expect(await found(filter)).toBe(ids);
  });

  it("that are no pattern are told", async () => {
    const answer = await api.send('{ searchBooks(filter: { title: { regexp: "(a" } }) { items { id } } }');
    expect(answer).toMatchObject({
      data: { searchBooks: null },
      errors: [{ errorType: "InvalidArgumentsError", message: 'Pattern: A "(" is not closed.' }],
    });
  });
});

describe("order and pages", () => {
  it("goes by the key downwards unless asked, by fields with the missing last", async () => {
    expect(await found({}, [])).toBe("4321");
    expect(await found({}, [{ field: "pages" }])).toBe("2314");
    expect(await found({}, [{ field: "pages", direction: "asc" }])).toBe("1324");
    expect(
      await found({}, [
        { field: "lent", direction: "asc" },
        { field: "id", direction: "desc" },
      ]),
    ).toBe("2143");
  });

  it.each([
    [{ field: "pages", direction: "asc" }, "1324"],
    [{ field: "pages", direction: "desc" }, "2314"],
    [{ field: "price" }, "2134"],
  ])("walks each record once by %j", async (sort, ids) => {
    const query = `query ($sort: [SearchableBookSortInput], $token: String) {
      searchBooks(sort: $sort, limit: 1, nextToken: $token) { items { id } nextToken total } }`;
    let token: string | null = null;
    let seen = "";
    do {
      const answer = await api.send(query, { sort: [sort], token });
      expect(answer.errors).toBeUndefined();
      seen += answer.at<{ id: string }[]>("searchBooks.items").map(({ id }) => id);
      expect(answer.at("searchBooks.total")).toBe(4);
      token = answer.at<string | null>("searchBooks.nextToken");
    } while (token !== null);
    expect(seen).toBe(ids);
  });

  it("begins at from, and refuses tokens of another search", async () => {
    const query = "query ($from: Int) { searchBooks(from: $from, limit: 2) { items { id } nextToken } }";
    const answer = await api.send(query, { from: 1 });
    expect(answer.at("searchBooks.items")).toEqual([{ id: "3" }, { id: "2" }]);
    const token = answer.at<string>("searchBooks.nextToken");
    const rest = await api.send("query ($t: String) { searchBooks(nextToken: $t) { items { id } } }", { t: token });
    expect(rest.at("searchBooks.items")).toEqual([{ id: "1" }]);
    const other = 'query ($t: String) { searchBooks(nextToken: $t, filter: { id: { eq: "1" } }) { items { id } } }';
    expect((await api.send(other, { t: token })).errors?.[0]?.message).toBe("Invalid pagination token given.");
    expect((await api.send(query, { from: -1 })).errors?.[0]?.errorType).toBe("InvalidArgumentsError");
  });
});

describe("aggregates", () => {
  const query = `query ($aggregates: [SearchableBookAggregationInput], $filter: SearchableBookFilterInput) {
    searchBooks(aggregates: $aggregates, filter: $filter, limit: 1) {
      total
      aggregateItems { name result {
        __typename
        ... on SearchableAggregateScalarResult { value }
        ... on SearchableAggregateBucketResult { buckets { key doc_count } }
      } }
    } }`;
  const results = async (aggregates: object[], filter: object = {}): Promise<unknown> => {
    const answer = await api.send(query, { aggregates, filter });
    expect(answer.errors).toBeUndefined();
    return answer.at<{ name: string; result: unknown }[]>("searchBooks.aggregateItems").map(({ result }) => result);
  };
  const scalar = (value: number) => ({ __typename: "SearchableAggregateScalarResult", value });
  const buckets = (...pairs: readonly (readonly [string, number])[]) => ({
    __typename: "SearchableAggregateBucketResult",
    buckets: pairs.map(([key, doc_count]) => ({ key, doc_count })),
  });

  it("sum up all that is found, whatever the page", async () => {
    const figures = ["avg", "min", "max", "sum"].map((type) => ({ name: type, type, field: "pages" }));
    expect(await results(figures)).toEqual([scalar(200), scalar(100), scalar(300), scalar(600)]);
    expect(await results(figures, { genre: { eq: "NOVEL" } })).toEqual([
      scalar(150),
      scalar(100),
      scalar(200),
      scalar(300),
    ]);
    expect(await results(figures, { id: { eq: "4" } })).toEqual([null, null, null, scalar(0)]);
  });

  it("count values, elements of lists too", async () => {
    expect(
      await results([
        { name: "genres", type: "terms", field: "genre" },
        { name: "tags", type: "terms", field: "tags" },
        { name: "lent", type: "terms", field: "lent" },
        { name: "kinds", type: "cardinality", field: "genre" },
      ]),
    ).toEqual([
      buckets(["NOVEL", 2], ["ESSAY", 1]),
      buckets(["dog", 2], ["food", 1], ["fox", 1]),
      buckets(["false", 1], ["true", 1]),
      scalar(2),
    ]);
  });

  it("of texts that need numbers are refused with the reason", async () => {
    const answer = await api.send(query, { aggregates: [{ name: "a", type: "avg", field: "title" }] });
    expect(answer.errors?.[0]?.message).toContain("avg needs a number, and title is none");
  });
});

describe("the index", () => {
  it("follows updates and deletions, and is made for records that were there before", async () => {
    const before = await plane.api("type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String }");
    const text = "one two";
    await before.send('mutation ($text: String) { createNote(input: { id: "a", text: $text }) { id } }', { text });
    await before.update({
      TransformSchema: `type Note @model @searchable @auth(rules: [{ allow: public }]) { id: ID! text: String more: String }`,
    });
    const search = async (word: string): Promise<unknown> =>
      (
        await before.send("query ($w: String) { searchNotes(filter: { text: { match: $w } }) { items { id } } }", {
          w: word,
        })
      ).at("searchNotes.items");
    expect(await search("two")).toEqual([{ id: "a" }]);
    await before.send('mutation { updateNote(input: { id: "a", text: "three" }) { id } }');
    expect([await search("two"), await search("three")]).toEqual([[], [{ id: "a" }]]);
    await before.send('mutation { deleteNote(input: { id: "a" }) { id } }');
    expect(await search("three")).toEqual([]);
    await before.update({
      TransformSchema: "type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String more: String }",
    });
    expect((await before.send('mutation { createNote(input: { text: "again" }) { text } }')).errors).toBeUndefined();
  });

  it("tells nothing of records and fields the caller may not read", async () => {
    const closed = await plane.api(`
      type Secret @model @searchable @auth(rules: [{ allow: public }]) {
        id: ID!
        open: String
        hidden: String @auth(rules: [{ allow: public, operations: [create, update, delete] }])
      }`);
    await closed.send('mutation { createSecret(input: { id: "s", open: "door", hidden: "treasure" }) { id } }');
    const ids = async (filter: string): Promise<unknown> =>
      (await closed.send(`{ searchSecrets(filter: ${filter}) { items { id } total } }`)).data;
    expect(await ids('{ open: { match: "door" } }')).toEqual({ searchSecrets: { items: [{ id: "s" }], total: 1 } });
    for (const filter of ['{ match: "treasure" }', '{ eq: "treasure" }', '{ wildcard: "t*" }', "{ exists: true }"]) {
      expect(await ids(`{ hidden: ${filter} }`)).toEqual({ searchSecrets: { items: [], total: 0 } });
    }
  });
});

describe("patterns", () => {
  it("mean what JavaScript's own mean, where both know them", () => {
    const letters = fc.constantFrom("a", "b", "c");
    const pattern = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        letters,
        fc.constant("."),
        fc.constant("[ab]"),
        fc.constant("[^a]"),
        fc.tuple(tie("node"), tie("node")).map(([a, b]) => `${String(a)}${String(b)}`),
        fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(${String(a)}|${String(b)})`),
        fc.tuple(tie("node"), fc.constantFrom("*", "+", "?", "{1,3}", "{2}")).map(([a, op]) => `(${String(a)})${op}`),
      ),
    })).node;
    fc.assert(
      fc.property(pattern, fc.array(letters, { maxLength: 8 }), (source, chars) => {
        const text = chars.join("");
        expect(compileRegexp(source)(text)).toBe(new RegExp(`^(?:${source})$`).test(text));
      }),
      { numRuns: 500 },
    );
  });

  it("cannot be made to take long", () => {
    const text = "a".repeat(10_000);
    expect(compileRegexp("(a+)+b")(text)).toBe(false);
    expect(compileRegexp("(a|a|a?)*c")(text)).toBe(false);
    expect(compileWildcard("*a*a*a*a*a*a*a*b")(text)).toBe(false);
  });
});
