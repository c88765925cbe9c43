/** Pages that name files and commands name ones that exist. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { settings } from "#app/settings";
import { filesUnder, read, root } from "./tree.ts";

const pages = filesUnder(".").filter((path) => path.endsWith(".md") && !path.startsWith("tests/golden/"));
const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts);
/** Files that a running server or a build makes. */
const MADE =
  /^(<data>|dist|node_modules|\.ohmstead)\/|^(amplify_outputs|amplifyconfiguration)\.json$|^aws-exports\.js$/;
/** Only paths with a folder: a bare name may be one of a kind. */
const FILE = /`(?!\.)([\w-]+\/[\w./-]*\w\.(?:ts|mjs|md|json|js))`/g;

test("every file named in a page exists", () => {
  const missing = pages.flatMap((page) =>
    [...read(page).matchAll(FILE)]
      .map((match) => match[1] ?? "")
      .filter((path) => !MADE.test(path) && !places(page, path).some((place) => existsSync(join(root, place))))
      .map((path) => `${page} names ${path}`),
  );
  expect(pages.length).toBeGreaterThan(15);
  expect(missing).toEqual([]);
});

test("every link inside the repository leads somewhere", () => {
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map((match) => match[1] ?? "")
      .filter((path) => !existsSync(join(root, dirname(page), path)))
      .map((path) => `${page} links to ${path}`),
  );
  expect(broken).toEqual([]);
});

test("every npm script named in a page is there", () => {
  const missing = pages.flatMap((page) =>
    [...read(page).matchAll(/npm (?:--silent )?run (?:--silent )?([\w:-]+)/g)]
      .map((match) => match[1] ?? "")
      .filter((name) => !scripts.includes(name))
      .map((name) => `${page} names npm run ${name}`),
  );
  expect(missing).toEqual([]);
});

test("every setting named in a page is one", () => {
  const known = new Set(Object.values(settings).map(({ variable }) => variable));
  known.add("OHMSTEAD_URL");
  const unknown = pages.flatMap((page) =>
    (read(page).match(/\bOHMSTEAD_[A-Z_]+\b/g) ?? [])
      .filter((name) => !known.has(name))
      .map((name) => `${page}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

test("each decision has a number of its own, and opens with it", () => {
  const decisions = filesUnder("docs/decisions").filter((path) => !path.endsWith("README.md"));
  const numbers = decisions.map((path) => Number(/\/(\d{4})-[\w-]+\.md$/.exec(path)?.[1]));
  expect(new Set(numbers).size).toBe(decisions.length);
  expect(decisions.filter((path, index) => !read(path).startsWith(`# ${numbers[index]}. `))).toEqual([]);
});

/** Paths are written as seen from the page, from src, or from the root. */
function places(page: string, path: string): string[] {
  return [join(dirname(page), path), join("src", path), path];
}
