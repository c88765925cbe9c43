/** Store: app clients of user pools. */

import type { Sealer } from "#kernel/crypto/seal";
import { pageOf } from "#kernel/sql/page";
import type { Client, ClientSettings } from "#auth/client";
import type { StoreContext } from "./context.ts";
import type { ClientStore } from "./stores.ts";
import type { ClientsTable } from "./tables.ts";

const secretPurpose = (id: string): string => `auth secret of client ${id}`;

export function createClientStore({ database, sql, sealer }: StoreContext): ClientStore {
  const { tables, compile, prepare } = sql;
  const byId = prepare<{ id: string }>((slot) =>
    tables.selectFrom("auth_clients").selectAll().where("id", "=", slot("id")),
  );

  const { toClient, toRow } = rowsOf(sealer);

  return {
    async create(client) {
      await database.run(compile(tables.insertInto("auth_clients").values(toRow(client))));
    },

    async find(id) {
      const row = await database.first<ClientsTable>(byId({ id }));
      return row && toClient(row);
    },

    async list(poolId, limit, after = "") {
      const query = tables
        .selectFrom("auth_clients")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit + 1);
      const rows = await database.all<ClientsTable>(compile(query));
      return pageOf(rows.map(toClient), limit, (client) => client.id);
    },

    async update(client, change, now) {
      const values = {
        name: change.name ?? client.name,
        settings: JSON.stringify(change.settings),
        revision: client.revision + 1,
        updated_at: now,
      };
      const guarded = tables
        .updateTable("auth_clients")
        .set(values)
        .where("id", "=", client.id)
        .where("revision", "=", client.revision);
      return (await database.run(compile(guarded))).changes === 1;
    },

    async remove(poolId, id) {
      const signIns = tables
        .selectFrom("auth_sign_ins")
        .select("origin_jti")
        .where("client_id", "=", id)
        .where("pool_id", "=", poolId);
      const [removed] = await database.batch([
        compile(tables.deleteFrom("auth_clients").where("id", "=", id).where("pool_id", "=", poolId)),
        compile(tables.deleteFrom("auth_refresh_tokens").where("origin_jti", "in", signIns)),
        compile(tables.deleteFrom("auth_sign_ins").where("client_id", "=", id).where("pool_id", "=", poolId)),
      ]);
      return removed?.changes === 1;
    },
  };
}

function rowsOf(sealer: Sealer) {
  return {
    toClient: (row: ClientsTable): Client => ({
      id: row.id,
      poolId: row.pool_id,
      name: row.name,
      ...(row.secret !== null && { secret: sealer.openText(row.secret, secretPurpose(row.id)) }),
      settings: JSON.parse(row.settings) as ClientSettings,
      revision: row.revision,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }),
    toRow: (client: Client): ClientsTable => ({
      id: client.id,
      pool_id: client.poolId,
      name: client.name,
      secret: client.secret === undefined ? null : sealer.seal(client.secret, secretPurpose(client.id)),
      settings: JSON.stringify(client.settings),
      revision: client.revision,
      created_at: client.createdAt,
      updated_at: client.updatedAt,
    }),
  };
}
