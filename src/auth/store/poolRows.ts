/** Pools as rows, and back; OAuth settings hold secrets and are sealed. */

import type { Sealer } from "#kernel/crypto/seal";
import type { OAuthSettings, Pool, PoolSettings } from "#auth/pool";
import type { PoolsTable } from "./tables.ts";

const oauthPurpose = (poolId: string): string => `auth oauth settings of pool ${poolId}`;

/** Pools whose last reading is kept. */
const most = 1_000;

export function poolRows(sealer: Sealer) {
  /** The last reading of each pool: settings are parsed again only when their row changed. */
  const parsed = new Map<string, { readonly row: PoolsTable; readonly pool: Pool }>();

  return {
    toPool: (row: PoolsTable): Pool => {
      const known = parsed.get(row.id);
      if (
        known?.row.settings === row.settings &&
        known.row.oauth === row.oauth &&
        known.row.revision === row.revision
      ) {
        return known.pool;
      }
      const purpose = oauthPurpose(row.id);
      const oauth =
        row.oauth === null ? {} : { oauth: JSON.parse(sealer.openText(row.oauth, purpose)) as OAuthSettings };
      const pool: Pool = {
        id: row.id,
        name: row.name,
        settings: { ...(JSON.parse(row.settings) as PoolSettings), ...oauth },
        revision: row.revision,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      };
      if (parsed.size >= most) parsed.clear();
      parsed.set(row.id, { row, pool });
      return pool;
    },

    toRow: (pool: Pool): PoolsTable => {
      const { oauth, ...settings } = pool.settings;
      return {
        id: pool.id,
        name: pool.name,
        settings: JSON.stringify(settings),
        oauth: oauth === undefined ? null : sealer.seal(JSON.stringify(oauth), oauthPurpose(pool.id)),
        revision: pool.revision,
        created_at: pool.createdAt,
        updated_at: pool.updatedAt,
      };
    },

    forget: (id: string): boolean => parsed.delete(id),
  };
}
