/** The scripts that run before anything is installed: they install, build and count rightly. */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureBuild } from "../../tools/ensureBuild.mjs";
import { dependenciesAreInstalled } from "../../tools/ensureDependencies.mjs";
import { isAtLeast } from "../../tools/ensureNode.mjs";
import { readCounts, summaryLine } from "../../tools/testCounts.mjs";
import { root } from "./tree.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-scripts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const json = (path: string, content: unknown): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
};

describe("what is installed", () => {
  const one = { version: "1.0.0", integrity: "sha512-a" };
  const cases: [string, Record<string, object>, Record<string, object> | undefined, boolean][] = [
    ["all of it", { "": {}, "node_modules/a": one }, { "node_modules/a": one }, true],
    ["nothing", { "node_modules/a": one }, undefined, false],
    ["another version", { "node_modules/a": one }, { "node_modules/a": { ...one, version: "2.0.0" } }, false],
    ["one is missing", { "node_modules/a": one }, {}, false],
    ["one of another platform is missing", { "node_modules/a": { ...one, optional: true } }, {}, true],
    ["one too many", {}, { "node_modules/a": one }, false],
  ];
  test.each(cases)("%s", (_name, lock, present, expected) => {
    json("package-lock.json", { packages: lock });
    if (present) json("node_modules/.package-lock.json", { packages: present });
    expect(dependenciesAreInstalled(folder)).toBe(expected);
  });

  test("this checkout's own packages", () => {
    expect(dependenciesAreInstalled(root)).toBe(true);
  });
});

test.each([
  ["22.19.0", true],
  ["24.0.0", true],
  ["22.18.9", false],
  ["20.20.2", false],
])("Node.js %s is new enough: %s", (version, expected) => {
  expect(isAtLeast(version, ">=22.19")).toBe(expected);
});

describe("the build", () => {
  const build = async (): Promise<string[]> => {
    const said: string[] = [];
    await ensureBuild(folder, process.execPath, (line: string) => said.push(line));
    return said;
  };
  const run = (file: string): string =>
    execFileSync(process.execPath, [join(folder, "dist", file)], { encoding: "utf8" });

  beforeEach(() => {
    json("package.json", { type: "module" });
    json("package-lock.json", {});
    json("tsconfig.json", {});
    json("tsconfig.build.json", {
      compilerOptions: { rootDir: "src", outDir: "dist", module: "nodenext", target: "es2024", types: [] },
      include: ["src"],
    });
    // The compiler is found where the project's own lies.
    mkdirSync(join(folder, "node_modules/typescript/bin"), { recursive: true });
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    writeFileSync(join(folder, "node_modules/typescript/bin/tsc"), `await import(${JSON.stringify(tsc)});\n`);
    writeFileSync(join(folder, "node_modules/typescript/package.json"), '{"type":"module"}');
    mkdirSync(join(folder, "src"));
  });

  test("compiles, rests while nothing changed, and compiles again after a change", async () => {
    writeFileSync(join(folder, "src/a.ts"), 'export const a: string = "first";\n');
    writeFileSync(join(folder, "src/data.json"), "{}");
    expect((await build()).join()).toContain("Built in");
    expect(await build()).toEqual([]);
    writeFileSync(join(folder, "src/a.ts"), 'export const a: string = "second";\n');
    expect((await build()).join()).toContain("Built in");
    expect(run("a.js")).toBe("");
  });

  test("removes what has no source any more, and says what does not compile", async () => {
    writeFileSync(join(folder, "src/a.ts"), "export {};\n");
    writeFileSync(join(folder, "src/b.ts"), "export {};\n");
    await build();
    expect(run("b.js")).toBe("");
    rmSync(join(folder, "src/b.ts"));
    await build();
    expect(() => run("b.js")).toThrow("Cannot find module");
    writeFileSync(join(folder, "src/a.ts"), 'export const a: number = "text";\n');
    await expect(build()).rejects.toThrow(/do not compile[\s\S]*src\/a\.ts\(1,14\)/);
  });
});

describe("the count of tests", () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };
  const broken = { status: "failed", assertionResults: [] };

  test.each([
    ["all passed", report, 0, { passed: 3, failed: 0, skipped: 1 }],
    ["one failed", { ...report, numFailedTests: 1 }, 1, { passed: 3, failed: 1, skipped: 1 }],
    ["a file that cannot be loaded", { ...report, testResults: [broken] }, 1, { passed: 3, failed: 1, skipped: 1 }],
    ["a bad end without a failed test", report, 1, { passed: 3, failed: 1, skipped: 1 }],
    ["no test at all", { ...report, numPassedTests: 0 }, 0, { passed: 0, failed: 1, skipped: 1 }],
  ])("%s", (_name, content, exitCode, expected) => {
    json("report.json", content);
    expect(readCounts(join(folder, "report.json"), exitCode)).toEqual(expected);
  });

  test("a runner that leaves no report has failed", () => {
    expect(readCounts(join(folder, "none.json"), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test("the last line is plain", () => {
    expect(summaryLine({ passed: 3, failed: 1 })).toBe("3 passed, 1 failed");
  });
});
