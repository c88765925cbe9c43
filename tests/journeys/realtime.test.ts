/** Subscriptions of unmodified aws-amplify 6 on a whole server, over wss with the server's own authority. */

import {
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateClient } from "aws-amplify/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AmplifyApi, signInAs, useAmplifyApi } from "../support/amplifyApi.ts";
import { forgetSignIn } from "../support/amplifyClient.ts";
import { type Backends, openBackends } from "../support/backends.ts";
import { trustLocalNames } from "../support/localNames.ts";
import { type OpenIdServer, startOpenIdServer } from "../support/openIdServer.ts";
import { openPeople, password, type People, type Tokens } from "../support/people.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const TransformSchema = `
type Note @model @auth(rules: [
  { allow: owner }
  { allow: groups, groupsField: "team", operations: [read] }
  { allow: groups, groups: ["Admins"], operations: [read] }
]) { id: ID! text: String team: String }
type Notice @model @auth(rules: [
  { allow: public, operations: [read] }
  { allow: private, provider: iam, operations: [read] }
  { allow: private, provider: oidc, operations: [read] }
  { allow: private }
]) { id: ID! text: String! }`;

interface Heard {
  readonly items: Readonly<Record<string, unknown>>[];
  readonly errors: string[];
  /** Waits until so many came. */
  count(number: number): Promise<void>;
  stop(): void;
}

interface Observable {
  subscribe(observer: { next(value: unknown): void; error(error: unknown): void }): { unsubscribe(): void };
}

let data: string;
let server: RunningServer;
let backends: Backends;
let provider: OpenIdServer;
let people: People;
let api: AmplifyApi;
let tom: Tokens;
let eve: Tokens;
let endpoint: string;
let outputs: { api: Readonly<Record<string, string>>; auth: Readonly<Record<string, string>> };
const env = (): Record<string, string> => ({ OHMSTEAD_OUTBOUND_ALLOW: provider.host });

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "realtime-"));
  provider = await startOpenIdServer();
  server = await startServer({ data, env: env() });
  trustLocalNames(data);
  backends = openBackends(server);
  await backends.backend("dlive");
  const auth = await backends.auth("dlive");
  const openId = { OpenIDProviderName: "mine", OpenIDIssueURL: provider.issuer };
  const config = {
    ApiName: "live",
    TransformSchema,
    DefaultAuthType: { Mode: "AMAZON_COGNITO_USER_POOLS" as const },
    AdditionalAuthTypes: [
      { Mode: "API_KEY" as const },
      { Mode: "AWS_IAM" as const },
      { Mode: "OPENID_CONNECT" as const, Settings: openId },
    ],
  };
  outputs = { auth, api: await backends.api("dlive", config) };
  endpoint = outputs.api["GraphQLAPIEndpointOutput"] ?? "";
  people = openPeople(server, auth);
  tom = await people.join("tom", ["red"]);
  eve = await people.join("eve", ["blue"]);
  await people.join("ada", ["Admins"]);
  api = await useAmplifyApi(server, backends, "dlive", outputs, "userPool");
  await signInAs("tom", password);
});
afterAll(async () => {
  await forgetSignIn();
  people.close();
  backends.close();
  await server.stop();
  await provider.close();
  rmSync(data, { recursive: true, force: true });
});

/** Everything an observable gives; waits until the server counts one live subscription more. */
async function hear(observable: unknown, isItem = (value: unknown): unknown => value): Promise<Heard> {
  const before = await gauge("ohmstead_realtime_subscriptions");
  const heard = collect(observable, isItem);
  await until(async () => (await gauge("ohmstead_realtime_subscriptions")) > before || heard.errors.length > 0);
  return heard;
}

function collect(observable: unknown, isItem: (value: unknown) => unknown = (value) => value): Heard {
  const items: Readonly<Record<string, unknown>>[] = [];
  const errors: string[] = [];
  const subscription = (observable as Observable).subscribe({
    next: (value) => void items.push(isItem(value) as Record<string, unknown>),
    error: (error) => void errors.push(JSON.stringify(error)),
  });
  return {
    items,
    errors,
    count: (number) => until(() => items.length >= number),
    stop: () => subscription.unsubscribe(),
  };
}

async function gauge(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, "m").exec(text)?.[1] ?? Number.NaN);
}

async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error("It did not happen in time.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A mutation by whoever holds the token. */
async function mutate(token: string, mutation: string): Promise<void> {
  const headers = { "content-type": "application/json", authorization: token };
  const body = JSON.stringify({ query: `mutation { ${mutation} }` });
  const { errors } = (await (await fetch(endpoint, { method: "POST", headers, body })).json()) as { errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
}

const fields = "id text team owner createdAt updatedAt";
const createNote = (token: string, id: string, more = ""): Promise<void> =>
  mutate(token, `createNote(input: { id: "${id}", text: "${id}" ${more} }) { ${fields} }`);
const ids = ({ items }: Heard): unknown[] => items.map(({ id }) => id);
const live = (name: string, event: string): ((args?: object) => unknown) =>
  api.model(name)[event] as unknown as (args?: object) => unknown;
/** client.graphql gives the whole payload. */
const payload =
  (field: string) =>
  (value: unknown): unknown =>
    (value as { data: Record<string, unknown> }).data[field];

describe("client.models", () => {
  it("onCreate, onUpdate and onDelete: an owner hears of his own records and of his group's", async () => {
    const made = await hear(live("Note", "onCreate")());
    const changed = await hear(live("Note", "onUpdate")());
    const gone = await hear(live("Note", "onDelete")());
    await createNote(eve.accessToken, "e1");
    await createNote(eve.accessToken, "e2", ', team: "red"');
    await createNote(tom.accessToken, "t1");
    await mutate(tom.accessToken, `updateNote(input: { id: "t1", text: "new" }) { ${fields} }`);
    await mutate(tom.accessToken, `deleteNote(input: { id: "t1" }) { ${fields} }`);
    await gone.count(1);
    expect([ids(made), ids(changed), ids(gone)]).toEqual([["e2", "t1"], ["t1"], ["t1"]]);
    expect(changed.items[0]).toMatchObject({ text: "new", owner: "tom" });
    for (const each of [made, changed, gone]) each.stop();
    await until(async () => (await gauge("ohmstead_realtime_subscriptions")) === 0);
  });

  it("a filter, and an owner asked by name; another's is refused", async () => {
    const filtered = await hear(live("Note", "onCreate")({ filter: { text: { beginsWith: "f" } } }));
    const byOwner = "subscription ($owner: String) { onCreateNote(owner: $owner) { id } }";
    const asked = (owner: string): unknown => generateClient().graphql({ query: byOwner, variables: { owner } });
    const mine = await hear(asked("tom"), payload("onCreateNote"));
    await createNote(tom.accessToken, "a1");
    await createNote(tom.accessToken, "f1");
    await mine.count(2);
    expect([ids(filtered), ids(mine)]).toEqual([["f1"], ["a1", "f1"]]);
    for (const each of [filtered, mine]) each.stop();
    // Somebody in no group has only the owner's rule.
    await people.join("una");
    await signInAs("una", password);
    const eves = collect(asked("eve"));
    await until(() => eves.errors.length > 0);
    expect(eves.errors[0]).toContain("Not Authorized to access onCreateNote on type Subscription");
    await signInAs("tom", password);
  });

  it("observeQuery: what is there, then what changes", async () => {
    const watched = await hear(live("Note", "observeQuery")(), (value) => {
      const { items, isSynced } = value as { items: readonly { id: string; text: string }[]; isSynced: boolean };
      return { isSynced, texts: items.map(({ id, text }) => `${id} ${text}`).toSorted() };
    });
    await until(() => watched.items.at(-1)?.["isSynced"] === true);
    const texts = (): unknown => watched.items.at(-1)?.["texts"];
    const before = texts() as readonly string[];
    expect(before).toContain("f1 f1");
    await createNote(tom.accessToken, "o1");
    await until(() => (texts() as readonly string[]).includes("o1 o1"));
    await mutate(tom.accessToken, `updateNote(input: { id: "o1", text: "x" }) { ${fields} }`);
    await until(() => (texts() as readonly string[]).includes("o1 x"));
    await mutate(tom.accessToken, `deleteNote(input: { id: "o1" }) { ${fields} }`);
    await until(() => JSON.stringify(texts()) === JSON.stringify(before));
    watched.stop();
  });
});

describe("client.graphql, all modes on one API", () => {
  const query = "subscription OnCreate { onCreateNotice { id text } }";
  const client = generateClient();
  const create = (id: string): Promise<void> =>
    mutate(tom.accessToken, `createNotice(input: { id: "${id}", text: "hi" }) { id text createdAt updatedAt }`);
  const subscribe = (options: object): unknown => client.graphql({ query, ...options });

  it("API key, user pool, identity pool and OpenID Connect hear alike", async () => {
    const token = await provider.token();
    const all = [];
    for (const options of [
      { authMode: "apiKey" },
      { authMode: "userPool" },
      { authMode: "iam" },
      { authMode: "lambda", authToken: token },
    ])
      all.push(await hear(subscribe(options), payload("onCreateNotice")));
    expect(all.flatMap(({ errors }) => errors)).toEqual([]);
    await create("n1");
    for (const each of all) await each.count(1);
    expect(all.map(({ items, errors }) => [items, errors])).toEqual(all.map(() => [[{ id: "n1", text: "hi" }], []]));
    for (const each of all) each.stop();
  });

  it("a token that expires while its subscription lives: the next event is not delivered, and it says why", async () => {
    const exp = Math.floor(Date.now() / 1000) + 3;
    const heard = await hear(
      subscribe({ authMode: "lambda", authToken: await provider.token({ exp }) }),
      payload("onCreateNotice"),
    );
    await create("x1");
    await heard.count(1);
    await until(() => Date.now() > (exp + 1) * 1000);
    await create("x2");
    await until(() => heard.errors.length > 0);
    expect(heard.errors[0]).toContain("Token expired");
    expect(ids(heard)).toEqual(["x1"]);
  });

  it("a user who is signed out everywhere hears nothing more", async () => {
    await people.join("sam");
    await signInAs("sam", password);
    const heard = await hear(subscribe({ authMode: "userPool" }), payload("onCreateNotice"));
    await create("s1");
    await heard.count(1);
    const UserPoolId = outputs.auth["UserPoolId"] ?? "";
    await people.idp.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: "sam" }));
    await create("s2");
    await until(() => heard.errors.length > 0);
    expect(heard.errors[0]).toContain("UnauthorizedException");
    expect(ids(heard)).toEqual(["s1"]);
    await signInAs("tom", password);
  });

  it("a user who lost his group hears nothing more of it", async () => {
    const { idToken: _, ...ron } = await people.join("ron", ["green"]);
    await signInAs("ron", password);
    const onNote = "subscription { onCreateNote { id } }";
    const heard = await hear(client.graphql({ query: onNote, authMode: "userPool" }), payload("onCreateNote"));
    await createNote(eve.accessToken, "g1", ', team: "green"');
    await heard.count(1);
    const UserPoolId = outputs.auth["UserPoolId"] ?? "";
    await people.idp.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username: "ron", GroupName: "green" }));
    await createNote(eve.accessToken, "g2", ', team: "green"');
    await createNote(ron.accessToken, "g3");
    await heard.count(2);
    expect([ids(heard), heard.errors]).toEqual([["g1", "g3"], []]);
    heard.stop();
    await signInAs("tom", password);
  });
});

it("a restart of the server: subscriptions come back by themselves", async () => {
  const heard = await hear(live("Note", "onCreate")());
  await createNote(tom.accessToken, "r1");
  await heard.count(1);
  const port = new URL(server.url).port;
  const exit = await server.stop();
  expect([exit, server.output().includes("bug")]).toEqual([0, false]);
  server = await startServer({ data, env: { ...env(), OHMSTEAD_PORT: port } });
  await until(async () => (await gauge("ohmstead_realtime_subscriptions")) === 1, 50_000);
  await createNote(tom.accessToken, "r2");
  await heard.count(2);
  expect(ids(heard)).toEqual(["r1", "r2"]);
  heard.stop();
});
