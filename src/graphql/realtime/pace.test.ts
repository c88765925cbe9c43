/** The pace of one client. */

import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

test("a burst is free, then each message waits for its turn; silence earns a burst again, and no more", () => {
  const pace = new Pace({ burst: 10, rate: 100 }, 0);
  for (let n = 0; n < 10; n += 1) expect(pace.spend(1, 0)).toBe(0);
  expect([pace.spend(1, 0), pace.spend(1, 0), pace.spend(4, 0)]).toEqual([10, 20, 60]);
  expect(pace.spend(1, 60)).toBe(10);
  for (let n = 0; n < 10; n += 1) expect(pace.spend(1, 1_000_000)).toBe(0);
  expect(pace.spend(1, 1_000_000)).toBe(10);
});
