/** Columns line up, whatever their content. */

import { expect, test } from "vitest";
import { table } from "./table.ts";

test("pads every column but the last", () => {
  expect(
    table(
      ["A", "LONG", "C"],
      [
        ["aaa", "b", "last one"],
        ["a", "", ""],
      ],
    ),
  ).toEqual(["A    LONG  C", "aaa  b     last one", "a"]);
});
