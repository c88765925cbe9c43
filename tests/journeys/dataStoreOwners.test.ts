/** Unmodified aws-amplify 6 DataStore with relations between models, and people who each see what is theirs. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backends, openBackends } from "../support/backends.ts";
import type { Placed } from "../support/dataStoreHouse.ts";
import type { Tokens } from "../support/people.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { openSignedInDevices, type SignedInDevices } from "../support/signedInDevices.ts";

const rules = `@auth(rules: [{ allow: owner }, { allow: groups, groups: ["Leads"] }])`;
const TransformSchema = `
type Project @model ${rules} { id: ID! name: String! area: String tasks: [Task] @hasMany }
type Task @model ${rules} {
  id: ID!
  title: String!
  project: Project @belongsTo
  steps: [Step] @hasMany
  labels: [Label] @manyToMany(relationName: "TaskLabels")
}
type Step @model ${rules} { id: ID! text: String task: Task @belongsTo }
type Label @model ${rules} { id: ID! name: String! tasks: [Task] @manyToMany(relationName: "TaskLabels") }`;
// Of its own: a guest's device is refused the models that no rule lets guests read, and all its subscriptions with them.
const notices = `
type Notice @model @auth(rules: [{ allow: owner }, { allow: public, operations: [read] }]) { id: ID! text: String! }`;

interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

let server: RunningServer;
let backends: Backends;
let devices: SignedInDevices;
let ada: Tokens;
const opened: SignedInDevices[] = [];

beforeAll(async () => {
  server = await startServer();
  backends = openBackends(server);
  devices = await open("downers", TransformSchema);
  for (const name of ["tom", "eve", "una", "max", "pia"]) await devices.people.join(name);
  ada = await devices.people.join("ada", ["Leads"]);
});
afterAll(async () => {
  for (const each of opened) each.close();
  backends.close();
  await server.stop();
});

async function open(appId: string, schema: string): Promise<SignedInDevices> {
  const made = await openSignedInDevices(server, backends, appId, {
    TransformSchema: schema,
    DefaultAuthType: { Mode: "AMAZON_COGNITO_USER_POOLS" },
    AdditionalAuthTypes: [{ Mode: "API_KEY" }],
    ConflictResolution: { ResolutionStrategy: "AUTOMERGE" },
  });
  opened.push(made);
  return made;
}

const save = ({ device }: Placed, model: string, fields: object, links: object = {}): Promise<Row> =>
  device.ask("save", { model, fields, links }) as Promise<Row>;
const all = ({ device }: Placed, model: string): Promise<readonly Row[]> =>
  device.ask("query", { model }) as Promise<readonly Row[]>;
const related = ({ device }: Placed, model: string, id: string, field: string): Promise<unknown> =>
  device.ask("related", { model, id, field });
const words = async (placed: Placed, model: string, field: string): Promise<readonly string[]> =>
  (await all(placed, model)).map((row) => String(row[field])).toSorted();
const outboxEmpty = ({ device }: Placed): Promise<unknown> =>
  expect
    .poll(() => device.told.findLast(({ hub }) => hub === "outboxStatus")?.data, { timeout: 20_000 })
    .toEqual({ isEmpty: true });
/** Versions of everything a device holds, by model and id. */
async function held(placed: Placed): Promise<Readonly<Record<string, unknown>>> {
  const rows: [string, unknown][] = [];
  for (const model of ["Project", "Task", "Step", "Label", "TaskLabels"])
    for (const row of await all(placed, model)) rows.push([`${model} ${row.id}`, row["_version"]]);
  return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A project with two tasks, one of them with a step and a label. */
async function family(on: Placed, name: string): Promise<{ readonly project: Row; readonly task: Row }> {
  const project = await save(on, "Project", { name, area: "north" });
  const parent = { project: { model: "Project", id: project.id } };
  const task = await save(on, "Task", { title: `${name} 1` }, parent);
  await save(on, "Task", { title: `${name} 2` }, parent);
  const ofTask = { task: { model: "Task", id: task.id } };
  await save(on, "Step", { text: `${name} step` }, ofTask);
  const label = await save(on, "Label", { name: `${name} label` });
  await save(on, "TaskLabels", {}, { ...ofTask, label: { model: "Label", id: label.id } });
  return { project, task };
}

const changedAt = `query All {
  listProjects { items { id name _lastChangedAt } }
  listTasks { items { id title project { name } _lastChangedAt } }
  listSteps { items { text task { title } _lastChangedAt } }
}`;

interface Stamped extends Row {
  readonly _lastChangedAt: number;
}
interface Shown {
  readonly listProjects: { readonly items: readonly Stamped[] };
  readonly listTasks: { readonly items: readonly (Stamped & { readonly project: Row | null })[] };
  readonly listSteps: { readonly items: readonly (Stamped & { readonly task: Row | null })[] };
}

test("two people offline and back: each has his own, a lead has all, parents arrive before their children", async () => {
  const [toms, eves, adas] = [await devices.device("tom"), await devices.device("eve"), await devices.device("ada")];
  await Promise.all([toms.offline(), eves.offline()]);
  const { project, task } = await family(toms, "toms");
  await family(eves, "eves");
  await toms.online();
  await eves.online();
  await outboxEmpty(toms);
  await outboxEmpty(eves);

  const shown = (await devices.ask(ada, changedAt)) as unknown as Shown;
  const when = new Map(
    [...shown.listProjects.items, ...shown.listTasks.items].map((row) => [row["name"] ?? row["title"], row]),
  );
  for (const child of shown.listTasks.items) {
    expect(Number(when.get(child.project?.["name"])?._lastChangedAt)).toBeLessThan(child._lastChangedAt);
  }
  for (const child of shown.listSteps.items) {
    expect(Number(when.get(child.task?.["title"])?._lastChangedAt)).toBeLessThan(child._lastChangedAt);
  }

  await expect.poll(() => words(adas, "TaskLabels", "id"), { timeout: 20_000 }).toHaveLength(2);
  await expect.poll(() => words(adas, "Task", "title")).toEqual(["eves 1", "eves 2", "toms 1", "toms 2"]);
  expect([await words(toms, "Project", "name"), await words(eves, "Project", "name")]).toEqual([["toms"], ["eves"]]);
  expect([await words(toms, "Step", "text"), await words(eves, "Label", "name")]).toEqual([
    ["toms step"],
    ["eves label"],
  ]);
  // The lead's device leads from record to record as the owner's does.
  for (const device of [toms, adas]) {
    const tasks = (await related(device, "Project", project.id, "tasks")) as readonly Row[];
    expect(tasks.map(({ title }) => String(title)).toSorted()).toEqual(["toms 1", "toms 2"]);
    expect(await related(device, "Task", task.id, "project")).toMatchObject({ id: project.id, name: "toms" });
    expect(await related(device, "Task", task.id, "labels")).toHaveLength(1);
  }
  // A second device of the owner, from nothing, has the same records at the same versions.
  await expect.poll(() => held(toms), { timeout: 20_000 }).not.toContain(undefined);
  const second = await devices.device("tom");
  await expect.poll(() => held(second), { timeout: 20_000 }).toEqual(await held(toms));

  // What the lead changes, its owner sees; the other owner does not.
  await adas.device.ask("update", { model: "Task", id: task.id, fields: { title: "toms, by ada" } });
  for (const device of [toms, second])
    await expect.poll(() => words(device, "Task", "title"), { timeout: 20_000 }).toEqual(["toms 2", "toms, by ada"]);
  expect(await words(eves, "Task", "title")).toEqual(["eves 1", "eves 2"]);
}, 120_000);

test("a parent deleted offline takes its children with it, everywhere, and nothing else", async () => {
  const [unas, second, adas] = [await devices.device("una"), await devices.device("una"), await devices.device("ada")];
  const { project } = await family(unas, "gone");
  await family(unas, "kept");
  await outboxEmpty(unas);
  for (const device of [second, adas])
    await expect.poll(() => words(device, "TaskLabels", "id"), { timeout: 20_000 }).not.toHaveLength(1);
  await expect.poll(() => held(second), { timeout: 20_000 }).toEqual(await held(unas));
  await unas.offline();
  await unas.device.ask("delete", { model: "Project", id: project.id });
  expect(await words(unas, "Task", "title")).toEqual(["kept 1", "kept 2"]);
  await unas.online();
  await outboxEmpty(unas);
  for (const device of [unas, second]) {
    await expect.poll(() => words(device, "TaskLabels", "id"), { timeout: 20_000 }).toHaveLength(1);
    expect(await words(device, "Project", "name")).toEqual(["kept"]);
    expect(await words(device, "Task", "title")).toEqual(["kept 1", "kept 2"]);
    expect(await words(device, "Step", "text")).toEqual(["kept step"]);
    expect(await words(device, "Label", "name")).toEqual(["gone label", "kept label"]);
  }
  await expect.poll(() => words(adas, "Project", "name"), { timeout: 20_000 }).not.toContain("gone");
  expect(await held(second)).toEqual(await held(unas));
}, 120_000);

test("a part by a field: of the own records only, then and later", async () => {
  const whole = await devices.device("max");
  const expression = { model: "Project", field: "area", operator: "eq", value: "south" };
  await save(whole, "Project", { name: "north before", area: "north" });
  await save(whole, "Project", { name: "south before", area: "south" });
  await outboxEmpty(whole);
  const pias = await devices.device("pia");
  await save(pias, "Project", { name: "south of pia", area: "south" });
  await outboxEmpty(pias);
  const part = await devices.device("max", { expression });
  expect(await words(part, "Project", "name")).toEqual(["south before"]);
  await save(whole, "Project", { name: "north after", area: "north" });
  await save(whole, "Project", { name: "south after", area: "south" });
  await expect.poll(() => words(part, "Project", "name"), { timeout: 20_000 }).toEqual(["south after", "south before"]);
}, 120_000);

test("several modes: who is signed in writes by his token, who is not reads by the key", async () => {
  const modes = await open("dmodes", notices);
  await modes.people.join("tom");
  const own = await modes.device("tom", { multiAuth: true });
  const guest = await modes.device(undefined, { multiAuth: true });
  const { id } = await save(own, "Notice", { text: "hello" });
  await outboxEmpty(own);
  await expect.poll(() => words(guest, "Notice", "text"), { timeout: 20_000 }).toEqual(["hello"]);
  await own.device.ask("update", { model: "Notice", id, fields: { text: "hello again" } });
  await expect.poll(() => words(guest, "Notice", "text"), { timeout: 20_000 }).toEqual(["hello again"]);
  // What a guest writes is refused, and told to the app.
  await guest.device.ask("update", { model: "Notice", id, fields: { text: "mine" } });
  await guest.device.untilTold(({ error }) => error === "Unauthorized", 0, "a refusal");
  await expect.poll(() => words(own, "Notice", "text")).toEqual(["hello again"]);
}, 120_000);
