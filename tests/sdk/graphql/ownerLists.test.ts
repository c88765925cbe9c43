/** Lists under owner rules: pages, filters and several owners, equal to what a slow reading of all records gives. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiCaller } from "#graphql/access/caller";
import { type CallerApi, openCallerApi, operator, user } from "../../support/callerApi.ts";

const sdl = `
type Note @model @auth(rules: [{ allow: owner }, { allow: owner, ownerField: "editor" }]) {
  id: ID!
  rank: Int
  owner: String
  editor: String
  box: Box @belongsTo
}
type Box @model @auth(rules: [{ allow: private }]) { id: ID! notes: [Note] @hasMany }
`;

/** Pools that sign in by address make the id the name of the user. */
const twin: ApiCaller = { kind: "userPools", sub: "same", username: "same", groups: [], claims: {} };
const callers: readonly (readonly [string, ApiCaller, readonly string[]])[] = [
  ["a user", user("ann"), ["sub-ann::ann", "sub-ann", "ann"]],
  ["one whose id is his name", twin, ["same::same", "same"]],
  ["one with nothing", user("eve"), ["sub-eve::eve"]],
];

interface Note {
  readonly id: string;
  readonly rank: number;
  readonly owner: string;
  readonly editor: string;
}

const owners = ["sub-ann::ann", "ann", "sub-ann", "same", "same::same", "sub-bob::bob", "anna", "sub-ann::"];
const notes = Array.from({ length: 120 }, (_unused, index): Note => {
  const at = (offset: number): string => owners[(index * 7 + offset) % owners.length] ?? "";
  return { id: `n${index}`, rank: (index * 37) % 50, owner: at(0), editor: at(index % 3) };
});

let api: CallerApi;

beforeAll(async () => {
  api = await openCallerApi(sdl);
  await api.send(operator, `mutation { createBox(input: { id: "b" }) { id } }`);
  const creates = notes.map(
    ({ id, rank, owner, editor }) =>
      `${id}: createNote(input: { id: "${id}", rank: ${rank}, owner: "${owner}", editor: "${editor}", boxNotesId: "b" }) { id }`,
  );
  await api.send(operator, `mutation { ${creates.join(" ")} }`);
});
afterAll(() => api.close());

async function pages(caller: ApiCaller, limit: number, filter: string): Promise<readonly string[]> {
  const query = `query L($next: String) { list: listNotes(limit: ${limit}, nextToken: $next${filter}) { items { id } nextToken } }`;
  const found: string[] = [];
  for (let next: string | null = null, first = true; first || next !== null; first = false) {
    const { data, errors } = await api.send(caller, query, { next });
    expect(errors).toBeUndefined();
    const { list } = data as { list: { items: readonly { id: string }[]; nextToken: string | null } };
    expect(list.items.length).toBeLessThanOrEqual(limit);
    found.push(...list.items.map((item) => item.id));
    next = list.nextToken;
  }
  return found;
}

function mine(names: readonly string[], keep: (note: Note) => boolean = () => true): readonly string[] {
  return notes
    .filter((note) => (names.includes(note.owner) || names.includes(note.editor)) && keep(note))
    .map(({ id }) => id);
}

test.each(callers)("%s: every record once, in the order of writing, whatever the page", async (_who, caller, names) => {
  for (const limit of [1, 7, 1000]) expect(await pages(caller, limit, "")).toEqual(mine(names));
  const kept = await pages(caller, 5, ", filter: { rank: { gt: 25 } }");
  expect(kept).toEqual(mine(names, (note) => note.rank > 25));
});

test.each(callers)("%s: the same through a relation", async (_who, caller, names) => {
  const { data } = await api.send(caller, `{ getBox(id: "b") { notes(limit: 1000) { items { id } } } }`);
  const { getBox } = data as { getBox: { notes: { items: readonly { id: string }[] } } };
  expect(getBox.notes.items.map((item) => item.id).toSorted()).toEqual(mine(names).toSorted());
});

test("a page is one statement, and walks only along the caller's own records", async () => {
  api.statements.length = 0;
  await api.send(user("ann"), `{ listNotes(limit: 3) { items { id } nextToken } }`);
  expect(api.statements).toHaveLength(1);
  expect(api.bugs).toEqual([]);
});
