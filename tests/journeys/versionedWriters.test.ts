/** A hundred writers at once on one record of a whole server: versions grow one by one, and nothing acknowledged is lost. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backends, openBackends } from "../support/backends.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { allNotes, askNotes, makeNotes, mutationOf, type Note } from "../support/versionedNotes.ts";

let server: RunningServer;
let backends: Backends;

beforeAll(async () => {
  server = await startServer();
  backends = openBackends(server);
});
afterAll(async () => {
  backends.close();
  await server.stop();
});

function versionIn(data: Readonly<Record<string, unknown>> | null): number {
  const note = data?.["updateNote"] as Note | undefined;
  return note?._version ?? 0;
}

const writers = Array.from({ length: 100 }, (_, n) => n);

test("AUTOMERGE takes every writer's change", async () => {
  const api = await makeNotes(backends, "dwriters1", "AUTOMERGE");
  await askNotes(server.url, api, mutationOf("create"), { input: { id: "one", tags: [] } });
  const versions = await Promise.all(
    writers.map(async (n) => {
      const input = { id: "one", tags: [`tag ${n}`], _version: 1 };
      const { data, errors } = await askNotes(server.url, api, mutationOf("update"), { input });
      expect(errors).toBeUndefined();
      return versionIn(data);
    }),
  );
  expect(versions.toSorted((one, other) => one - other)).toEqual(writers.map((n) => n + 2));
  const note = (await allNotes(server.url, api)).get("one");
  expect(new Set(note?.["tags"] as string[])).toEqual(new Set(writers.map((n) => `tag ${n}`)));
  expect(note).toMatchObject({ _version: 101 });
});

test("OPTIMISTIC_CONCURRENCY takes each in turn, who tries again with the version he was told", async () => {
  const api = await makeNotes(backends, "dwriters2", "OPTIMISTIC_CONCURRENCY");
  await askNotes(server.url, api, mutationOf("create"), { input: { id: "one", count: 0 } });
  let refused = 0;
  const write = async (seen: number, count: number): Promise<number> => {
    const input = { id: "one", count: count + 1, _version: seen };
    const { data, errors } = await askNotes(server.url, api, mutationOf("update"), { input });
    if (errors === undefined) return versionIn(data);
    expect(errors[0]?.errorType).toBe("ConflictUnhandled");
    refused += 1;
    const stored = errors[0]?.data as Note & { readonly count: number };
    return write(stored._version, stored.count);
  };
  const versions = await Promise.all(writers.map(() => write(1, 0)));
  expect(new Set(versions).size).toBe(100);
  expect(refused).toBeGreaterThanOrEqual(99);
  // Each added one to what it had seen: a lost change would show in the sum.
  expect((await allNotes(server.url, api)).get("one")).toMatchObject({ _version: 101, count: 100 });
});
