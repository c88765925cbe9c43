/** Each file says what it is for in its first sentence, each room in a README of one page. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesUnder, read, root } from "./tree.ts";

const README_LINES = 40;
/** Rooms that hold rooms: what lies inside is a room of its own. */
const HOUSES_OF_ROOMS = ["kernel", "adapters"];

const code = ["src", "tests", "tools", "bench"].flatMap(filesUnder).filter((path) => /\.(ts|mjs)$/.test(path));

test("each file opens with a sentence on its role", () => {
  expect(code.length).toBeGreaterThan(50);
  expect(code.filter((path) => roleOf(read(path)) === undefined)).toEqual([]);
});

test("no two files of a folder claim the same role", () => {
  const roles = code.map((path) => `${path.slice(0, path.lastIndexOf("/"))}: ${roleOf(read(path)) ?? path}`);
  expect(roles.filter((role, index) => roles.indexOf(role) !== index)).toEqual([]);
});

test("each room has a README of at most 40 lines", () => {
  const rooms = foldersIn("src").flatMap((room) => [
    `src/${room}`,
    ...(HOUSES_OF_ROOMS.includes(room) ? foldersIn(`src/${room}`).map((inner) => `src/${room}/${inner}`) : []),
  ]);
  const problems = rooms.flatMap((room) => {
    if (!existsSync(join(root, room, "README.md"))) return [`${room} has no README.md`];
    const lines = read(`${room}/README.md`).trimEnd().split("\n").length;
    return lines > README_LINES ? [`${room}/README.md has ${lines} lines`] : [];
  });
  expect(problems).toEqual([]);
});

test("every README inside src keeps to its page", () => {
  const long = filesUnder("src").filter(
    (path) => path.endsWith("README.md") && read(path).trimEnd().split("\n").length > README_LINES,
  );
  expect(long).toEqual([]);
});

test.each([
  ["/** Reads a page. */\n", "Reads a page."],
  ["#!/usr/bin/env node\n/** Reads a page. */\n", "Reads a page."],
  ["/**\n * Reads a page\n * of text. More.\n */\n", "Reads a page of text."],
  ["// Reads a page.\n", undefined],
  ["/** reads */\n", undefined],
  ['import "x";\n/** Reads a page. */\n', undefined],
])("role of %j", (source, role) => {
  expect(roleOf(source)).toBe(role);
});

/** The first sentence of the opening comment, or undefined when there is none that ends. */
function roleOf(source: string): string | undefined {
  const comment = /^(?:#!.*\n)?\/\*\*([\s\S]*?)\*\//.exec(source)?.[1];
  const text =
    comment
      ?.replace(/\n \* ?/g, " ")
      .replace(/\s+/g, " ")
      .trim() ?? "";
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0];
}

function foldersIn(path: string): string[] {
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && filesUnder(`${path}/${entry.name}`).length > 0)
    .map((entry) => entry.name);
}
