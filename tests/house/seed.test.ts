/** The 110 definitions of the seed against our generated types, the reference page and the service model. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { readSeed, type Seed } from "../../tools/wire/readSeed.ts";
import { compareSeed, toTypeScript } from "./compareSeed.ts";
import { parseTypes } from "./parseTypes.ts";
import { knownDifferences } from "./seedDifferences.ts";
import { read, root } from "./tree.ts";

const seed = JSON.parse(read("tests/house/seed.json")) as Seed;
const names = Object.keys(seed);
const types = parseTypes(read("src/generated/types/amplifyBackend.ts"));
const page = read("docs/reference/type-definitions.md");

const original = join(root, "../shared/seed/type-definitions.md");

test("the extract holds 110 definitions, four of them unions", () => {
  expect(names).toHaveLength(110);
  expect(names.filter((name) => seed[name]?.kind === "union")).toHaveLength(4);
});

test.skipIf(!existsSync(original))("the extract equals the seed it was taken from", () => {
  const fresh = readSeed(read("../shared/seed/type-definitions.md"));
  expect(fresh).toEqual(seed);
  expect(Object.keys(fresh)).toEqual(names);
});

test.each(names)("%s: members, requiredness and list kinds as in the seed", (name) => {
  const definition = seed[name];
  const expected =
    definition?.kind === "structure"
      ? {
          kind: "structure",
          members: Object.fromEntries(
            Object.entries(definition.members).map(([member, { required, type }]) => [
              member,
              { required, type: toTypeScript(type) },
            ]),
          ),
        }
      : definition;
  expect(types[name]).toEqual(expected);
});

test("no definition of ours is missing in the seed", () => {
  const ours = Object.keys(types).filter((name) => name.endsWith("TypeDef"));
  expect(ours.filter((name) => !names.includes(name))).toEqual([]);
});

const memberTypes = Object.values(seed).flatMap((definition) =>
  definition.kind === "structure" ? Object.values(definition.members).map((member) => member.type) : [],
);
const enumerations = [...new Set(memberTypes.flatMap((type) => type.match(/\b\w+Type\b/g) ?? []))];

test("the seed names 16 enumerations", () => {
  expect(enumerations).toHaveLength(16);
});

test.each(enumerations)("%s has the model's values", (name) => {
  const shape = amplifyBackend.shapes[name.replace(/Type$/, "")];
  const values = shape?.kind === "string" ? shape.enum?.map((value) => JSON.stringify(value)) : undefined;
  expect(values).toBeDefined();
  expect(types[name]).toEqual({ kind: "union", options: values });
});

test("the entry ohmstead/types exports them all", () => {
  expect(read("src/types.ts")).toContain('export type * from "#generated/types/amplifyBackend";');
});

test.each(names)("%s has an entry on the reference page", (name) => {
  const entry = page.split(`\n### ${name}\n`)[1]?.split("\n### ")[0] ?? "";
  expect(entry).toContain(`import type { ${name} } from "ohmstead/types";`);
  expect(entry).toContain(`: ${name} = {`);
  expect(entry).toMatch(new RegExp(`export (interface|type) ${name} `));
});

test("every link of the reference page leads somewhere", () => {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map((heading) =>
    (heading[1] ?? "").toLowerCase().replaceAll(" ", "-"),
  );
  const targets = [...page.matchAll(/\]\(#([^)]+)\)/g)].map((link) => link[1] ?? "");
  expect(targets.length).toBeGreaterThan(300);
  expect([...new Set(targets)].filter((target) => !headings.includes(target))).toEqual([]);
});

const differences = compareSeed(seed, amplifyBackend);

test("seed and service model differ only where the table of known differences says so", () => {
  const unexplained = differences.filter((difference) => !knownDifferences.some((known) => known.covers(difference)));
  expect(unexplained).toEqual([]);
});

test.each(knownDifferences)("known difference still met: $what", (known) => {
  expect(differences.some((difference) => known.covers(difference))).toBe(true);
  expect(known.reason).not.toBe("");
});
