/** `npm start` hands arguments, signals and the exit code on, and costs little when nothing changed. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./tree.ts";

/** Stands where the server would: says its arguments, stays until a signal comes, ends with code 7. */
const PROGRAM = `
const [command, ...rest] = process.argv.slice(2);
if (rest.includes("--quick")) process.exit(3);
let signals = 0;
for (const name of ["SIGTERM", "SIGINT"] as const)
  process.on(name, () => {
    signals += 1;
    setTimeout(() => {
      console.log(name, signals);
      process.exit(7);
    }, 200);
  });
setInterval(() => {}, 1000);
console.log("ready", command, rest.join(" "), "pid", process.pid);
`;

let project = "";

/** A project with the real scripts and packages around a program of ours. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "ohmstead-start-"));
  for (const file of ["tools", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"])
    cpSync(join(root, file), join(project, file), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  mkdirSync(join(project, "src"));
  writeFileSync(join(project, "src/main.ts"), PROGRAM);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test("the first start builds, and says so on standard error", async () => {
  const built = run("serve", "--quick");
  expect(await built.ended).toBe(3);
  expect(built.errors()).toMatch(/^Building \.\.\.\nBuilt in [\d.]+ s\.\n$/);
  expect(built.output()).toBe("");
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s reaches the program once, and its exit code comes back",
  async (signal) => {
    const started = run("serve", "--port", "0");
    await started.says("ready serve --port 0 ");
    started.child.kill(signal);
    expect(await started.ended).toBe(7);
    expect(started.output()).toContain(`${signal} 1\n`);
  },
);

test("a program that is killed shows as such", async () => {
  const started = run("serve");
  await started.says("ready serve");
  process.kill(Number(/pid (\d+)/.exec(started.output())?.[1]), "SIGKILL");
  expect(await started.ended).toBe(128 + 9);
});

test("nothing is said and little time is lost when all is up to date", async () => {
  const before = performance.now();
  const quick = run("serve", "--quick");
  expect(await quick.ended).toBe(3);
  expect(quick.errors()).toBe("");
  // Two processes start, which takes 0.1 s on an idle machine; an install or a build would take seconds.
  expect(performance.now() - before).toBeLessThan(2000);
});

test("sources that do not compile stop the start with the compiler's words", async () => {
  writeFileSync(join(project, "src/wrong.ts"), "export const wrong: number = 'text';\n");
  const failed = run("serve", "--quick");
  expect(await failed.ended).toBe(1);
  expect(failed.errors()).toContain("src/wrong.ts(1,14)");
  rmSync(join(project, "src/wrong.ts"));
});

function run(...args: string[]) {
  const child = spawn(process.execPath, [join(project, "tools/start.mjs"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, "close").then(([code]) => code as number);
  const says = async (text: string): Promise<void> => {
    while (!output.includes(text)) await once(child.stdout, "data");
  };
  return { child, ended, says, output: () => output, errors: () => errors };
}
