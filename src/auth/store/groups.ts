/** Store: groups and who is in them. */

import { pageOf } from "#kernel/sql/page";
import type { Group } from "#auth/group";
import { isUniqueViolation, type StoreContext } from "./context.ts";
import { lossOf } from "./groupLosses.ts";
import type { GroupStore } from "./stores.ts";
import type { GroupsTable } from "./tables.ts";
import { toUser, type UserRow } from "./userRows.ts";

export function createGroupStore(context: StoreContext): GroupStore {
  const { database, sql } = context;
  const { tables, compile } = sql;
  const inPool = (poolId: string) => tables.selectFrom("auth_groups").selectAll().where("pool_id", "=", poolId);

  return {
    ...createMemberships(context),

    async create(group) {
      try {
        await database.run(compile(tables.insertInto("auth_groups").values(toRow(group))));
        return true;
      } catch (error) {
        if (isUniqueViolation(error)) return false;
        throw error;
      }
    },

    async find(poolId, name) {
      const row = await database.first<GroupsTable>(compile(inPool(poolId).where("name", "=", name)));
      return row && toGroup(row);
    },

    async list(poolId, limit, after = "") {
      const query = inPool(poolId)
        .where("name", ">", after)
        .orderBy("name")
        .limit(limit + 1);
      const rows = await database.all<GroupsTable>(compile(query));
      return pageOf(rows.map(toGroup), limit, (group) => group.name);
    },

    async update(group) {
      const { description, role_arn, precedence, updated_at } = toRow(group);
      const update = tables.updateTable("auth_groups").set({ description, role_arn, precedence, updated_at });
      const query = update.where("pool_id", "=", group.poolId).where("name", "=", group.name);
      return (await database.run(compile(query))).changes === 1;
    },

    async remove(poolId, name, now) {
      const [, removed] = await database.batch([
        lossOf(context, poolId, name, now),
        compile(tables.deleteFrom("auth_groups").where("pool_id", "=", poolId).where("name", "=", name)),
        compile(tables.deleteFrom("auth_group_members").where("pool_id", "=", poolId).where("group_name", "=", name)),
      ]);
      return removed?.changes === 1;
    },
  };
}

/** Who is in which group. */
function createMemberships(context: StoreContext): Pick<GroupStore, "add" | "drop" | "ofUser" | "users"> {
  const { database, sql } = context;
  const { tables, compile, prepare } = sql;
  const ofUser = prepare<{ pool: string; sub: string }>((slot) =>
    tables
      .selectFrom("auth_groups as g")
      .selectAll("g")
      .where("g.pool_id", "=", slot("pool"))
      .where("g.name", "in", (where) =>
        where
          .selectFrom("auth_group_members as m")
          .select("m.group_name")
          .where("m.pool_id", "=", slot("pool"))
          .where("m.sub", "=", slot("sub")),
      ),
  );

  return {
    async add(poolId, name, sub, now) {
      const row = { pool_id: poolId, group_name: name, sub, added_at: now };
      await database.run(
        compile(
          tables
            .insertInto("auth_group_members")
            .values(row)
            .onConflict((conflict) => conflict.doNothing()),
        ),
      );
    },

    async drop(poolId, name, sub, now) {
      const query = tables
        .deleteFrom("auth_group_members")
        .where("pool_id", "=", poolId)
        .where("group_name", "=", name);
      await database.batch([lossOf(context, poolId, name, now, sub), compile(query.where("sub", "=", sub))]);
    },

    async ofUser(poolId, sub) {
      const groups = (await database.all<GroupsTable>(ofUser({ pool: poolId, sub }))).map(toGroup);
      const rank = (group: Group): number => group.precedence ?? Number.POSITIVE_INFINITY;
      return groups.sort((a, b) => (rank(a) === rank(b) ? byName(a, b) : rank(a) - rank(b)));
    },

    async users(poolId, name, limit, after = "") {
      const query = tables
        .selectFrom("auth_group_members as m")
        .innerJoin("auth_users as u", (join) => join.onRef("u.pool_id", "=", "m.pool_id").onRef("u.sub", "=", "m.sub"))
        .leftJoin("auth_credentials as c", (join) =>
          join.onRef("c.pool_id", "=", "u.pool_id").onRef("c.sub", "=", "u.sub"),
        )
        .selectAll("u")
        .select("c.totp_ready")
        .where("m.pool_id", "=", poolId)
        .where("m.group_name", "=", name)
        .where("m.sub", ">", after)
        .orderBy("m.sub")
        .limit(limit + 1);
      const rows = await database.all<UserRow>(compile(query));
      return pageOf(rows.map(toUser), limit, (user) => user.sub);
    },
  };
}

function byName(a: Group, b: Group): number {
  return a.name < b.name ? -1 : 1;
}

function toRow(group: Group): GroupsTable {
  return {
    pool_id: group.poolId,
    name: group.name,
    description: group.description ?? null,
    role_arn: group.roleArn ?? null,
    precedence: group.precedence ?? null,
    created_at: group.createdAt,
    updated_at: group.updatedAt,
  };
}

function toGroup(row: GroupsTable): Group {
  return {
    poolId: row.pool_id,
    name: row.name,
    description: row.description ?? undefined,
    roleArn: row.role_arn ?? undefined,
    precedence: row.precedence === null ? undefined : row.precedence,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
