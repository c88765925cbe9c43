/** What became of people since their tokens were made: told to those who keep connections open, and asked by them. */

import type { Fanout } from "#ports/fanout";
import type { Standing, StandingChange } from "#ports/standing";
import type { AuthStores, GroupLossStore } from "./store/stores.ts";

const topic = "auth standing";

/** Most pools lose no group while their tokens live: then nothing is asked of anybody's own. */
export function createStanding(losses: GroupLossStore, fanout: Fanout): Standing {
  return {
    async lostGroups({ poolId, sub, groups }, since) {
      if (groups.length === 0 || ((await losses.newest(poolId)) ?? Number.NEGATIVE_INFINITY) < since) return [];
      const lost = await losses.ofUser(poolId, sub, since);
      return lost.filter((name) => groups.includes(name));
    },
    listen: (listener) => fanout.listen(topic, (message) => listener(read(message))),
  };
}

/** The stores, which tell of what ends sign-ins and memberships once it is done. */
export function announcing(stores: AuthStores, fanout: Fanout): AuthStores {
  const { groups, tokens, users, pools } = stores;
  const tell = (change: StandingChange): void => fanout.publish(topic, JSON.stringify(change));
  const told = async <T>(work: Promise<T>, change: StandingChange): Promise<T> => {
    const done = await work;
    tell(change);
    return done;
  };
  return {
    ...stores,
    groups: {
      ...groups,
      remove: (poolId, name, now) => told(groups.remove(poolId, name, now), { poolId }),
      drop: (poolId, name, sub, now) => told(groups.drop(poolId, name, sub, now), { poolId, sub }),
    },
    tokens: {
      ...tokens,
      async revoke(originJti, now) {
        await tokens.revoke(originJti, now);
        const signIn = await tokens.signIn(originJti);
        if (signIn) tell({ poolId: signIn.poolId, sub: signIn.sub });
      },
      revokeAll: (poolId, sub, now, except) => told(tokens.revokeAll(poolId, sub, now, except), { poolId, sub }),
      revokeDevice: (poolId, sub, key, now) => told(tokens.revokeDevice(poolId, sub, key, now), { poolId, sub }),
    },
    users: { ...users, remove: (poolId, sub) => told(users.remove(poolId, sub), { poolId, sub }) },
    pools: { ...pools, remove: (poolId) => told(pools.remove(poolId), { poolId }) },
  };
}

function read(message: string): StandingChange {
  return JSON.parse(message) as StandingChange;
}
