/** Signing keys when several servers rotate them at once. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { createSigningKeys } from "#auth/signingKeys";
import { type AuthHouse, makePool, openAuthHouse } from "../support/authHouse.ts";

let house: AuthHouse;
beforeAll(async () => {
  house = await openAuthHouse();
});
afterAll(() => house.remove());

test("ten rotations at once by two servers leave one key a use that signs, and one to follow", async () => {
  const pool = await makePool(house);
  const { stores, clock } = house.parts;
  const servers = [house.signingKeys, createSigningKeys(stores.keys, clock)];
  const old = await house.signingKeys.active(pool.id, "access");
  const five = [1, 2, 3, 4, 5];
  await Promise.all(five.flatMap(() => servers.map((server) => server.rotate(pool.id))));
  const keys = await stores.keys.list(pool.id, clock.now());
  for (const use of ["id", "access"] as const) {
    const states = keys.filter((key) => key.use === use).map(({ state }) => state);
    expect(states.filter((state) => state === "active")).toHaveLength(1);
    expect(states.filter((state) => state === "next")).toHaveLength(1);
  }
  // What was signed before is still believed, and every server signs with a key that is published.
  expect(await house.signingKeys.find(pool.id, old.kid)).toBeDefined();
  for (const server of servers) {
    house.pass(31_000);
    const { kid } = await server.active(pool.id, "id");
    expect((await house.signingKeys.jwks(pool.id)).map((key) => key.kid)).toContain(kid);
    expect(keys.find((key) => key.kid === kid)?.state).toBe("active");
  }
});

test("keys of a new pool made twice at once are made once", async () => {
  const { stores, clock } = house.parts;
  const id = "us-east-1_fresh0001";
  await Promise.all([house.signingKeys.create(id), createSigningKeys(stores.keys, clock).create(id)]);
  expect(await stores.keys.list(id, clock.now())).toHaveLength(4);
});
