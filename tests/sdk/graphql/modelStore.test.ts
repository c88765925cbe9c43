/** Generated models last: over restarts, repeated and cut-off generations, and not beyond their API. */

import { afterEach, beforeEach, expect, test } from "vitest";
import type { Graphql } from "#graphql/graphql";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const sdl = "type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String grid: [[Int]] }";

let plane: TestPlane;
let api: TestApi;
beforeEach(async () => {
  plane = await openPlane();
  api = await plane.api(sdl);
});
afterEach(() => plane.close());

const address = () => ({ appId: "app", environment: "dev", resourceName: "api1", resourceId: api.resourceId });
const read = (graphql: Graphql = plane.graphql) => graphql.models.read(address());

async function generate(signal: AbortSignal = new AbortController().signal): Promise<readonly string[]> {
  const lines: string[] = [];
  await plane.graphql.models.generate(address(), { report: async (line) => void lines.push(line), signal });
  return lines;
}

async function rows(): Promise<number> {
  const house = await plane.databases.open("house");
  return (await house.all({ text: "select * from graphql_models", parameters: [] })).length;
}

test("they outlive a restart", async () => {
  expect(await read()).toBeUndefined();
  await generate();
  const before = await read();
  expect(before?.status).toBe("LATEST");
  expect(await read(await plane.restart())).toEqual(before);
});

test("generating again replaces them", async () => {
  await generate();
  const before = await read();
  await generate();
  expect(await read()).toEqual(before);
  expect(await rows()).toBe(1);
});

test("a list of lists is warned of", async () => {
  expect(await generate()).toEqual([expect.stringContaining("Warning: Note.grid is a list of lists")]);
});

test("an update back to the same schema makes them LATEST again, a refused one leaves them so", async () => {
  await generate();
  await expect(api.update({ TransformSchema: "type Note @model { id: ID!" })).rejects.toThrow(
    "TransformSchema has 1 problem",
  );
  expect((await read())?.status).toBe("LATEST");
  await api.update({ TransformSchema: sdl.replace("text: String", "text: String more: Int") });
  expect((await read())?.status).toBe("STALE");
  await api.update({ TransformSchema: sdl });
  expect((await read())?.status).toBe("LATEST");
});

test("a cancelled generation stores nothing", async () => {
  await expect(generate(AbortSignal.abort(new Error("cancelled")))).rejects.toThrow("cancelled");
  expect(await read()).toBeUndefined();
});

test("the API's removal takes them along, also when it goes during a generation", async () => {
  await generate();
  const progress = { report: async () => undefined, signal: new AbortController().signal };
  await plane.graphql.provisioner.remove(address(), progress);
  expect(await rows()).toBe(0);
  expect(await read()).toBeUndefined();
  await expect(generate()).rejects.toMatchObject({ name: "ProvisionRefusal" });
  const other = await plane.api(sdl, {}, { resourceId: "other" });
  const there = { ...address(), resourceId: other.resourceId };
  // The warning about grid is told before the models are stored.
  const report = async (): Promise<void> => plane.graphql.provisioner.remove(there, progress);
  await expect(plane.graphql.models.generate(there, { ...progress, report })).rejects.toMatchObject({
    name: "ProvisionRefusal",
  });
  expect(await rows()).toBe(0);
});
