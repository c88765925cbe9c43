/** Pages know whether there is more. */

import { expect, test } from "vitest";
import { pageOf } from "./page.ts";

test.each([
  [[], 2, [], undefined],
  [[1], 2, [1], undefined],
  [[1, 2], 2, [1, 2], undefined],
  [[1, 2, 3], 2, [1, 2], "after 2"],
])("%j cut at %i", (rows, limit, items, next) => {
  expect(pageOf<number, string>(rows, limit, (last) => `after ${last}`)).toEqual({ items, next });
});
