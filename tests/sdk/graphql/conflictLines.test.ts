/** Models with a conflict strategy of their own, by a line of the schema: each is settled by its own, and what is no model or strategy is refused. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FunctionFiles, openFunctionFiles } from "../../support/functionFiles.ts";
import { type Answer, openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const settle = (word: string): string => `export async function handler({ newItem, existingItem }) {
  return { action: "RESOLVE", item: { text: existingItem.text + " ${word} " + newItem.text } };
}`;
const models = `
type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String tags: [String] }
type Draft @model @auth(rules: [{ allow: public }]) { id: ID! text: String tags: [String] }`;

let files: FunctionFiles;
let plane: TestPlane;
beforeAll(async () => {
  files = await openFunctionFiles({ "house.mjs": settle("over"), "own.mjs": settle("beside") });
  const conflictHandlers = new Map([
    ["handled", "house"],
    ["handled too", "house"],
  ]);
  plane = await openPlane({ modes: { functions: files.functions }, conflictHandlers });
});
afterAll(async () => {
  await plane.close();
  await files.close();
});

type Strategy = "OPTIMISTIC_CONCURRENCY" | "AUTOMERGE" | "LAMBDA" | "NONE";
let made = 0;
const open = (lines: string, ResolutionStrategy: Strategy, ApiName = `api${(made += 1)}`): Promise<TestApi> =>
  plane.api(`${lines}${models}`, {
    ApiName,
    ConflictResolution: { ResolutionStrategy },
    DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: 365 } },
  });
const send = (api: TestApi, model: string, operation: "create" | "update" | "delete", input: object): Promise<Answer> =>
  api.send(
    `mutation ($input: ${operation.charAt(0).toUpperCase()}${operation.slice(1)}${model}Input!) {
      answer: ${operation}${model}(input: $input) { id text tags } }`,
    { input },
  );

/** What becomes of a change that was made from version 1 while the record is at version 2. */
async function late(api: TestApi, model: string): Promise<unknown> {
  await send(api, model, "create", { id: "1", text: "first", tags: ["a"] });
  await send(api, model, "update", { id: "1", text: "second", _version: 1 });
  const answer = await send(api, model, "update", { id: "1", text: "late", tags: ["b"], _version: 1 });
  return answer.errors?.[0]?.errorType ?? answer.at("answer");
}

const merged = { id: "1", text: "second", tags: ["a", "b"] };
const settled = (word: string): object => ({ id: "1", text: `second ${word} late`, tags: ["a"] });

describe("two models of one API", () => {
  it.each([
    ["AUTOMERGE", "# conflict-resolution: Draft OPTIMISTIC_CONCURRENCY", merged, "ConflictUnhandled"],
    ["OPTIMISTIC_CONCURRENCY", "# conflict-resolution: Draft AUTOMERGE", "ConflictUnhandled", merged],
    ["AUTOMERGE", "# conflict-resolution: Draft LAMBDA own", merged, settled("beside")],
    [
      "NONE",
      "# conflict-resolution: Note LAMBDA own\n# conflict-resolution: Draft automerge",
      settled("beside"),
      merged,
    ],
  ] as const)("under %s and %s", async (strategy, lines, ofNote, ofDraft) => {
    const api = await open(lines, strategy);
    expect([await late(api, "Note"), await late(api, "Draft")]).toEqual([ofNote, ofDraft]);
  });

  it("under LAMBDA: a function of its own beside the API's", async () => {
    const api = await open("# conflict-resolution: Draft LAMBDA own", "LAMBDA", "handled");
    expect([await late(api, "Note"), await late(api, "Draft")]).toEqual([settled("over"), settled("beside")]);
  });

  it("the API's function settles a model's LAMBDA that names none", async () => {
    const api = await open("# conflict-resolution: Draft: LAMBDA", "NONE", "handled too");
    expect(await late(api, "Draft")).toEqual(settled("over"));
  });

  it("NONE where the API has a strategy: no versions, the last write wins, a deletion is one", async () => {
    const api = await open("# conflict-resolution: Draft NONE", "AUTOMERGE");
    await send(api, "Draft", "create", { id: "1", text: "first" });
    await send(api, "Draft", "update", { id: "1", text: "last" });
    const deleted = await send(api, "Draft", "delete", { id: "1" });
    expect(deleted.at("answer")).toEqual({ id: "1", text: "last", tags: null });
    expect((await api.send("{ listDrafts { items { id } } }")).at("listDrafts.items")).toEqual([]);
    expect((await api.send("{ syncDrafts { items { id } } }")).errors?.[0]?.message).toContain(
      "Field 'syncDrafts' in type 'Query' is undefined",
    );
    expect((await api.send("{ syncNotes { items { id _version } } }")).errors).toBeUndefined();
  });

  it("a strategy where the API has NONE: that model alone is versioned and synced", async () => {
    const api = await open("# conflict-resolution: Draft = AUTOMERGE", "NONE");
    expect(await late(api, "Draft")).toEqual(merged);
    expect((await api.send("{ syncDrafts { items { id _version } } }")).at("syncDrafts.items")).toEqual([
      { id: "1", _version: 3 },
    ]);
    expect((await api.send("{ listNotes { items { _version } } }")).errors?.[0]?.message).toContain("_version");
  });
});

it("a changed line counts from then on, and the records stay", async () => {
  const api = await open("", "AUTOMERGE");
  expect(await late(api, "Draft")).toEqual(merged);
  await api.update({ TransformSchema: `# conflict-resolution: Draft OPTIMISTIC_CONCURRENCY${models}` });
  const input = { id: "1", text: "later", _version: 1 };
  expect((await send(api, "Draft", "update", input)).errors?.[0]?.errorType).toBe("ConflictUnhandled");
  await api.update({ TransformSchema: models });
  expect((await send(api, "Draft", "update", { ...input, tags: ["c"] })).at("answer")).toEqual({
    ...merged,
    tags: ["a", "b", "c"],
  });
});

describe("refused", () => {
  it.each([
    ["# conflict-resolution: Memo AUTOMERGE", "1:1", "there is no type Memo; the schema's models are Note, Draft"],
    ["# conflict-resolution: Note MERGE", "1:1", "names no strategy; write", "AUTOMERGE, LAMBDA"],
    ["# conflict-resolution:", "1:1", "names no strategy; write"],
    ["# conflict-resolution: Note AUTOMERGE own", "1:1", "names a function, which only LAMBDA asks"],
    [
      "# conflict-resolution: Note NONE\n # conflict-resolution: Note AUTOMERGE",
      "2:2",
      "comes after another line for Note",
    ],
    ["type Place { town: String }\n# conflict-resolution: Place NONE", "2:1", "Place has no @model"],
    [
      "# conflict-resolution: Note LAMBDA",
      "conflict-resolution Note LAMBDA needs a function",
      "its line of the schema",
    ],
  ])("%s", async (lines, ...texts) => {
    const refusal = await open(lines, "NONE").then(
      () => "",
      (error: Error) => error.message,
    );
    for (const text of texts) expect(refusal).toContain(text);
  });
});
