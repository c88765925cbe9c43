/** Crash rounds of the graphql plane: mutations and schema updates at once, `kill -9`, restart, then every answer is held to its word. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UpdateBackendAPICommand } from "@aws-sdk/client-amplifybackend";
import { type Backends, dev, openBackends } from "../support/backends.ts";
import { outputsOf } from "../support/outputs.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { seeded } from "./workload.ts";

const appId = "dcrash";

/** What the server said yes to: text of each record; undefined while a change was cut off, null once deleted. */
type Acknowledged = Map<string, string | null | undefined>;

export interface GraphqlCrashReport {
  readonly rounds: number;
  readonly mutations: number;
  readonly updates: number;
  /** Empty when every promise held. */
  readonly broken: readonly string[];
}

/** The n-th schema: a field more each time, an index that comes and goes, full-text search and related records from the third on. */
function schema(version: number): string {
  const fields = Array.from({ length: version }, (_, n) => `f${n + 1}: String`);
  const index = version % 2 === 0 ? ' @index(name: "byText", queryField: "notesByText")' : "";
  const more = version < 3 ? "" : "lines: [Line] @hasMany";
  const line = version < 3 ? "" : "type Line @model @auth(rules: [{ allow: public }]) { id: ID! text: String }";
  const search = version < 3 ? "" : " @searchable";
  return `type Note @model${search} @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String${index}
    ${fields.join("\n    ")}
    ${more}
  }
  ${line}`;
}

interface Api {
  readonly url: string;
  readonly key: string;
}

export async function graphqlCrashRounds(options: {
  readonly rounds: number;
  readonly seed: number;
  readonly built?: boolean;
}): Promise<GraphqlCrashReport> {
  const data = mkdtempSync(join(tmpdir(), "ohmstead-crash-"));
  const random = seeded(options.seed);
  const start = () => startServer({ data, built: options.built ?? false });
  const acknowledged: Acknowledged = new Map();
  const counts = { mutations: 0, updates: 0, version: 1 };
  const broken: string[] = [];
  let server = await start();
  const first = openBackends(server);
  await first.backend(appId);
  await first.api(appId, { ApiName: "crash", TransformSchema: schema(1) });
  first.close();
  for (let round = 1; round <= options.rounds; round++) {
    const backends = openBackends(server);
    const api = await apiOf(server, backends);
    let stopped = false;
    const isStopped = (): boolean => stopped;
    const workers = [1, 2, 3, 4].map((worker) => write(api, `${round}-${worker}`, acknowledged, counts, isStopped));
    const updater = update(backends, counts, isStopped);
    await new Promise((resolve) => setTimeout(resolve, 100 + random() * 600));
    await server.kill();
    stopped = true;
    await Promise.all([...workers, updater]);
    backends.close();
    server = await start();
    const problems = await check(server, acknowledged, counts);
    broken.push(...problems.map((problem) => `round ${round} (seed ${options.seed}): ${problem}`));
  }
  await server.stop();
  if (broken.length === 0) rmSync(data, { recursive: true, force: true });
  return { rounds: options.rounds, mutations: counts.mutations, updates: counts.updates, broken };
}

async function apiOf(server: RunningServer, backends: Backends): Promise<Api> {
  const outputs = await outputsOf(backends.client, "api", appId);
  return {
    url: `${server.url}/graphql/${outputs?.["GraphQLAPIIdOutput"]}`,
    key: outputs?.["GraphQLAPIKeyOutput"] ?? "",
  };
}

interface Answer {
  readonly data: Readonly<Record<string, never>>;
  readonly errors?: readonly { readonly message: string }[];
}

async function ask({ url, key }: Api, query: string, variables: object = {}): Promise<Answer> {
  const headers = { "content-type": "application/json", "x-api-key": key };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return (await answer.json()) as Answer;
}

/** One worker's records, one after the other, until the server is gone. */
async function write(
  api: Api,
  name: string,
  acknowledged: Acknowledged,
  counts: { mutations: number },
  stopped: () => boolean,
): Promise<void> {
  const mutate = async (operation: string, input: object, text: string | null): Promise<void> => {
    const id = (input as { id: string }).id;
    acknowledged.set(id, undefined);
    const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}NoteInput!`;
    const answer = await ask(api, `mutation ($input: ${type}) { ${operation}Note(input: $input) { id } }`, { input });
    if (answer.errors !== undefined) throw new Error(answer.errors[0]?.message);
    acknowledged.set(id, text);
    counts.mutations += 1;
  };
  for (let count = 0; !stopped(); count++) {
    const id = `${name}-${count}`;
    try {
      await mutate("create", { id, text: `first ${id}` }, `first ${id}`);
      if (count % 3 > 0) await mutate("update", { id, text: `second ${id}` }, `second ${id}`);
      if (count % 3 === 2) await mutate("delete", { id }, null);
    } catch {
      // The kill: whatever was not answered may have happened or not.
    }
  }
}

async function update(
  backends: Backends,
  counts: { updates: number; version: number },
  stopped: () => boolean,
): Promise<void> {
  while (!stopped()) {
    try {
      const ResourceConfig = { TransformSchema: schema(counts.version + 1) };
      const request = new UpdateBackendAPICommand({ ...dev(appId), ResourceName: "notes", ResourceConfig });
      const reason = await backends.ended(await backends.client.send(request));
      if (reason !== "") throw new Error(reason);
      counts.version += 1;
      counts.updates += 1;
    } catch {
      // The kill, or the job of the round before is still being ended.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function check(
  server: RunningServer,
  acknowledged: Acknowledged,
  counts: { version: number },
): Promise<readonly string[]> {
  const backends = openBackends(server);
  const problems: string[] = [];
  const api = await apiOf(server, backends);
  const served = await versionServed(api);
  if (served !== counts.version && served !== counts.version + 1) {
    problems.push(`version ${counts.version} was acknowledged, ${served ?? "none that was ever sent"} is served`);
  }
  counts.version = served ?? counts.version;
  const fields = Array.from({ length: counts.version }, (_, n) => `f${n + 1}`).join(" ");
  const texts = new Map<string, string>();
  let nextToken: string | null = null;
  do {
    const query = `query ($nextToken: String) { listNotes(limit: 1000, nextToken: $nextToken) { items { id text ${fields} } nextToken } }`;
    const answer: Answer = await ask(api, query, { nextToken });
    if (answer.errors !== undefined) return [...problems, `the records cannot be read: ${answer.errors[0]?.message}`];
    const page = answer.data["listNotes"] as unknown as Page;
    for (const { id, text } of page.items) texts.set(id, text);
    ({ nextToken } = page);
  } while (nextToken !== null);
  for (const [id, text] of acknowledged) {
    if (text === undefined) continue;
    const found = texts.get(id) ?? null;
    if (found !== text) problems.push(`${id} was acknowledged as ${text}, and is ${found}`);
  }
  problems.push(...(await checkIndexes(api, counts.version, texts)));
  backends.close();
  return problems;
}

interface Page {
  readonly items: readonly { readonly id: string; readonly text: string }[];
  readonly nextToken: string | null;
}

/** The version whose fields are exactly the served ones. */
async function versionServed(api: Api): Promise<number | undefined> {
  const answer = await ask(api, '{ __type(name: "Note") { fields { name } } }');
  const type = answer.data["__type"] as unknown as { fields: { name: string }[] };
  const names = type.fields.map(({ name }) => name);
  const version = names.filter((name) => /^f\d+$/.test(name)).length;
  const expected = ["id", "text", ...Array.from({ length: version }, (_, n) => `f${n + 1}`), "createdAt", "updatedAt"];
  if (version >= 3) expected.push("lines");
  return names.toSorted().join() === expected.toSorted().join() ? version : undefined;
}

/** The index and the full-text index hold what the table holds. */
async function checkIndexes(api: Api, version: number, texts: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const problems: string[] = [];
  if (version >= 3) {
    const answer = await ask(api, '{ searchNotes(filter: { text: { match: "second" } }, limit: 1) { total } }');
    const { total } = (answer.data["searchNotes"] ?? {}) as unknown as { total?: number };
    const expected = [...texts.values()].filter((text) => text.startsWith("second")).length;
    if (total !== expected) problems.push(`search finds ${total} of ${expected} records`);
  }
  const [sample] = texts.values();
  if (version % 2 === 0 && sample !== undefined) {
    const query = "query ($text: String!) { notesByText(text: $text) { items { text } } }";
    const answer = await ask(api, query, { text: sample });
    const { items } = (answer.data["notesByText"] ?? {}) as unknown as { items?: unknown[] };
    if (items?.length !== 1) problems.push(`the index finds ${items?.length} records of 1`);
  }
  return problems;
}
