/** Versioned records: versions, tombstones, sync, and what each conflict strategy makes of a change that came too late or twice (security case 33). */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FunctionFiles, openFunctionFiles } from "../../support/functionFiles.ts";
import { type Answer, openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const sdl = `type Note @model @auth(rules: [{ allow: public }]) {
  id: ID!
  text: String
  count: Int
  tags: [String]
  place: Place
}
type Place { town: String street: String }`;
const fields = "id text count tags place { town street } _version _deleted _lastChangedAt";

const handler = `export async function handler({ newItem, existingItem, resolver }) {
  if (newItem.text === "slow") await new Promise((resolve) => setTimeout(resolve, 400));
  if (newItem.text === "crash") throw new Error("broken");
  if (newItem.text === "odd") return { action: "MAYBE" };
  if (newItem.text === "reject") return { action: "REJECT" };
  if (resolver.field === "deleteNote") return { action: "REMOVE" };
  return { action: "RESOLVE", item: { ...existingItem, text: existingItem.text + " + " + newItem.text, _version: 99, id: "other" } };
}`;

let files: FunctionFiles;
let plane: TestPlane;

beforeAll(async () => {
  files = await openFunctionFiles({ "settle.mjs": handler });
  plane = await openPlane({ modes: { functions: files.functions }, conflictHandlers: new Map([["*", "settle"]]) });
});
afterAll(async () => {
  await plane.close();
  await files.close();
});

type Strategy = "OPTIMISTIC_CONCURRENCY" | "AUTOMERGE" | "LAMBDA" | "NONE";
const apiWith = (ResolutionStrategy: Strategy): Promise<TestApi> =>
  plane.api(sdl, {
    ConflictResolution: { ResolutionStrategy },
    DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: 365 } },
  });

const write = (api: TestApi, operation: "create" | "update" | "delete", input: object): Promise<Answer> => {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}NoteInput!`;
  return api.send(`mutation ($input: ${type}) { ${operation}Note(input: $input) { ${fields} } }`, { input });
};
const read = async (api: TestApi, id: string): Promise<unknown> =>
  (await api.send(`query ($id: ID!) { getNote(id: $id) { ${fields} } }`, { id })).at("getNote");
const sync = (api: TestApi, variables: object = {}): Promise<Answer> =>
  api.send(
    `query ($lastSync: AWSTimestamp, $nextToken: String, $limit: Int) {
      syncNotes(lastSync: $lastSync, nextToken: $nextToken, limit: $limit) { items { id _version _deleted } nextToken startedAt } }`,
    variables as Readonly<Record<string, unknown>>,
  );

describe("versions", () => {
  it("begin at 1, grow with each write, and stay when a record is deleted", async () => {
    const api = await apiWith("OPTIMISTIC_CONCURRENCY");
    const at = plane.clock.now;
    const made = await write(api, "create", { id: "a", text: "one" });
    expect(made.at("createNote")).toMatchObject({ text: "one", _version: 1, _deleted: null, _lastChangedAt: at });
    plane.clock.now += 1000;
    const changed = await write(api, "update", { id: "a", text: "two", _version: 1 });
    expect(changed.at("updateNote")).toMatchObject({ text: "two", _version: 2, _lastChangedAt: at + 1000 });
    const gone = await write(api, "delete", { id: "a", _version: 2 });
    expect(gone.at("deleteNote")).toMatchObject({ text: "two", _version: 3, _deleted: true });
    expect(await read(api, "a")).toMatchObject({ _deleted: true, _version: 3 });
    const list = await api.send("{ listNotes(filter: { _deleted: { ne: true } }) { items { id } startedAt } }");
    expect(list.at("listNotes")).toEqual({ items: [], startedAt: null });
  });

  it("keep a deleted record's key until it is purged", async () => {
    const api = await apiWith("AUTOMERGE");
    await write(api, "create", { id: "a" });
    await write(api, "delete", { id: "a", _version: 1 });
    const failed = { errorType: "ConditionalCheckFailedException" };
    // A device that did not hear of its success creates again: it learns what there is.
    const stored = { id: "a", _version: 2, _deleted: true };
    expect((await write(api, "create", { id: "a" })).errors).toMatchObject([{ ...failed, data: stored }]);
    expect((await write(api, "update", { id: "nobody", text: "x" })).errors).toMatchObject([failed]);
    const again = await write(api, "delete", { id: "a", _version: 1 });
    expect(again.at("deleteNote")).toMatchObject({ _deleted: true, _version: 2 });
  });
});

describe("OPTIMISTIC_CONCURRENCY", () => {
  it("refuses what has not seen the newest version, and gives it", async () => {
    const api = await apiWith("OPTIMISTIC_CONCURRENCY");
    await write(api, "create", { id: "a", text: "one" });
    await write(api, "update", { id: "a", text: "two", _version: 1 });
    for (const _version of [1, 7, undefined]) {
      for (const operation of ["update", "delete"] as const) {
        const refused = await write(api, operation, { id: "a", _version });
        expect(refused).toMatchObject({
          data: { [`${operation}Note`]: null },
          errors: [
            {
              errorType: "ConflictUnhandled",
              message: "Conflict resolver rejects mutation.",
              data: { id: "a", text: "two", _version: 2 },
            },
          ],
        });
      }
    }
  });
});

describe("AUTOMERGE", () => {
  it("keeps stored scalars, takes missing ones, joins lists and merges maps", async () => {
    const api = await apiWith("AUTOMERGE");
    await write(api, "create", { id: "a", text: "one", tags: ["x"], place: { town: "Ulm" } });
    await write(api, "update", { id: "a", text: "server", _version: 1 });
    const late = { text: "client", count: 5, tags: ["x", "y"], place: { town: "Bonn", street: "Main" }, _version: 1 };
    const merged = await write(api, "update", { id: "a", ...late });
    expect(merged.errors).toBeUndefined();
    expect(merged.at("updateNote")).toMatchObject({
      text: "server",
      count: 5,
      tags: ["x", "x", "y"],
      place: { town: "Ulm", street: "Main" },
      _version: 3,
    });
    // The answer was lost; the client sends the same again.
    expect((await write(api, "update", { id: "a", ...late })).at("updateNote")).toMatchObject({
      tags: ["x", "x", "y"],
      _version: 3,
    });
  });

  it("does not delete what it has not seen, nor change what is deleted", async () => {
    const api = await apiWith("AUTOMERGE");
    await write(api, "create", { id: "a" });
    await write(api, "update", { id: "a", text: "two", _version: 1 });
    expect((await write(api, "delete", { id: "a", _version: 1 })).errors).toMatchObject([
      { errorType: "ConflictUnhandled" },
    ]);
    await write(api, "delete", { id: "a", _version: 2 });
    const late = await write(api, "update", { id: "a", text: "late", _version: 1 });
    expect(late.errors).toMatchObject([{ errorType: "ConflictUnhandled", data: { _deleted: true, _version: 3 } }]);
  });

  it("loses no change of a hundred at once on one record", async () => {
    const api = await apiWith("AUTOMERGE");
    await write(api, "create", { id: "a", tags: [] });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => write(api, "update", { id: "a", tags: [`t${n}`], _version: 1 })),
    );
    const versions = answers.map((answer) => answer.at<number>("updateNote._version"));
    expect(new Set(versions).size).toBe(100);
    const record = (await read(api, "a")) as { tags: string[]; _version: number };
    expect(record._version).toBe(101);
    expect(record.tags.toSorted()).toEqual(Array.from({ length: 100 }, (_, n) => `t${n}`).toSorted());
  });
});

describe("LAMBDA", () => {
  it("does what the function says, and no more", async () => {
    const api = await apiWith("LAMBDA");
    await write(api, "create", { id: "a", text: "one" });
    await write(api, "update", { id: "a", text: "two", _version: 1 });
    const settled = await write(api, "update", { id: "a", text: "late", _version: 1 });
    expect(settled.at("updateNote")).toMatchObject({ id: "a", text: "two + late", _version: 3 });
    const cases = [
      ["reject", "ConflictUnhandled"],
      ["crash", "ConflictError"],
      ["odd", "ConflictError"],
    ] as const;
    for (const [text, errorType] of cases) {
      expect((await write(api, "update", { id: "a", text, _version: 1 })).errors).toMatchObject([{ errorType }]);
    }
    const removed = await write(api, "delete", { id: "a", _version: 1 });
    expect(removed.at("deleteNote")).toMatchObject({ _deleted: true, _version: 4 });
  });
});

describe("sync", () => {
  it("begins with everything, deleted records too, and goes on with what changed", async () => {
    const api = await apiWith("AUTOMERGE");
    for (const id of ["a", "b", "c"]) await write(api, "create", { id });
    await write(api, "delete", { id: "b", _version: 1 });
    plane.clock.now += 5000;
    const first = await sync(api);
    const base = { startedAt: plane.clock.now, nextToken: null };
    expect(first.at("syncNotes")).toEqual({
      ...base,
      items: [
        { id: "a", _version: 1, _deleted: null },
        { id: "b", _version: 2, _deleted: true },
        { id: "c", _version: 1, _deleted: null },
      ],
    });
    plane.clock.now += 1000;
    await write(api, "update", { id: "a", text: "new", _version: 1 });
    const next = await sync(api, { lastSync: base.startedAt });
    expect(next.at("syncNotes.items")).toEqual([{ id: "a", _version: 2, _deleted: null }]);
    expect((await sync(api, { lastSync: plane.clock.now + 1 })).at("syncNotes.items")).toEqual([]);
  });

  it("has no gap for a change that is being settled while the API is loaded anew", async () => {
    const api = await apiWith("LAMBDA");
    await write(api, "create", { id: "a", text: "one" });
    await write(api, "update", { id: "a", text: "two", _version: 1 });
    plane.clock.now += 1000;
    const slow = write(api, "update", { id: "a", text: "slow", _version: 1 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    plane.clock.now += 1000;
    const route = plane.graphql.operatorRoutes.find(({ method, path }) => method === "POST" && path.endsWith("/keys"));
    const request = { method: "POST", rawUrl: "", headers: {}, body: new Uint8Array(), requestId: "r" };
    const [query, caller] = [new URLSearchParams(), { kind: "anonymous" } as const];
    await route?.handle({ request, labels: { apiId: api.id }, query, caller });
    const first = await sync(api);
    expect(first.at("syncNotes.items")).toMatchObject([{ id: "a", _version: 2 }]);
    expect((await slow).at("updateNote")).toMatchObject({ _version: 3 });
    const next = await sync(api, { lastSync: first.at("syncNotes.startedAt") });
    expect(next.at("syncNotes.items")).toMatchObject([{ id: "a", _version: 3 }]);
  });

  it("turns pages of one start, whatever is written meanwhile", async () => {
    const api = await apiWith("AUTOMERGE");
    for (let n = 0; n < 25; n += 1) await write(api, "create", { id: `n${n}` });
    const seen = new Set<string>();
    const starts = new Set<unknown>();
    let nextToken: string | null = null;
    do {
      const page = await sync(api, { limit: 4, nextToken });
      expect(page.errors).toBeUndefined();
      for (const { id } of page.at<{ id: string }[]>("syncNotes.items")) seen.add(id);
      starts.add(page.at("syncNotes.startedAt"));
      nextToken = page.at<string | null>("syncNotes.nextToken");
      plane.clock.now += 10;
      await write(api, "update", { id: "n20", text: "moved" });
    } while (nextToken !== null);
    expect([seen.size, starts.size]).toEqual([25, 1]);
    const [start] = starts;
    const later = await sync(api, { lastSync: start });
    expect(later.at<{ id: string }[]>("syncNotes.items").map(({ id }) => id)).toContain("n20");
  });

  it("shows everything again to who comes after the deleted records are gone", async () => {
    const api = await apiWith("AUTOMERGE");
    await write(api, "create", { id: "a" });
    await write(api, "create", { id: "b" });
    await write(api, "delete", { id: "b", _version: 1 });
    const { startedAt } = (await sync(api)).at<{ startedAt: number }>("syncNotes");
    plane.clock.now += 31 * 24 * 3_600_000;
    await api.update({});
    expect([await read(api, "a"), await read(api, "b")]).toMatchObject([{ id: "a" }, null]);
    const late = await sync(api, { lastSync: startedAt });
    expect(late.at<{ id: string }[]>("syncNotes.items").map(({ id }) => id)).toContain("a");
  });
});

describe("switching", () => {
  it("gives records versions, and takes deleted ones away when versions go", async () => {
    const api = await apiWith("NONE");
    await write0(api, "a");
    await write0(api, "b");
    await api.update({ ConflictResolution: { ResolutionStrategy: "AUTOMERGE" } });
    expect((await sync(api)).at("syncNotes.items")).toMatchObject([
      { id: "a", _version: 1 },
      { id: "b", _version: 1 },
    ]);
    await write(api, "delete", { id: "b", _version: 1 });
    await api.update({ ConflictResolution: { ResolutionStrategy: "NONE" } });
    const plain = await api.send('{ listNotes { items { id } } __type(name: "Note") { fields { name } } }');
    expect(plain.at("listNotes.items")).toEqual([{ id: "a" }]);
    expect(plain.at<{ name: string }[]>("__type.fields").map(({ name }) => name)).not.toContain("_version");
    await api.update({ ConflictResolution: { ResolutionStrategy: "OPTIMISTIC_CONCURRENCY" } });
    expect(await read(api, "a")).toMatchObject({ _version: 1 });
  });

  const write0 = (api: TestApi, id: string): Promise<Answer> =>
    api.send("mutation ($id: ID!) { createNote(input: { id: $id }) { id } }", { id });
});

describe("the log", () => {
  it("tells operators of each conflict: who, what, and how it ended", async () => {
    const api = await apiWith("AUTOMERGE");
    await write(api, "create", { id: "a", text: "one" });
    await write(api, "update", { id: "a", text: "two", _version: 1 });
    await write(api, "update", { id: "a", count: 1, _version: 1 });
    await write(api, "delete", { id: "a", _version: 1 });
    const route = plane.graphql.operatorRoutes.find(({ path }) => path.endsWith("/conflicts"));
    const request = { method: "GET", rawUrl: "", headers: {}, body: new Uint8Array(), requestId: "r" };
    const answer = await route?.handle({
      request,
      labels: { apiId: api.id },
      query: new URLSearchParams(),
      caller: { kind: "anonymous" },
    });
    const record = '{"id":"a"}';
    expect(answer).toMatchObject({
      conflicts: [
        { model: "Note", record, operation: "delete", strategy: "AUTOMERGE", outcome: "reject", seen: 1, stored: 3 },
        { record, operation: "update", outcome: "write", seen: 1, stored: 2, caller: expect.stringMatching(/^key /) },
      ],
    });
  });
});
