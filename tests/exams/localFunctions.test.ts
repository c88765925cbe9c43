/** Local functions: forms of handlers, warm processes, limits, isolation. */

import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type FunctionFiles, openFunctionFiles } from "../support/functionFiles.ts";

const opened: FunctionFiles[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function open(...args: Parameters<typeof openFunctionFiles>): Promise<FunctionFiles> {
  const files = await openFunctionFiles(...args);
  opened.push(files);
  return files;
}

const call = ({ functions }: FunctionFiles, name: string, event: unknown = {}, timeoutMs = 10_000) =>
  functions.invoke(name, event, { timeoutMs });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the process is gone, or fails the test. */
async function gone(pid: number): Promise<void> {
  for (let tries = 0; isAlive(pid); tries += 1) {
    if (tries > 200) throw new Error(`Process ${pid} still lives.`);
    await sleep(25);
  }
}

test.each([
  ["esm.mjs", "export const handler = async (event) => event.n + 1;"],
  ["esmDefault.mjs", "export default async (event) => event.n + 1;"],
  ["common.cjs", "exports.handler = async (event) => event.n + 1;"],
  ["commonDefault.cjs", "module.exports = async (event) => event.n + 1;"],
  ["typed.ts", "export const handler = async (event: { n: number }): Promise<number> => event.n + 1;"],
  ["plain.mjs", "export const handler = (event) => event.n + 1;"],
  ["callback.cjs", "exports.handler = (event, context, callback) => setTimeout(() => callback(null, event.n + 1), 5);"],
  ["legacy.cjs", "exports.handler = (event, context) => setTimeout(() => context.done(null, event.n + 1), 5);"],
  ["returns.mjs", "export const handler = (event, context) => ({ ...event }.n + 1, { toJSON: () => event.n + 1 });"],
  ["succeed.cjs", "exports.handler = (event, context) => context.succeed(event.n + 1);"],
])("runs a handler of the form %s", async (file, source) => {
  const files = await open({ [file]: source });
  expect(await call(files, file.replace(/\.\w+$/, ""), { n: 41 })).toBe(42);
});

test.each([
  ["a callback with an error", "exports.handler = (e, c, callback) => callback(new Error('bad luck'));"],
  ["a callback with a text", "exports.handler = (e, c, callback) => callback('bad luck');"],
  ["context.fail", "exports.handler = (e, context) => context.fail(new Error('bad luck'));"],
  ["a plain throw", "exports.handler = () => { throw new Error('bad luck'); };"],
  ["a throw in a timer", "exports.handler = (e, c, cb) => { setTimeout(() => { throw new Error('bad luck'); }); };"],
  ["a rejection nobody awaits", "exports.handler = (e, c, cb) => { Promise.reject(new Error('bad luck')); };"],
])("an error by %s is what the function threw", async (_name, source) => {
  const files = await open({ "fails.cjs": source });
  // The second time its process may be a warm one, or a new one after a crash.
  for (let round = 0; round < 2; round += 1) {
    const failure = { name: "FunctionFailure", reason: "threw", message: "bad luck" };
    await expect(call(files, "fails")).rejects.toMatchObject(failure);
  }
});

test("a result that is no JSON is an error of the function", async () => {
  const files = await open({ "circle.mjs": "export default async () => { const a = {}; a.a = a; return a; };" });
  await expect(call(files, "circle")).rejects.toMatchObject({ reason: "threw" });
});

test("the context tells name, request and time left", async () => {
  const files = await open({
    "context.mjs": `export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
  });
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:context";
  const context = (await files.functions.invoke(arn, {}, { timeoutMs: 5000 })) as Record<string, unknown>;
  expect(context).toMatchObject({
    functionName: "context",
    functionVersion: "$LATEST",
    invokedFunctionArn: arn,
    memoryLimitInMB: "128",
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
  expect(context["left"]).toBeGreaterThan(1000);
  expect(context["left"]).toBeLessThanOrEqual(5000);
});

test.each([
  ["a syntax error", "export const handler = (;", /could not be loaded/],
  ["no handler", "export const other = 1;", /exports no function/],
  ["a throw while loading", "throw new Error('no settings');", /no settings/],
])("a module with %s is unavailable until it is mended", async (_name, source, said) => {
  const files = await open({ "broken.mjs": source });
  await expect(call(files, "broken")).rejects.toMatchObject({
    reason: "unavailable",
    message: expect.stringMatching(said) as string,
  });
  await files.rewrite("broken.mjs", "export const handler = async () => 'mended';");
  expect(await call(files, "broken")).toBe("mended");
});

test("processes are used again, and end when idle", async () => {
  const files = await open({ "pid.mjs": "export const handler = async () => process.pid;" }, {}, 300);
  const pid = (await call(files, "pid")) as number;
  expect(await call(files, "pid")).toBe(pid);
  await gone(pid);
  const next = await call(files, "pid");
  expect(next).not.toBe(pid);
});

test("an edited module is taken up", async () => {
  const files = await open({ "version.mjs": "export const handler = async () => 1;" });
  expect(await call(files, "version")).toBe(1);
  await sleep(10);
  await files.rewrite("version.mjs", "export const handler = async () => 2;");
  expect(await call(files, "version")).toBe(2);
});

test("no more processes than allowed, and the time in line counts", async () => {
  const source = `export const handler = async (event) => {
    await new Promise((go) => setTimeout(go, event.wait));
    return process.pid;
  };`;
  const files = await open({ "slow.mjs": source }, { processes: 2 });
  const pids = await Promise.all(Array.from({ length: 8 }, () => call(files, "slow", { wait: 20 })));
  expect(new Set(pids).size).toBe(2);
  const busy = [call(files, "slow", { wait: 1500 }), call(files, "slow", { wait: 1500 })];
  await sleep(50);
  await expect(call(files, "slow", { wait: 0 }, 300)).rejects.toMatchObject({ reason: "timeout" });
  expect(await Promise.all(busy)).toHaveLength(2);
});

test("an endless loop is killed with what it started", async () => {
  const source = `import { spawn } from "node:child_process";
    export const handler = async () => {
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
      console.log("pids", process.pid, child.pid);
      await new Promise((go) => setTimeout(go, 100));
      for (;;);
    };`;
  const files = await open({ "loop.mjs": source });
  await expect(call(files, "loop", {}, 1500)).rejects.toMatchObject({ reason: "timeout" });
  const pids = /pids (\d+) (\d+)/.exec(files.logged.join("\n"));
  await gone(Number(pids?.[1]));
  await gone(Number(pids?.[2]));
});

test("a function that eats memory loses its process, not ours", async () => {
  const source = `export const handler = async (event) => {
    const held = [];
    while (event.eat) held.push(Array.from({ length: 1e5 }, (_, n) => ({ n })));
    return "well";
  };`;
  const files = await open({ "eater.mjs": source }, { memoryMb: 32 });
  await expect(call(files, "eater", { eat: true }, 30_000)).rejects.toMatchObject({
    reason: "unavailable",
    message: expect.stringMatching(/SIG|exit code/) as string,
  });
  expect(await call(files, "eater", { eat: false })).toBe("well");
});

test("the server's environment stays hidden, the table's is there", async () => {
  process.env["OHMSTEAD_TEST_SECRET"] = "hidden";
  const files = await open(
    { "env.mjs": "export const handler = async () => process.env;" },
    { environment: { TABLE: "orders" } },
  );
  expect(await call(files, "env")).toEqual({
    AWS_LAMBDA_FUNCTION_NAME: "env",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    TABLE: "orders",
  });
  delete process.env["OHMSTEAD_TEST_SECRET"];
});

test("what it prints is logged, within bounds", async () => {
  const source = `export const handler = async (event) => {
    for (let n = 0; n < event.lines; n += 1) console.log("line " + n);
    console.error("to the other stream");
    process.stdout.write("y".repeat(1e6));
    return null;
  };`;
  const files = await open({ "talks.mjs": source });
  await call(files, "talks", { lines: 5000 });
  await sleep(100);
  const lines = files.logged.filter((line) => line.includes("line "));
  expect(lines).toHaveLength(200);
  expect(lines[0]).toContain("function: 'talks'");
  expect(files.logged.join("\n")).toContain("to the other stream");
  expect(files.logged.join("\n")).toContain("prints too much");
  expect(files.logged.join("\n").length).toBeLessThan(100_000);
});

test("a function that writes on the channel of answers fails, and only it", async () => {
  const source = `import { writeSync } from "node:fs";
    export const handler = async (event) => {
      if (event.cheat) writeSync(3, event.cheat);
      await new Promise((go) => setTimeout(go, 200));
      return "fine";
    };`;
  const files = await open({ "cheats.mjs": source });
  for (const cheat of ["nonsense\n", '{"id":"other","result":1}\n', "null\n", "\n"]) {
    await expect(call(files, "cheats", { cheat })).rejects.toMatchObject({ reason: "unavailable" });
  }
  expect(await call(files, "cheats")).toBe("fine");
});

test("closing ends running calls and refuses new ones", async () => {
  const source = `export const handler = async () => {
    console.log("pid", process.pid);
    await new Promise((go) => setTimeout(go, 60_000));
  };`;
  const files = await open({ "long.mjs": source });
  const running = call(files, "long", {}, 60_000).catch((error: unknown) => error);
  while (files.logged.length === 0) await sleep(10);
  await files.functions.close();
  expect(await running).toMatchObject({ reason: "unavailable" });
  await gone(Number(/pid (\d+)/.exec(files.logged.join())?.[1]));
  await expect(call(files, "long")).rejects.toMatchObject({ reason: "unavailable" });
});

test("its processes end when the server is killed", async () => {
  const files = await open({ "pid.mjs": "export const handler = async () => process.pid;" });
  const adapter = new URL("../../src/adapters/functions/functions.ts", import.meta.url).href;
  const program = `import { createFunctions } from ${JSON.stringify(adapter)};
    const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
    const table = { pid: { module: ${JSON.stringify(`${files.folder}/pid.mjs`)} } };
    console.log(await createFunctions({ table, log }).invoke("pid", {}, { timeoutMs: 10000 }));`;
  const server = spawn(process.execPath, ["--conditions=source", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
  });
  const pid = await new Promise<number>((resolve) => {
    server.stdout.on("data", (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  expect(isAlive(pid)).toBe(true);
  server.kill("SIGKILL");
  await gone(pid);
});
