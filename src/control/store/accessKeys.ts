/** Store: access keys, the AWS credentials this server knows. */

import type { Runner } from "#ports/database";
import type { ControlBuilder } from "./builder.ts";
import type { AccessKeysTable } from "./tables.ts";

export type AccessKeyStatus = "active" | "disabled";

export interface AccessKeyRow {
  readonly accessKeyId: string;
  readonly secretSealed: string;
  readonly status: AccessKeyStatus;
  readonly root: boolean;
  readonly description: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type AccessKeyStore = ReturnType<typeof createAccessKeyStore>;

export function createAccessKeyStore({ tables, compile }: ControlBuilder) {
  const all = tables.selectFrom("control_access_keys").selectAll();
  return {
    async find(runner: Runner, accessKeyId: string): Promise<AccessKeyRow | undefined> {
      const row = await runner.first<AccessKeysTable>(compile(all.where("access_key_id", "=", accessKeyId)));
      return row && toKey(row);
    },

    async findRoot(runner: Runner): Promise<AccessKeyRow | undefined> {
      const row = await runner.first<AccessKeysTable>(compile(all.where("root", "=", 1)));
      return row && toKey(row);
    },

    /** Oldest first. */
    async list(runner: Runner): Promise<readonly AccessKeyRow[]> {
      const rows = await runner.all<AccessKeysTable>(compile(all.orderBy("created_at").orderBy("access_key_id")));
      return rows.map(toKey);
    },

    async insert(runner: Runner, key: AccessKeyRow): Promise<void> {
      const row: AccessKeysTable = {
        access_key_id: key.accessKeyId,
        secret_sealed: key.secretSealed,
        status: key.status,
        root: key.root ? 1 : 0,
        description: key.description,
        created_at: key.createdAt,
        updated_at: key.updatedAt,
      };
      await runner.run(compile(tables.insertInto("control_access_keys").values(row)));
    },

    async setStatus(runner: Runner, accessKeyId: string, status: AccessKeyStatus, now: number): Promise<void> {
      const values = { status, updated_at: now };
      await runner.run(
        compile(tables.updateTable("control_access_keys").set(values).where("access_key_id", "=", accessKeyId)),
      );
    },

    async remove(runner: Runner, accessKeyId: string): Promise<void> {
      await runner.run(compile(tables.deleteFrom("control_access_keys").where("access_key_id", "=", accessKeyId)));
    },
  };
}

function toKey(row: AccessKeysTable): AccessKeyRow {
  return {
    accessKeyId: row.access_key_id,
    secretSealed: row.secret_sealed,
    status: row.status as AccessKeyStatus,
    root: row.root === 1,
    description: row.description,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
