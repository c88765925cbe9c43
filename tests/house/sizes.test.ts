/** Files and functions stay small enough to be read. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { filesUnder, isGenerated, root } from "./tree.ts";

const HARD = { file: 500, function: 70 };
const SOFT = { file: 300, function: 40 };

interface Finding {
  readonly where: string;
  readonly message: string;
}

const folder = mkdtempSync(join(tmpdir(), "ohmstead-sizes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything written by hand; a test file's `describe` is a chapter, not a function, so tests keep only the file limit. */
const sources = ["src", "tools", "bench", "examples"]
  .flatMap(filesUnder)
  .filter((path) => /\.(ts|mjs)$/.test(path) && !path.endsWith(".test.ts") && !isGenerated(path));
const tests = [...filesUnder("tests"), ...filesUnder("src")].filter((path) => path.endsWith(".test.ts"));

test("no source file is longer than 500 lines and no function longer than 70", () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(measure(sources, HARD)).toEqual([]);
});

test("no test file is longer than 500 lines", () => {
  expect(measure(tests, { file: HARD.file, function: 10_000 })).toEqual([]);
});

test("what is past the soft limits is named", () => {
  const findings = measure(sources, SOFT);
  for (const { where, message } of findings) console.log(`soft limit: ${where}: ${message}`);
  expect(findings.length).toBeLessThan(sources.length / 5);
});

test("the measure sees a long function and a long file", () => {
  const path = join(folder, "long.ts");
  writeFileSync(path, `export function long(): void {\n${"  console.log(1);\n".repeat(499)}}\n`);
  expect(measure([path], HARD).map(({ message }) => message)).toEqual([
    expect.stringContaining("File has too many lines (501)"),
    expect.stringContaining("`long` has too many lines (501)"),
  ]);
});

function measure(paths: readonly string[], limit: { readonly file: number; readonly function: number }): Finding[] {
  const settings = join(folder, `limits-${limit.file}-${limit.function}.json`);
  const rules = {
    "max-lines": ["error", { max: limit.file }],
    "max-lines-per-function": ["error", { max: limit.function }],
  };
  writeFileSync(settings, JSON.stringify({ plugins: [], categories: { correctness: "off" }, rules }));
  const args = [join(root, "node_modules/oxlint/bin/oxlint"), "--config", settings, "--format", "json", ...paths];
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const report = JSON.parse(result.stdout) as Report;
  if (report.number_of_files !== paths.length) throw new Error(`measured ${report.number_of_files} of ${paths.length}`);
  return report.diagnostics.map(({ filename, message, labels }) => ({
    where: `${filename}:${labels[0]?.span.line ?? 0}`,
    message,
  }));
}

interface Report {
  readonly number_of_files: number;
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly message: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
  }[];
}
