/** Words that have no place in the house, and where a few others must stay. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeOnly } from "./codeOnly.ts";
import { filesUnder, isTest, read, root, sources } from "./tree.ts";

/** Spelled in pieces, so that this file passes its own test. */
const spelled = (...pieces: string[]): string => pieces.join("");
const UNFINISHED = new RegExp(
  `\\b(${[spelled("TO", "DO"), spelled("FIX", "ME"), spelled("XX", "X"), spelled("HA", "CK")].join("|")})\\b`,
);
const FOREIGN = new RegExp(
  [
    spelled("(^|[\\s\"'`(=:])/wo", "rk/"),
    spelled("npm", "js\\.(org|com)"),
    spelled("pypi", "\\.org"),
    spelled("pythonhosted", "\\.org"),
    spelled("yarn", "pkg\\.com"),
    spelled("proxy\\.golang", "\\.org"),
    spelled("/tmp/br", "ief"),
  ].join("|"),
  "m",
);
/** An engine is named in its adapter, and where the settings choose one. */
const ENGINE = /sqlite|postgres|pglite/i;
const ENVIRONMENT_READERS = new Set(["src/app/config.ts", "src/cli/environment.ts"]);

const textFiles = filesUnder(".").filter((path) =>
  /\.(ts|tsx|mjs|js|json|md|sh|py|yml|txt|graphql)$|(^|\/)run$/.test(path),
);
const ours = textFiles.filter((path) => path !== "package-lock.json");

test("nothing is left unfinished by a note", () => {
  expect(ours.length).toBeGreaterThan(50);
  expect(linesWith(ours, UNFINISHED)).toEqual([]);
});

test("no path or host of the place it was written in, and no package registry", () => {
  expect(linesWith(textFiles, FOREIGN)).toEqual([]);
});

test("database engines are named only by adapters and by the room that composes them", () => {
  const others = sources().filter((path) => !/^src\/(adapters|app)\//.test(path));
  expect(linesWith(others, ENGINE, codeOnly)).toEqual([]);
});

test("one file of the server and one of the command line read the environment", () => {
  const others = sources().filter((path) => !ENVIRONMENT_READERS.has(path));
  expect(linesWith(others, /\bprocess\.env\b/, codeOnly)).toEqual([]);
});

test("SQL text stands only where SQL is built", () => {
  const others = sources().filter(
    (path) =>
      !/^src\/(adapters\/database|kernel\/(sql|jobs)|graphql\/(tables|query|store|conflict)|\w+\/(store|migrations))\//.test(
        path,
      ),
  );
  expect(
    linesWith(others, /["'`](select|insert into|update \w+ set|delete from|create table|alter table)\b/i, codeOnly),
  ).toEqual([]);
});

test("planes take the time and chance from their ports", () => {
  const others = sources().filter((path) => /^src\/(control|auth|graphql|storage)\//.test(path));
  expect(linesWith(others, /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)/, codeOnly)).toEqual([]);
});

test("no lint or type rule is silenced without a reason", () => {
  const silencers = /@ts-(ignore|nocheck|expect-error)(?! \S)|(ox|es)lint-disable(?!.* -- \S)|biome-ignore(?! \S+: \S)/;
  const code = ours.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && path !== "tests/house/forbidden.test.ts");
  expect(linesWith(code, silencers)).toEqual([]);
});

test("names of drawers are not used for files", () => {
  const drawers = /(^|\/)(utils?|helpers?|common|misc|shared|index)(\.ts|\/)/;
  expect(filesUnder("src").filter((path) => drawers.test(path) && !isTest(path))).toEqual([]);
});

test("the linter refuses any, default exports, non-null assertions, enums and floating promises", () => {
  const folder = mkdtempSync(join(root, "tests/house/.lint-"));
  const bad = join(folder, "bad.ts");
  writeFileSync(bad, BAD);
  try {
    const args = [join(root, "node_modules/oxlint/bin/oxlint"), "--type-aware", "--format", "json", bad];
    const result = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    const rules = (JSON.parse(result.stdout) as Report).diagnostics.map(({ code }) => code);
    for (const rule of ["no-explicit-any", "no-default-export", "no-non-null-assertion", "no-floating-promises"])
      expect(rules.join()).toContain(rule);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the compiler refuses syntax that does not erase", () => {
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-enum-"));
  writeFileSync(join(folder, "bad.ts"), "export enum A {\n  B = 1,\n}\n");
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.json"), include: ["bad.ts"], compilerOptions: { types: [] } }),
  );
  try {
    const args = [join(root, "node_modules/typescript/bin/tsc"), "-p", folder];
    const result = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(result.stdout).toContain("erasableSyntaxOnly");
    expect(result.status).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const BAD = `/** Bad on purpose. */

export default function bad(value: any): void {
  const list: number[] = [];
  console.error(list[0]!.toFixed(), value);
  Promise.resolve(1);
}
`;

interface Report {
  readonly diagnostics: readonly { readonly code: string }[];
}

function linesWith(
  paths: readonly string[],
  pattern: RegExp,
  view: (text: string) => string = (text) => text,
): string[] {
  return paths.flatMap((path) =>
    view(read(path))
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}
