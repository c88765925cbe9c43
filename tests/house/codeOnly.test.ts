/** Comments go, code that looks like comments stays. */

import { expect, test } from "vitest";
import { codeOnly } from "./codeOnly.ts";

test.each([
  ["const a = 1; // why", "const a = 1;       "],
  ["/** role */\nconst a = 1;", "           \nconst a = 1;"],
  ['const url = "http://x";', 'const url = "http://x";'],
  ["const url = `http://x`; // c", "const url = `http://x`;     "],
  ["const quote = /[\"'//]/; // c", "const quote = /[\"'//]/;     "],
  ["const half = a / b; // c", "const half = a / b;     "],
  ['const s = "a\\"//b"; // c', 'const s = "a\\"//b";     '],
  ["return /x\\//.test(y);", "return /x\\//.test(y);"],
  ["a(/* b */ c)", "a(        c)"],
])("%j", (source, expected) => {
  expect(codeOnly(source)).toBe(expected);
});
