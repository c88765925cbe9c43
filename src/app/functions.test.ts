/** The file of functions: a working table, and every way to get it wrong told at once. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Log } from "#ports/log";
import { readConfig } from "./config.ts";
import { openFunctions } from "./functions.ts";

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ohmstead-table-"));
  await writeFile(join(folder, "hello.mjs"), "export const handler = async ({ name }) => `hello ${name}`;");
});
afterAll(() => rm(folder, { recursive: true }));

async function open(content: unknown) {
  const path = join(folder, "functions.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return openFunctions(readConfig({ OHMSTEAD_FUNCTIONS: path }), silent);
}

test("modules are found from the file's own folder", async () => {
  const functions = await open({ hello: { module: "./hello.mjs" } });
  expect(await functions.invoke("hello", { name: "Jo" }, { timeoutMs: 10_000 })).toBe("hello Jo");
  await functions.close();
});

test("without a file there are no functions", async () => {
  const functions = await openFunctions(readConfig({}), silent);
  await expect(functions.invoke("hello", {}, { timeoutMs: 1000 })).rejects.toMatchObject({ reason: "unavailable" });
});

test("all that is wrong is told at once", async () => {
  const opening = open({
    a: { module: "./none.mjs" },
    b: { url: "ftp://x" },
    c: { module: "./hello.mjs", url: "http://x" },
    d: { module: "./hello.mjs", memory: 1 },
    e: { module: "./hello.mjs", memoryMb: 1 },
    f: { module: "./hello.mjs", processes: 0 },
    g: { module: "./hello.mjs", environment: { A: 1 } },
    h: { url: "http://ann:hidden@x/" },
    i: "./hello.mjs",
    fine: { url: "http://127.0.0.1:1/x", key: "k" },
  });
  await expect(opening).rejects.toThrow(/needs a change:\n {2}a: there is no file .*none\.mjs\n {2}b: "url"/);
  await expect(opening).rejects.toThrow(/c: needs either[^]*d: "memory" is not one of[^]*e: "memoryMb"[^]*f: "proc/);
  await expect(opening).rejects.toThrow(/g: "environment"[^]*h: "url" must[^]*i: needs either/);
  await expect(opening).rejects.not.toThrow(/hidden|fine/);
});

test.each(["[]", "{", "null"])("a file with %s is refused by name", async (content) => {
  await expect(open(content)).rejects.toThrow(/functions\.json \(OHMSTEAD_FUNCTIONS\)/);
});

test("a file that is not there is refused by name", async () => {
  const opening = openFunctions(readConfig({ OHMSTEAD_FUNCTIONS: join(folder, "none.json") }), silent);
  await expect(opening).rejects.toThrow(/none\.json \(OHMSTEAD_FUNCTIONS\) cannot be read/);
});
