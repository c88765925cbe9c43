/** The walls of the house: who may import whom, and nobody in a circle. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importsOf, resolveImport } from "./importScanner.ts";
import { filesUnder, isTest, read, root } from "./tree.ts";

/** Room -> rooms it may import, its own left out. Read with design and ARCHITECTURE.md: arrows point down. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  ports: [],
  generated: [],
  types: ["generated"],
  kernel: ["ports", "generated"],
  adapters: ["ports", "kernel"],
  control: ["ports", "generated", "kernel"],
  auth: ["ports", "generated", "kernel"],
  graphql: ["ports", "generated", "kernel"],
  storage: ["ports", "generated", "kernel"],
  app: ["ports", "generated", "kernel", "adapters", "control", "auth", "graphql", "storage"],
  cli: ["ports", "generated", "kernel", "app"],
};
/** Files outside the rooms. */
const FRONT_DOORS: Readonly<Record<string, readonly string[]>> = {
  "src/main.ts": ["cli"],
  "src/types.ts": ["generated", "types"],
};
/** Rooms whose inner folders are walls of their own: one engine never leans on another kind of adapter. */
const SPLIT_ROOMS = ["adapters"];
/** Libraries that reach the outside world, and who may hold them. */
const GUARDED_PACKAGES: readonly (readonly [RegExp, RegExp])[] = [
  [/^better-sqlite3$/, /^src\/adapters\/database\/sqlite\//],
  [/^pg$/, /^src\/adapters\/database\/postgres\//],
  [/^@aws-sdk\/credential-provider/, /^src\/cli\/credentials\.ts$/],
  [/^(@aws-sdk|@smithy)\/(?!credential-provider)/, /^src\/(adapters|cli\/buckets)\//],
  [/^(nodemailer|pino)$/, /^src\/(adapters|app)\//],
  [/^prom-client$/, /^src\/(kernel\/metrics|adapters|app)\//],
  [/^commander$/, /^src\/cli\//],
];

const files = filesUnder("src").filter((path) => path.endsWith(".ts"));
const edges = files.flatMap((from) =>
  importsOf(read(from)).map(({ specifier }) => ({ from, specifier, to: resolveImport(from, specifier) })),
);
const roomOf = (path: string): string => path.split("/")[1] ?? "";

test("there are imports to look at", () => {
  expect(edges.length).toBeGreaterThan(20);
});

test("every file lives in a known room", () => {
  const strangers = files.filter((path) => !(path in FRONT_DOORS) && ARROWS[roomOf(path)] === undefined);
  expect(strangers).toEqual([]);
});

test("imports name what lies beside or below as ./file.ts, and anything else by its room", () => {
  const odd = edges.filter(
    ({ from, specifier, to }) =>
      specifier.startsWith(".") &&
      !(/^\.\/[^.]+\.ts$/.test(specifier) && to !== undefined && roomOf(to) === roomOf(from)),
  );
  const extended = edges.filter(({ specifier }) => specifier.startsWith("#") && /\.(ts|js)$/.test(specifier));
  expect([...odd, ...extended].map(show)).toEqual([]);
});

test("every import of ours exists", () => {
  const missing = edges.filter(({ to }) => to !== undefined && !existsSync(join(root, to)));
  expect(missing.map(show)).toEqual([]);
});

test("arrows point down", () => {
  const wrong = edges.filter(({ from, to }) => {
    if (to === undefined || isTest(from)) return false;
    const allowed = FRONT_DOORS[from] ?? [roomOf(from), ...(ARROWS[roomOf(from)] ?? [])];
    return !allowed.includes(roomOf(to));
  });
  expect(wrong.map(show)).toEqual([]);
});

test("tests beside the sources stay inside the same walls, adapters and support aside", () => {
  const wrong = edges.filter(
    ({ from, to }) =>
      to !== undefined &&
      isTest(from) &&
      ![roomOf(from), "adapters", ...(ARROWS[roomOf(from)] ?? [])].includes(roomOf(to)),
  );
  expect(wrong.map(show)).toEqual([]);
});

test("kinds of adapters do not lean on each other", () => {
  const wrong = edges.filter(
    ({ from, to }) =>
      to !== undefined &&
      SPLIT_ROOMS.includes(roomOf(from)) &&
      roomOf(from) === roomOf(to) &&
      from.split("/")[2] !== to.split("/")[2],
  );
  expect(wrong.map(show)).toEqual([]);
});

test("only their keepers import the libraries that reach the outside", () => {
  const wrong = edges.filter(
    ({ from, specifier }) =>
      !isTest(from) && GUARDED_PACKAGES.some(([library, keeper]) => library.test(specifier) && !keeper.test(from)),
  );
  expect(wrong.map(show)).toEqual([]);
});

test("no circles, type imports included", () => {
  const neighbours = new Map(files.map((file) => [file, [] as string[]]));
  for (const { from, to } of edges) if (to !== undefined) neighbours.get(from)?.push(to);
  expect(circles(neighbours)).toEqual([]);
});

test("a circle is found when there is one", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", ["a"]],
    ["d", []],
  ]);
  expect(circles(graph)).toEqual(["a -> b -> c -> a"]);
});

function show({ from, specifier }: { readonly from: string; readonly specifier: string }): string {
  return `${from} imports ${specifier}`;
}

/** One line for each circle met in a depth-first walk. */
function circles(neighbours: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file].join(" -> "));
    if (start >= 0 || done.has(file)) return;
    for (const next of neighbours.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of neighbours.keys()) walk(file, []);
  return found;
}
