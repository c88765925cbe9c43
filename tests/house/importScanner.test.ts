/** The scanner sees every form of import the house uses. */

import { expect, test } from "vitest";
import { importsOf, resolveImport } from "./importScanner.ts";

const names = (source: string): string[] => importsOf(source).map((found) => found.specifier);

test.each([
  ['import { a } from "x";', "x"],
  ['import type { A } from "#ports/log";', "#ports/log"],
  ['import {\n  a,\n  type B,\n} from "./b.ts";', "./b.ts"],
  ['import * as all from "x";', "x"],
  ['import one, { two } from "x";', "x"],
  ['import "./effect.ts";', "./effect.ts"],
  ['export { a } from "./a.ts";', "./a.ts"],
  ['export * from "./a.ts";', "./a.ts"],
  ['export type { A } from "./a.ts";', "./a.ts"],
  ['const { serve } = await import("#app/serve");', "#app/serve"],
  ['type A = import("./a.ts").A;', "./a.ts"],
])("finds %j", (source, specifier) => {
  expect(names(source)).toEqual([specifier]);
});

test("finds several in one file, in order of kind", () => {
  expect(names('import { a } from "a";\nimport "b";\nexport const x = "from nowhere";\nimport("c");\n')).toEqual([
    "a",
    "b",
    "c",
  ]);
});

test("leaves examples in comments alone", () => {
  expect(names('/**\n * Use it so:\n * import { a } from "x";\n */\n// import "y";\nexport const a = 1;\n')).toEqual(
    [],
  );
});

test("an export of a value is no import", () => {
  expect(names('export const from = "x";\nexport function f(): string {\n  return "from";\n}\n')).toEqual([]);
});

test("marks type-only imports", () => {
  expect(importsOf('import type { A } from "a";\nimport { b } from "b";').map((found) => found.typeOnly)).toEqual([
    true,
    false,
  ]);
});

test("refuses a form it cannot read", () => {
  expect(() => importsOf("import x = require('y');")).toThrow("unknown form");
});

test("resolves room names, neighbours and packages", () => {
  expect(resolveImport("src/cli/keys.ts", "#kernel/wire/fault")).toBe("src/kernel/wire/fault.ts");
  expect(resolveImport("src/cli/keys.ts", "./server.ts")).toBe("src/cli/server.ts");
  expect(resolveImport("tests/sdk/a.test.ts", "../support/server.ts")).toBe("tests/support/server.ts");
  expect(resolveImport("src/cli/keys.ts", "commander")).toBeUndefined();
});
