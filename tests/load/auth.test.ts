/** The short form of `npm run load:auth`: sixteen clients do everything at once and no request fails. */

import { expect, test } from "vitest";
import { mixedLoad } from "../../bench/auth/mixedLoad.ts";

test("sign-ups, sign-ins by SRP and password, refreshes and GetUser at once: none fails", {
  timeout: 60_000,
}, async () => {
  const { perSecond, last } = await mixedLoad({ users: 200, seconds: 3, built: false });
  expect(perSecond).toBeGreaterThan(50);
  expect(last).toBeLessThan(500);
});
