/** Crash rounds of sync: devices write and follow versioned records, `kill -9`, restart; nothing acknowledged is lost, no follower misses a change. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBackends } from "../support/backends.ts";
import { startServer } from "../support/server.ts";
import { allNotes, askNotes, makeNotes, mutationOf, type Note, type NotesApi } from "../support/versionedNotes.ts";
import { Follower } from "./follower.ts";
import { seeded } from "./workload.ts";

const appId = "dsynccrash";
const sharedIds = ["shared-0", "shared-1", "shared-2"];

export interface SyncCrashReport {
  readonly rounds: number;
  readonly mutations: number;
  /** Pages that followers turned. */
  readonly pages: number;
  /** Pages that were asked for with a token from before a crash. */
  readonly resumed: number;
  /** Empty when every promise held. */
  readonly broken: readonly string[];
}

/** What the server said yes to. */
interface Promises {
  /** Version, title and whether it is deleted of each record with one writer; undefined while a change was cut off. */
  readonly own: Map<string, Pick<Note, "_version" | "title" | "_deleted"> | undefined>;
  /** Tags added to records many write. */
  readonly tags: Map<string, string>;
  /** Versions the shared records were answered with. */
  readonly versions: Map<string, Set<number>>;
  readonly broken: string[];
  mutations: number;
}

export async function syncCrashRounds(options: {
  readonly rounds: number;
  readonly seed: number;
  readonly built?: boolean;
}): Promise<SyncCrashReport> {
  const data = mkdtempSync(join(tmpdir(), "ohmstead-crash-"));
  const random = seeded(options.seed);
  const start = () => startServer({ data, built: options.built ?? false });
  const promises: Promises = { own: new Map(), tags: new Map(), versions: new Map(), broken: [], mutations: 0 };
  let server = await start();
  const backends = openBackends(server);
  const api = await makeNotes(backends, appId, "AUTOMERGE");
  backends.close();
  for (const id of sharedIds) await send(server.url, api, "create", { id, tags: [] });
  const followers = [
    new Follower(api, random, true),
    new Follower(api, random, true),
    new Follower(api, random, false),
  ];
  for (let round = 1; round <= options.rounds; round++) {
    const { url } = server;
    let stopped = false;
    const isStopped = (): boolean => stopped;
    const work = [
      ...[1, 2].map((writer) => writeOwn(url, api, `${round}-${writer}`, promises, isStopped)),
      ...[3, 4].map((writer) => writeShared(url, api, `${round}-${writer}`, promises, random, isStopped)),
      ...followers.map((follower) => follower.follow(url, isStopped)),
    ];
    await new Promise((resolve) => setTimeout(resolve, 100 + random() * 500));
    await server.kill();
    stopped = true;
    await Promise.all(work);
    server = await start();
    const problems = await check(server.url, api, promises, followers);
    promises.broken.push(...problems.map((problem) => `round ${round} (seed ${options.seed}): ${problem}`));
  }
  await server.stop();
  if (promises.broken.length === 0) rmSync(data, { recursive: true, force: true });
  const sum = (count: (follower: Follower) => number): number => followers.reduce((all, each) => all + count(each), 0);
  const pages = sum(({ pages: each }) => each);
  const resumed = sum(({ resumed: each }) => each);
  return { rounds: options.rounds, mutations: promises.mutations, pages, resumed, broken: promises.broken };
}

/** Throws when there is no answer, or a refusal. */
async function send(
  url: string,
  api: NotesApi,
  operation: "create" | "update" | "delete",
  input: object,
): Promise<Note> {
  const { data, errors } = await askNotes(url, api, mutationOf(operation), { input });
  if (errors !== undefined) throw new Error(errors[0]?.message);
  return data?.[`${operation}Note`] as Note;
}

/** Records of one writer, one after the other, until the server is gone. */
async function writeOwn(
  url: string,
  api: NotesApi,
  name: string,
  promises: Promises,
  stopped: () => boolean,
): Promise<void> {
  const mutate = async (operation: "create" | "update" | "delete", input: { id: string }): Promise<void> => {
    promises.own.set(input.id, undefined);
    const { _version, title, _deleted } = await send(url, api, operation, input);
    promises.own.set(input.id, { _version, title, _deleted });
    promises.mutations += 1;
  };
  for (let count = 0; !stopped(); count++) {
    const id = `${name}-${count}`;
    try {
      await mutate("create", { id, title: `first ${id}` } as { id: string });
      if (count % 3 > 0) await mutate("update", { id, title: `second ${id}`, _version: 1 } as { id: string });
      if (count % 3 === 2) await mutate("delete", { id, _version: 2 } as { id: string });
    } catch {
      // The kill: whatever was not answered may have happened or not.
    }
  }
}

/** Adds tags to records that others write too, from versions long gone. */
async function writeShared(
  url: string,
  api: NotesApi,
  name: string,
  promises: Promises,
  random: () => number,
  stopped: () => boolean,
): Promise<void> {
  for (let count = 0; !stopped(); count++) {
    const id = sharedIds[Math.floor(random() * sharedIds.length)] ?? "shared-0";
    const tag = `${name}-${count}`;
    try {
      const { _version } = await send(url, api, "update", { id, tags: [tag], _version: 1 });
      const versions = promises.versions.get(id) ?? new Set();
      if (versions.has(_version)) promises.broken.push(`two changes of ${id} were both answered version ${_version}`);
      promises.versions.set(id, versions.add(_version));
      promises.tags.set(tag, id);
      promises.mutations += 1;
    } catch {
      // The kill.
    }
  }
}

async function check(
  url: string,
  api: NotesApi,
  promises: Promises,
  followers: readonly Follower[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  const notes = await allNotes(url, api);
  for (const [id, said] of promises.own) {
    const found = notes.get(id);
    if (said === undefined) continue;
    const is = JSON.stringify([found?._version, found?.title, found?._deleted]);
    const was = JSON.stringify([said._version, said.title, said._deleted]);
    if (is !== was) problems.push(`${id} was acknowledged as ${was}, and is ${is}`);
  }
  const tags = new Map(sharedIds.map((id) => [id, new Set(notes.get(id)?.["tags"] as readonly string[])]));
  for (const [tag, id] of promises.tags) {
    if (!tags.get(id)?.has(tag)) problems.push(`tag ${tag} of ${id} was acknowledged and is gone`);
  }
  for (const [id, versions] of promises.versions) {
    const newest = notes.get(id)?._version ?? 0;
    if (Math.max(...versions) > newest) problems.push(`${id} went back to version ${newest}`);
  }
  for (const [index, follower] of followers.entries()) {
    await follower.catchUp(url);
    problems.push(...follower.gaps(notes).map((gap) => `follower ${index}: ${gap}`));
  }
  return problems;
}
