/** Store: signing keys of pools, sealed. */

import type { Sealer } from "#kernel/crypto/seal";
import type { StoreContext } from "./context.ts";
import type { KeyUse, SigningKey, SigningKeyStore } from "./stores.ts";
import type { SigningKeysTable } from "./tables.ts";

const purpose = (kid: string): string => `auth signing key ${kid}`;

export function createSigningKeyStore({ database, sql, sealer }: StoreContext): SigningKeyStore {
  const { tables, compile } = sql;

  return {
    async list(poolId, now) {
      const query = tables
        .selectFrom("auth_signing_keys")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where((where) => where.or([where("published_until", "is", null), where("published_until", ">", now)]))
        .orderBy("created_at")
        .orderBy("kid");
      return (await database.all<SigningKeysTable>(compile(query))).map((row) => toKey(sealer, row));
    },

    async add(keys) {
      const rows = keys.map((key) => toRow(sealer, key));
      await database.transaction(async (transaction) => {
        for (const row of rows) {
          const same = tables
            .selectFrom("auth_signing_keys")
            .select("kid")
            .where("pool_id", "=", row.pool_id)
            .where("key_use", "=", row.key_use)
            .where("state", "=", row.state);
          // Two rotations at once each bring successors; the first ones count.
          if (await transaction.first(compile(same))) continue;
          await transaction.run(compile(tables.insertInto("auth_signing_keys").values(row)));
        }
      });
    },

    async promote(poolId, publishedUntil) {
      await database.transaction(async (transaction) => {
        const held = tables.updateTable("auth_signing_keys").where("pool_id", "=", poolId);
        const waiting = tables
          .selectFrom("auth_signing_keys")
          .select("key_use")
          .where("pool_id", "=", poolId)
          .where("state", "=", "next");
        // A use that has no next key keeps the one that signs.
        const uses = (await transaction.all<{ key_use: string }>(compile(waiting))).map((row) => row.key_use);
        if (uses.length === 0) return;
        const retired = { state: "retired", published_until: publishedUntil };
        await transaction.run(compile(held.set(retired).where("state", "=", "active").where("key_use", "in", uses)));
        await transaction.run(compile(held.set({ state: "active" }).where("state", "=", "next")));
      });
    },
  };
}

function toRow(sealer: Sealer, key: SigningKey): SigningKeysTable {
  return {
    kid: key.kid,
    pool_id: key.poolId,
    key_use: key.use,
    state: key.state,
    private_key: sealer.seal(key.privateKey, purpose(key.kid)),
    modulus: key.modulus,
    exponent: key.exponent,
    created_at: key.createdAt,
    published_until: key.publishedUntil ?? null,
  };
}

function toKey(sealer: Sealer, row: SigningKeysTable): SigningKey {
  return {
    kid: row.kid,
    poolId: row.pool_id,
    use: row.key_use as KeyUse,
    state: row.state as SigningKey["state"],
    privateKey: sealer.openText(row.private_key, purpose(row.kid)),
    modulus: row.modulus,
    exponent: row.exponent,
    createdAt: row.created_at,
    ...(row.published_until !== null && { publishedUntil: row.published_until }),
  };
}
