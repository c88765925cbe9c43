/** Migration: apps, environments, resources, console log-in, challenge codes and access keys. */

import { sql } from "kysely";
import { toSql } from "#kernel/sql/builder";
import type { Migration, MigrationContext } from "#kernel/sql/migration";
import type { ColumnKind, Sql } from "#ports/database";

interface TablePlan {
  readonly name: string;
  /** Every column is NOT NULL but for those under `nullable`. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly nullable?: readonly string[];
  readonly key: readonly string[];
  readonly unique?: readonly string[];
}

const times = { created_at: "integer", updated_at: "integer" } as const;

const plans: readonly TablePlan[] = [
  {
    name: "control_apps",
    columns: { app_id: "text", name: "text", incarnation: "text", settings: "text", job_id: "text", ...times },
    nullable: ["job_id"],
    key: ["app_id"],
  },
  {
    name: "control_environments",
    columns: {
      app_id: "text",
      name: "text",
      incarnation: "text",
      state: "text",
      resource_name: "text",
      stack_name: "text",
      deployment_artifacts: "text",
      job_id: "text",
      ...times,
    },
    nullable: ["job_id"],
    key: ["app_id", "name"],
  },
  {
    name: "control_resources",
    columns: {
      resource_id: "text",
      app_id: "text",
      environment: "text",
      category: "text",
      resource_name: "text",
      state: "text",
      imported: "integer",
      import_source: "text",
      outputs: "text",
      meta: "text",
      job_id: "text",
      ...times,
    },
    nullable: ["job_id"],
    key: ["resource_id"],
    unique: ["app_id", "environment", "category"],
  },
  {
    name: "control_backend_configs",
    columns: { app_id: "text", backend_manager_app_id: "text", login_auth_config: "text", ...times },
    key: ["app_id"],
  },
  {
    name: "control_challenges",
    columns: {
      session_id: "text",
      app_id: "text",
      code_sealed: "text",
      code_hash: "text",
      expires_at: "integer",
      created_at: "integer",
      created_by: "text",
    },
    key: ["session_id"],
  },
  {
    name: "control_access_keys",
    columns: {
      access_key_id: "text",
      secret_sealed: "text",
      status: "text",
      root: "integer",
      description: "text",
      ...times,
    },
    key: ["access_key_id"],
  },
];

export const firstTables: Migration = {
  id: "0001-first-tables",
  up: (context) => [
    ...plans.flatMap((plan) => tableOf(plan, context)),
    toSql(context.schema.schema.createIndex("control_challenges_app").on("control_challenges").column("app_id")),
  ],
};

function tableOf(plan: TablePlan, { schema, spelling }: MigrationContext): readonly Sql[] {
  let table = schema.schema
    .createTable(plan.name)
    .addPrimaryKeyConstraint(`${plan.name}_primary`, [...plan.key] as never);
  for (const [name, kind] of Object.entries(plan.columns)) {
    table = table.addColumn(name, sql.raw(spelling.columnType(kind)), (column) =>
      plan.nullable?.includes(name) ? column : column.notNull(),
    ) as typeof table;
  }
  if (!plan.unique) return [toSql(table)];
  const index = schema.schema
    .createIndex(`${plan.name}_unique`)
    .unique()
    .on(plan.name)
    .columns([...plan.unique]);
  return [toSql(table), toSql(index)];
}
