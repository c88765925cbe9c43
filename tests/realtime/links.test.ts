/** What mutations answer and subscribers hear of a relation of which only the key is asked, as DataStore asks: what the record's own link says. */

import { afterEach, expect, it } from "vitest";
import { user } from "../support/callerApi.ts";
import { type Listeners, openListeners } from "../support/listeners.ts";

let listeners: Listeners | undefined;
afterEach(() => listeners?.close());
async function open(sdl: string): Promise<Listeners> {
  listeners = await openListeners(sdl);
  return listeners;
}

const owned = "@auth(rules: [{ allow: owner }])";
const sync = "# conflict-resolution: Project AUTOMERGE\n# conflict-resolution: Task AUTOMERGE\n";
const models = `
type Project @model ${owned} { id: ID! name: String tasks: [Task] @hasMany }
type Task @model ${owned} { id: ID! title: String project: Project @belongsTo }`;
const ann = user("ann");
const keyOnly = "project { __typename id _deleted }";
const link = { __typename: "Project", id: "p", _deleted: null };

const create = (id: string, selection: string, to = '"p"'): string =>
  `mutation { createTask(input: { id: "${id}", projectTasksId: ${to} }) { id owner projectTasksId ${selection} } }`;
const project = `mutation { createProject(input: { id: "p", name: "secret" }) { id owner } }`;

it("the key is answered and told, whatever the rules; nothing else of the other record is", async () => {
  const on = await open(sync + models);
  await on.tell(ann, project);
  const keys = await on.listen(ann, `subscription { onCreateTask { id ${keyOnly} } }`);
  const more = await on.listen(ann, "subscription { onCreateTask { id project { id name } } }");
  const answered = async (id: string, selection: string, to?: string): Promise<unknown> => {
    const { data, errors } = await on.send(ann, create(id, selection, to));
    expect(errors).toBeUndefined();
    return (data as { readonly createTask: { readonly project: unknown } }).createTask.project;
  };
  expect(await answered("1", keyOnly)).toEqual(link);
  expect(await answered("2", "project { id name }")).toBeNull();
  expect(await answered("3", keyOnly, "null")).toBeNull();
  await on.tell(ann, create("4", keyOnly));
  await on.tell(ann, create("5", "project { id name _deleted }"));
  await on.tell(ann, create("6", keyOnly, "null"));
  const heardBy = (heard: readonly { readonly data: unknown }[], id: string): unknown =>
    heard
      .map(({ data }) => (data as { onCreateTask: { id: string; project: unknown } }).onCreateTask)
      .find((task) => task.id === id)?.project;
  expect([heardBy(keys, "4"), heardBy(keys, "5"), heardBy(keys, "6")]).toEqual([link, null, null]);
  expect([heardBy(more, "4"), heardBy(more, "5")]).toEqual([null, null]);
});

it("a link that stands in a guarded field is not told", async () => {
  const on = await open(`${sync}
type Project @model ${owned} { id: ID! name: String tasks: [Task] @hasMany(indexName: "byProject", fields: ["id"]) }
type Task @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Leads"] }]) {
  id: ID!
  link: ID @index(name: "byProject") @auth(rules: [{ allow: owner }])
  project: Project @belongsTo(fields: ["link"])
}`);
  await on.tell(ann, project);
  const { data } = await on.send(ann, `mutation { createTask(input: { id: "1", link: "p" }) { id link ${keyOnly} } }`);
  expect(data).toEqual({ createTask: { id: "1", link: null, project: null } });
});

it("a required way back is told by its key, so the record arrives", async () => {
  const on = await open(`# conflict-resolution: PostTags AUTOMERGE
type Post @model ${owned} { id: ID! tags: [Tag] @manyToMany(relationName: "PostTags") }
type Tag @model ${owned} { id: ID! posts: [Post] @manyToMany(relationName: "PostTags") }`);
  await on.tell(
    ann,
    `mutation { createPost(input: { id: "a" }) { id owner } createTag(input: { id: "b" }) { id owner } }`,
  );
  const heard = await on.listen(ann, "subscription { onCreatePostTags { id post { id } tag { id } } }");
  await on.tell(
    ann,
    `mutation { createPostTags(input: { id: "1", postId: "a", tagId: "b" }) { id owner postId tagId post { id } tag { id } } }`,
  );
  expect(heard).toEqual([{ data: { onCreatePostTags: { id: "1", post: { id: "a" }, tag: { id: "b" } } } }]);
});

it("an API without versions answers as AppSync does: nothing of a record others may not read", async () => {
  const on = await open(models);
  await on.tell(ann, project);
  const { data } = await on.send(ann, create("1", "project { id }"));
  expect(data?.["createTask"]).toEqual({ id: "1", owner: "ann", projectTasksId: "p", project: null });
});
