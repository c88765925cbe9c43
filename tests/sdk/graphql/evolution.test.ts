/** Schema updates on live data: what is added works, what would lose data is refused with its count, nothing is half done. */

import { afterAll, beforeEach, expect, test } from "vitest";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const planes: TestPlane[] = [];
let plane: TestPlane;
let api: TestApi;

const open = "@model @auth(rules: [{ allow: public }])";
const first = `type Note ${open} { id: ID! title: String! count: Int mood: Mood tags: [String] place: Place }
type Other ${open} { id: ID! x: String }
enum Mood { GOOD BAD }
type Place { name: String! lat: Float }`;

beforeEach(async () => {
  plane = await openPlane();
  planes.push(plane);
  api = await plane.api(first);
});

afterAll(async () => {
  for (const each of planes) await each.close();
});

async function addNotes(): Promise<void> {
  await api.send(`mutation {
    a: createNote(input: { id: "a", title: "A", count: 1, mood: GOOD, tags: ["x", null], place: { name: "P", lat: 1 } }) { id }
    b: createNote(input: { id: "b", title: "B", mood: BAD }) { id }
  }`);
}

const update = (sdl: string): Promise<unknown> => api.update({ TransformSchema: sdl });

async function refusal(sdl: string): Promise<string> {
  const error = await update(sdl).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  expect(error?.name).toBe("ProvisionRefusal");
  return error?.message ?? "";
}

test("a new model, new fields and new enum values serve at once, old records stay", async () => {
  await addNotes();
  await update(`type Note ${open} { id: ID! title: String! count: Int mood: Mood tags: [String] place: Place stars: Float open: Boolean }
type Other ${open} { id: ID! x: String }
type Third ${open} { id: ID! y: Int }
enum Mood { GOOD BAD UGLY }
type Place { name: String! lat: Float lon: Float }`);
  const answer = await api.send(`mutation {
    updateNote(input: { id: "a", mood: UGLY, stars: 1.5, open: true }) { title count mood stars open tags place { name lat lon } }
    createThird(input: { id: "t", y: 1 }) { y }
  }`);
  expect(answer.data).toEqual({
    updateNote: {
      title: "A",
      count: 1,
      mood: "UGLY",
      stars: 1.5,
      open: true,
      tags: ["x", null],
      place: { name: "P", lat: 1, lon: null },
    },
    createThird: { y: 1 },
  });
});

test("what would be lost is listed with its count, and the old schema goes on serving", async () => {
  await addNotes();
  await api.send(`mutation { createOther(input: { id: "o", x: "y" }) { id } }`);
  const message =
    await refusal(`type Note ${open} { id: ID! title: Int! count: Boolean mood: Mood tags: [String!] place: Place }
enum Mood { GOOD }
type Place { name: String! }`);
  expect(message).toContain("would lose data, so nothing was changed");
  expect(message).toContain("- model Other is removed: 1 record");
  expect(message).toContain("- Note.title: String! -> Int!: its value in 2 records cannot be converted");
  expect(message).toContain("- Note.count: Int -> Boolean: its value in 1 record cannot be converted");
  expect(message).toContain('- Note.mood: Mood -> Mood: its value in 1 record is not a valid Mood, such as "BAD"');
  expect(message).toContain("- Note.tags: [String] -> [String!]: its value in 1 record is not a valid [String!]");
  expect(message).toContain("- Note.place: Place -> Place: its value in 1 record is not a valid Place");
  const answer = await api.send(`{ getNote(id: "a") { title count mood tags place { lat } } getOther(id: "o") { x } }`);
  expect(answer.errors).toBeUndefined();
  expect(answer.at("getOther")).toEqual({ x: "y" });
});

test("a removed field or changed key is refused while it holds data, and goes when it holds none", async () => {
  await addNotes();
  const without = first.replace(" count: Int", "");
  expect(await refusal(without)).toContain("- field Note.count is removed: its value in 1 record");
  await api.send(`mutation { updateNote(input: { id: "a", count: null }) { id } }`);
  await update(without);
  const gone = await api.send(`{ getNote(id: "a") { count } }`);
  expect(gone.errors?.[0]?.message).toContain("Field 'count' in type 'Note' is undefined");
  await update(first);
  expect((await api.send(`mutation { updateNote(input: { id: "a", count: 5 }) { count } }`)).data).toEqual({
    updateNote: { count: 5 },
  });

  const keyed = first.replace("title: String!", "title: String! @primaryKey");
  expect(await refusal(keyed)).toContain("- the primary key of Note changes (id) -> (title): 2 records");
  await api.send(`mutation { a: deleteNote(input: { id: "a" }) { id } b: deleteNote(input: { id: "b" }) { id } }`);
  await update(keyed);
  expect((await api.send(`mutation { createNote(input: { id: "z", title: "T" }) { title } }`)).data).toEqual({
    createNote: { title: "T" },
  });
  expect((await api.send(`{ getNote(title: "T") { id } }`)).data).toEqual({ getNote: { id: "z" } });
});

test("an empty model can go and come back under another case", async () => {
  await update(first.replace(/type Other.*\n/, ""));
  await update(first.replace("type Other", "type other"));
  expect((await api.send(`mutation { createOther(input: { id: "1", x: "y" }) { __typename x } }`)).data).toEqual({
    createOther: { __typename: "other", x: "y" },
  });
});

test("types widen without reading a row; values are converted or checked where needed", async () => {
  await addNotes();
  await update(first.replace("count: Int", "count: Float").replace("mood: Mood", "mood: String"));
  await api.send(`mutation { updateNote(input: { id: "b", count: 1.5, mood: "anything" }) { id } }`);
  expect((await api.send(`{ listNotes { items { count mood } } }`)).at("listNotes.items")).toEqual([
    { count: 1, mood: "GOOD" },
    { count: 1.5, mood: "anything" },
  ]);
  expect(await refusal(first.replace("count: Int", "count: Float"))).toContain('such as "anything"');
  await api.send(`mutation { updateNote(input: { id: "b", mood: "BAD" }) { id } }`);
  await update(first.replace("count: Int", "count: Float"));
  expect((await api.send(`{ getNote(id: "b") { mood count } }`)).data).toEqual({
    getNote: { mood: "BAD", count: 1.5 },
  });
});

test("optional becomes required with a warning; records without a value fail until they get one", async () => {
  await addNotes();
  await update(first.replace("count: Int", "count: Int! extra: String!"));
  expect(api.progress).toContain(
    "Warning: Note.count is required now, but 1 record without a value: reading it there fails until one is set.",
  );
  expect(api.progress).toContain(
    "Warning: Note.extra is required now, but 2 records without a value: reading it there fails until one is set.",
  );
  const answer = await api.send(`{ listNotes { items { id count } } }`);
  expect(answer.at("listNotes.items")).toEqual([{ id: "a", count: 1 }, null]);
  expect(answer.errors).toMatchObject([{ path: ["listNotes", "items", 1, "count"] }]);
  await api.send(`mutation { updateNote(input: { id: "b", count: 2 }) { id } }`);
  expect((await api.send(`{ listNotes { items { count } } }`)).errors).toBeUndefined();
  await update(first);
});

test("a schema that is wrong changes nothing", async () => {
  await addNotes();
  expect(await refusal(`type Note ${open} { id: ID! title: Strin! }`)).toContain(
    "1:62 Note.title: type Strin is not defined.",
  );
  expect(await refusal("type Note {")).toContain("1:12");
  expect((await api.send(`{ getNote(id: "a") { title } }`)).data).toEqual({ getNote: { title: "A" } });
});

test("names that differ only in case, and names engines would choke on, keep apart", async () => {
  const other = await plane.api(`type Odd ${open} {
    id: ID! a: String A: String select: String order: Int rowid: String row_number: Int null_marks: String
    ${"long_".repeat(30)}x: String ${"long_".repeat(30)}X: String
  }`);
  const long = "long_".repeat(30);
  const input = {
    id: "1",
    a: "1",
    A: "2",
    select: "3",
    order: 4,
    rowid: "5",
    row_number: 6,
    null_marks: "7",
    [`${long}x`]: "8",
    [`${long}X`]: "9",
  };
  const query = `mutation ($input: CreateOddInput!) { createOdd(input: $input) { ${Object.keys(input).join(" ")} } }`;
  expect((await other.send(query, { input })).data).toEqual({ createOdd: input });
});

test("writes wait for a schema change and none is lost", async () => {
  const writes: Promise<unknown>[] = [];
  const until = { stop: false };
  const writer = (async () => {
    for (let n = 0; !until.stop; n += 1) {
      writes.push(api.send(`mutation { createNote(input: { id: "w${n}", title: "t" }) { id title } }`));
      if (n % 20 === 0) await new Promise((resolve) => void setImmediate(resolve));
    }
  })();
  for (let round = 0; round < 6; round += 1) await update(`${first}\ntype Round${round} ${open} { id: ID! }`);
  until.stop = true;
  await writer;
  const answers = (await Promise.all(writes)) as { errors?: unknown }[];
  expect(answers.filter((answer) => answer.errors !== undefined)).toEqual([]);
  let count = 0;
  let token: string | null = null;
  do {
    const page = await api.send(
      `query ($t: String) { listNotes(limit: 10000, nextToken: $t) { items { id } nextToken } }`,
      { t: token },
    );
    count += page.at<unknown[]>("listNotes.items").length;
    token = page.at<string | null>("listNotes.nextToken");
  } while (token !== null);
  expect(count).toBe(answers.length);
});

test("after a restart the same schema, records and key serve; a change cut off after its commit is taken up", async () => {
  await addNotes();
  const house = await plane.databases.open("house");
  await update(`${first}\ntype Late ${open} { id: ID! }`);
  const old = JSON.stringify({ Service: "AppSync", ApiName: "api1", TransformSchema: first });
  await house.run({ text: `UPDATE graphql_apis SET state = 'changing', config = ?1`, parameters: [old] });
  const again = await plane.restart();
  const address = { appId: "app", environment: "dev", resourceName: "api1", resourceId: api.resourceId };
  const config = await again.provisioner.describe(address);
  expect(config?.TransformSchema).toContain("type Late");
  const body = Buffer.from(JSON.stringify({ query: `{ getNote(id: "a") { title } listLates { items { id } } }` }));
  const request = {
    method: "POST",
    rawUrl: `/graphql/${api.id}`,
    headers: { "x-api-key": api.key },
    body,
    requestId: "r",
  };
  const answer = await again.handle(request);
  expect(JSON.parse(String(answer.body))).toEqual({ data: { getNote: { title: "A" }, listLates: { items: [] } } });
});

test("nothing of this was a bug", () => {
  expect(planes.flatMap((each) => each.bugs)).toEqual([]);
});
