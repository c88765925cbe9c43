/** Groups that were lost: remembered as long as tokens live, and looked for only where a pool lost some. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { createMemoryFanout } from "#adapters/fanout/memory";
import { announcing, createStanding } from "#auth/standing";
import { createStores } from "#auth/store/create";
import type { StoreContext } from "#auth/store/context";
import { sweep } from "#auth/store/sweep";
import type { AuthTables } from "#auth/store/tables";
import { createBuilder } from "#kernel/sql/builder";
import { type AuthHouse, makePool, makeUser, openAuthHouse } from "../support/authHouse.ts";
import { listeningTo } from "../support/statementLog.ts";

const day = 86_400_000;
let house: AuthHouse;
beforeAll(async () => {
  house = await openAuthHouse();
});
afterAll(() => house.remove());

async function open() {
  const { sealer, random, clock } = house.parts;
  const statements: string[] = [];
  const database = listeningTo(house.database, statements);
  const sql = createBuilder<AuthTables>(database);
  const context: StoreContext = { database, sql, sealer, random, codeKey: new Uint8Array(32) };
  const failures: unknown[] = [];
  const fanout = createMemoryFanout((error) => void failures.push(error));
  const stores = announcing(createStores(context), fanout);
  const standing = createStanding(stores.groupLosses, fanout);
  const pool = await makePool(house);
  const { sub } = await makeUser(house, pool, "anna", "right horse");
  const now = clock.now();
  for (const name of ["red", "blue"]) {
    await stores.groups.create({ poolId: pool.id, name, createdAt: now, updatedAt: now });
    await stores.groups.add(pool.id, name, sub, now);
  }
  const of = { poolId: pool.id, sub, groups: ["red", "blue", "given"] };
  return { context, statements, fanout, stores, standing, of, now, failures };
}

test("a pool that lost no group since the token was made is asked for once, however often its users are looked at", async () => {
  const { standing, stores, statements, fanout, of, now } = await open();
  statements.length = 0;
  for (let time = 0; time < 20; time += 1) expect(await standing.lostGroups(of, now)).toEqual([]);
  expect(statements).toHaveLength(1);
  await stores.groups.drop(of.poolId, "red", of.sub, now + 10);
  await fanout.settled();
  expect(await standing.lostGroups(of, now)).toEqual(["red"]);
  // A token made after that lost nothing, and again nothing is asked.
  statements.length = 0;
  expect(await standing.lostGroups(of, now + 1_000)).toEqual([]);
  expect(statements).toEqual([]);
});

test("each change that counts is told of once it is done", async () => {
  const { standing, stores, fanout, of, now, failures } = await open();
  const told: unknown[] = [];
  const stop = standing.listen((change) => void told.push(change));
  const { poolId, sub } = of;
  await stores.groups.drop(poolId, "red", sub, now);
  await stores.groups.remove(poolId, "blue", now);
  await stores.tokens.revokeAll(poolId, sub, now);
  await stores.users.remove(poolId, sub);
  await stores.pools.remove(poolId);
  await fanout.settled();
  expect(told).toEqual([{ poolId, sub }, { poolId }, { poolId, sub }, { poolId, sub }, { poolId }]);
  stop();
  await stores.pools.remove(poolId);
  await fanout.settled();
  expect([told.length, failures]).toEqual([5, []]);
});

test("a loss is forgotten with the last token that could name the group, and with its user", async () => {
  const { standing, stores, context, fanout, of, now } = await open();
  await stores.groups.drop(of.poolId, "red", of.sub, now - day);
  await stores.groups.drop(of.poolId, "blue", of.sub, now - day + 60_000);
  await fanout.settled();
  expect((await standing.lostGroups(of, 0)).toSorted()).toEqual(["blue", "red"]);
  await sweep(context, now);
  expect(await standing.lostGroups(of, 0)).toEqual(["blue"]);
  await stores.users.remove(of.poolId, of.sub);
  expect(await stores.groupLosses.newest(of.poolId)).toBeUndefined();
});
