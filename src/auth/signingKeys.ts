/** The signing keys of user pools: one for ID and one for access tokens, each with its successor published beforehand. */

import type { KeyObject } from "node:crypto";
import { type PublicJwk, toPublicJwk, toPublicKey } from "#kernel/jwt/jwk";
import { makeKeyPair } from "#kernel/jwt/keyPair";
import { openSigningSecret, type SigningSecret } from "#kernel/jwt/rs256";
import type { Clock } from "#ports/clock";
import type { KeyUse, SigningKey, SigningKeyStore } from "./store/stores.ts";

export interface SigningKeys {
  /** Makes the keys of a new pool. Half a second or so, outside the event loop. Does nothing when there are keys already. */
  create(poolId: string): Promise<void>;
  /** The key that signs now. */
  active(poolId: string, use: KeyUse): Promise<SigningSecret>;
  /** The published key of that name, or undefined. */
  find(poolId: string, kid: string): Promise<{ readonly key: KeyObject; readonly use: KeyUse } | undefined>;
  /** The `keys` of the pool's JWKS document. */
  jwks(poolId: string): Promise<readonly PublicJwk[]>;
  /** Lets the successors sign and publishes new ones. Tokens of the old keys stay good until they expire. */
  rotate(poolId: string): Promise<void>;
}

interface OpenKeys {
  readonly readAt: number;
  readonly keys: readonly SigningKey[];
  readonly signing: ReadonlyMap<KeyUse, SigningSecret>;
  readonly verifying: ReadonlyMap<string, { readonly key: KeyObject; readonly use: KeyUse }>;
}

/** Other servers on the same database learn of a rotation after this time. */
const memoryMs = 30_000;
/** A name we don't know makes us read again, but not more often than this. */
const unknownNameMs = 1_000;
/** The longest an ID or access token lives, and the time in which other servers may still sign with a retired key. */
const retiredMs = 24 * 3_600_000 + 2 * memoryMs;
const uses: readonly KeyUse[] = ["id", "access"];

export function createSigningKeys(store: SigningKeyStore, clock: Clock): SigningKeys {
  const memory = new Map<string, Promise<OpenKeys>>();

  async function load(poolId: string): Promise<OpenKeys> {
    const now = clock.now();
    return openKeys(await store.list(poolId, now), now);
  }

  function read(poolId: string): Promise<OpenKeys> {
    const loading = load(poolId);
    memory.set(poolId, loading);
    loading.then(
      ({ keys }) => keys.length === 0 && memory.delete(poolId),
      () => memory.delete(poolId),
    );
    return loading;
  }

  async function known(poolId: string, olderThanMs: number): Promise<OpenKeys> {
    const remembered = await memory.get(poolId);
    const age = remembered ? clock.now() - remembered.readAt : Number.POSITIVE_INFINITY;
    return remembered && age >= 0 && age < olderThanMs ? remembered : read(poolId);
  }

  async function addMissing(poolId: string, states: readonly SigningKey["state"][]): Promise<void> {
    const present = await store.list(poolId, clock.now());
    const missing = states.flatMap((state) =>
      uses
        .filter((use) => !present.some((key) => key.state === state && key.use === use))
        .map((use) => makeKey(poolId, use, state, clock.now())),
    );
    if (missing.length > 0) await store.add(await Promise.all(missing));
    memory.delete(poolId);
  }

  return {
    create: (poolId) => addMissing(poolId, ["active", "next"]),

    async active(poolId, use) {
      const secret = (await known(poolId, memoryMs)).signing.get(use);
      if (!secret) throw new Error(`The pool ${poolId} has no active key for ${use} tokens.`);
      return secret;
    },

    async find(poolId, kid) {
      const found = (await known(poolId, memoryMs)).verifying.get(kid);
      return found ?? (await known(poolId, unknownNameMs)).verifying.get(kid);
    },

    async jwks(poolId) {
      return (await known(poolId, memoryMs)).keys.map(toPublicJwk);
    },

    async rotate(poolId) {
      await addMissing(poolId, ["next"]);
      await store.promote(poolId, clock.now() + retiredMs);
      await addMissing(poolId, ["next"]);
    },
  };
}

function openKeys(keys: readonly SigningKey[], readAt: number): OpenKeys {
  const active = keys.filter((key) => key.state === "active");
  return {
    readAt,
    keys,
    signing: new Map(active.map((key) => [key.use, openSigningSecret(key.kid, key.privateKey)])),
    verifying: new Map(keys.map((key) => [key.kid, { key: toPublicKey(key), use: key.use }])),
  };
}

async function makeKey(
  poolId: string,
  use: KeyUse,
  state: SigningKey["state"],
  createdAt: number,
): Promise<SigningKey> {
  return { ...(await makeKeyPair()), poolId, use, state, createdAt };
}
