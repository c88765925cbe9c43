/** What the sweep takes away and what it leaves. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Device } from "#auth/device";
import { sweep } from "#auth/store/sweep";
import type { AuthTables } from "#auth/store/tables";
import { createBuilder } from "#kernel/sql/builder";
import { type AuthHouse, makePool, makeUser, openAuthHouse } from "../support/authHouse.ts";

let house: AuthHouse;
beforeAll(async () => {
  house = await openAuthHouse();
});
afterAll(() => house.remove());

test("devices that nobody confirmed for a day go; confirmed and new ones stay", async () => {
  const { stores, sealer, random, clock } = house.parts;
  const pool = await makePool(house);
  const { sub } = await makeUser(house, pool, "anna", "right horse");
  const now = clock.now();
  const day = 86_400_000;
  const device = (key: string, createdAt: number, verifier?: Device["verifier"]): Device => ({
    key,
    groupKey: "-group",
    poolId: pool.id,
    sub,
    verifier,
    remembered: false,
    createdAt,
    updatedAt: createdAt,
    lastAuthenticatedAt: createdAt,
  });
  await stores.devices.create(device("us-east-1_old-confirmed", now - 2 * day, { salt: "00", verifier: "01" }));
  await stores.devices.create(device("us-east-1_old-unconfirmed", now - day - 1));
  await stores.devices.create(device("us-east-1_young-unconfirmed", now - day + 60_000));
  const { database } = house;
  await sweep({ database, sql: createBuilder<AuthTables>(database), sealer, random, codeKey: new Uint8Array(32) }, now);
  const { items } = await stores.devices.list(pool.id, sub, 60);
  expect(items.map(({ key }) => key)).toEqual(["us-east-1_old-confirmed", "us-east-1_young-unconfirmed"]);
});
