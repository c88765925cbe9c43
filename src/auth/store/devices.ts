/** Store: devices of users. */

import type { Sealer } from "#kernel/crypto/seal";
import { pageOf } from "#kernel/sql/page";
import type { Device } from "#auth/device";
import type { PasswordVerifier } from "#auth/user";
import type { StoreContext } from "./context.ts";
import type { DeviceStore } from "./stores.ts";
import type { DevicesTable } from "./tables.ts";

const purpose = (key: string): string => `auth device ${key}`;

export function createDeviceStore({ database, sql, sealer }: StoreContext): DeviceStore {
  const { tables, compile } = sql;
  const ofUser = (poolId: string, sub: string) =>
    tables.selectFrom("auth_devices").selectAll().where("pool_id", "=", poolId).where("sub", "=", sub);

  return {
    async create(device) {
      await database.run(compile(tables.insertInto("auth_devices").values(toRow(sealer, device))));
    },

    async find(poolId, sub, key) {
      const row = await database.first<DevicesTable>(compile(ofUser(poolId, sub).where("device_key", "=", key)));
      return row && toDevice(sealer, row);
    },

    async list(poolId, sub, limit, after = "") {
      const query = ofUser(poolId, sub)
        .where("device_key", ">", after)
        .orderBy("device_key")
        .limit(limit + 1);
      const rows = await database.all<DevicesTable>(compile(query));
      return pageOf(
        rows.map((row) => toDevice(sealer, row)),
        limit,
        (device) => device.key,
      );
    },

    async update(device, change, now) {
      const { pool_id, sub, device_key, ...values } = toRow(sealer, { ...device, ...change, updatedAt: now });
      // Only what changes is written, so that two changes of different members don't undo each other.
      const columns: Partial<DevicesTable> = { updated_at: values.updated_at };
      if ("name" in change) columns.name = values.name;
      if ("verifier" in change) columns.verifier = values.verifier;
      if ("remembered" in change) columns.remembered = values.remembered;
      if ("lastAddress" in change) columns.last_address = values.last_address;
      if ("lastAuthenticatedAt" in change) columns.last_authenticated_at = values.last_authenticated_at;
      const update = tables
        .updateTable("auth_devices")
        .set(columns)
        .where("pool_id", "=", pool_id)
        .where("sub", "=", sub);
      return (await database.run(compile(update.where("device_key", "=", device_key)))).changes === 1;
    },

    async remove(poolId, sub, key) {
      const query = tables.deleteFrom("auth_devices").where("pool_id", "=", poolId).where("sub", "=", sub);
      return (await database.run(compile(query.where("device_key", "=", key)))).changes === 1;
    },
  };
}

function toRow(sealer: Sealer, device: Device): DevicesTable {
  return {
    pool_id: device.poolId,
    sub: device.sub,
    device_key: device.key,
    group_key: device.groupKey,
    name: device.name ?? null,
    verifier: device.verifier ? sealer.seal(JSON.stringify(device.verifier), purpose(device.key)) : null,
    remembered: device.remembered ? 1 : 0,
    last_address: device.lastAddress ?? null,
    created_at: device.createdAt,
    updated_at: device.updatedAt,
    last_authenticated_at: device.lastAuthenticatedAt,
  };
}

function toDevice(sealer: Sealer, row: DevicesTable): Device {
  const verifier = row.verifier
    ? (JSON.parse(sealer.openText(row.verifier, purpose(row.device_key))) as PasswordVerifier)
    : undefined;
  return {
    key: row.device_key,
    groupKey: row.group_key,
    poolId: row.pool_id,
    sub: row.sub,
    name: row.name ?? undefined,
    verifier,
    remembered: row.remembered === 1,
    lastAddress: row.last_address ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastAuthenticatedAt: row.last_authenticated_at,
  };
}
