/** Nothing lies about unused: every file is reached from a door, every test support from a test. */

import { expect, test } from "vitest";
import { importsOf, resolveImport } from "./importScanner.ts";
import { filesUnder, isTest, read } from "./tree.ts";

// The spelling is printed and run by the golden cases; the rest of its adapter is still to come.
const DOORS = ["src/main.ts", "src/types.ts", "src/adapters/database/postgres/spelling.ts"];

test("every source file is reached from the executable or the published types", () => {
  const reached = reachedFrom(DOORS);
  const files = filesUnder("src").filter((path) => path.endsWith(".ts") && !isTest(path));
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((path) => !reached.has(path))).toEqual([]);
});

test("every file under tests, tools and bench is a test, a script of package.json, or reached from one", () => {
  const scripts = read("package.json");
  const files = ["tests", "tools", "bench"].flatMap(filesUnder).filter((path) => /\.(ts|mjs)$/.test(path));
  const doors = files.filter((path) => isTest(path) || scripts.includes(path));
  const reached = reachedFrom([...doors, ...filesUnder("src").filter(isTest), "vitest.config.ts"]);
  // A program that a test starts as a process of its own is named there by its file name.
  const started = files.filter((path) => files.some((other) => other !== path && names(read(other), path)));
  expect(files.filter((path) => !reached.has(path) && !started.includes(path))).toEqual([]);
});

function names(source: string, path: string): boolean {
  return source.includes(`/${path.slice(path.lastIndexOf("/") + 1)}"`) || source.includes(`"${path}"`);
}

function reachedFrom(doors: readonly string[]): Set<string> {
  const all = new Set([...["src", "tests", "tools", "bench"].flatMap(filesUnder), ...doors]);
  const reached = new Set<string>();
  const queue = doors.filter((door) => all.has(door));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (reached.has(file) || !/\.(ts|mjs)$/.test(file)) continue;
    reached.add(file);
    for (const { specifier } of importsOf(read(file))) {
      const to = resolveImport(file, specifier);
      if (to !== undefined && all.has(to)) queue.push(to);
    }
  }
  return reached;
}
