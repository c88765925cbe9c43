/** Migration: user pools, their users and keys, identity pools, and what the control plane made of them. */

import { toSql } from "#kernel/sql/builder";
import type { Migration, MigrationContext } from "#kernel/sql/migration";
import type { ColumnKind, Sql } from "#ports/database";
import { sql } from "kysely";

/** `!` marks a column that may be null; the primary key stands apart. */
interface TablePlan {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, kind: ColumnKind, nullable?: "null"])[];
  readonly key: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
}

const plans: readonly TablePlan[] = [
  {
    name: "auth_pools",
    columns: [
      ["id", "text"],
      ["name", "text"],
      ["settings", "text"],
      ["oauth", "text", "null"],
      ["revision", "integer"],
      ["created_at", "integer"],
      ["updated_at", "integer"],
    ],
    key: ["id"],
  },
  {
    name: "auth_domains",
    columns: [
      ["prefix", "text"],
      ["pool_id", "text"],
    ],
    key: ["prefix"],
    indexes: [["pool_id"]],
  },
  {
    name: "auth_clients",
    columns: [
      ["id", "text"],
      ["pool_id", "text"],
      ["name", "text"],
      ["secret", "text", "null"],
      ["settings", "text"],
      ["revision", "integer"],
      ["created_at", "integer"],
      ["updated_at", "integer"],
    ],
    key: ["id"],
    indexes: [["pool_id", "id"]],
  },
  {
    name: "auth_users",
    columns: [
      ["pool_id", "text"],
      ["sub", "text"],
      ["username", "text"],
      ["status", "text"],
      ["enabled", "integer"],
      ["attributes", "text"],
      ["pending", "text"],
      ["mfa", "text"],
      ["identities", "text"],
      ["temporary_until", "integer", "null"],
      ["revision", "integer"],
      ["created_at", "integer"],
      ["updated_at", "integer"],
      ["username_key", "text"],
      ["email_key", "text", "null"],
      ["phone_number_key", "text", "null"],
      ["preferred_username_key", "text", "null"],
      ["name", "text", "null"],
      ["given_name", "text", "null"],
      ["family_name", "text", "null"],
    ],
    key: ["pool_id", "sub"],
    indexes: [
      ["pool_id", "username_key"],
      ["pool_id", "email_key"],
      ["pool_id", "phone_number_key"],
      ["pool_id", "preferred_username_key"],
      ["pool_id", "name"],
      ["pool_id", "given_name"],
      ["pool_id", "family_name"],
    ],
  },
  {
    name: "auth_sign_in_names",
    columns: [
      ["pool_id", "text"],
      ["name_key", "text"],
      ["kind", "text"],
      ["value", "text"],
      ["sub", "text"],
    ],
    key: ["pool_id", "name_key"],
    indexes: [["pool_id", "sub"]],
  },
  {
    name: "auth_credentials",
    columns: [
      ["pool_id", "text"],
      ["sub", "text"],
      ["password", "text", "null"],
      ["totp", "text", "null"],
      ["totp_pending", "text", "null"],
      ["totp_ready", "integer"],
      ["totp_step", "integer"],
    ],
    key: ["pool_id", "sub"],
  },
  {
    name: "auth_password_history",
    columns: [
      ["pool_id", "text"],
      ["sub", "text"],
      ["replaced_at", "integer"],
      ["password", "text"],
    ],
    key: ["pool_id", "sub", "replaced_at"],
  },
  {
    name: "auth_groups",
    columns: [
      ["pool_id", "text"],
      ["name", "text"],
      ["description", "text", "null"],
      ["role_arn", "text", "null"],
      ["precedence", "integer", "null"],
      ["created_at", "integer"],
      ["updated_at", "integer"],
    ],
    key: ["pool_id", "name"],
  },
  {
    name: "auth_group_members",
    columns: [
      ["pool_id", "text"],
      ["group_name", "text"],
      ["sub", "text"],
      ["added_at", "integer"],
    ],
    key: ["pool_id", "group_name", "sub"],
    indexes: [["pool_id", "sub"]],
  },
  {
    name: "auth_devices",
    columns: [
      ["pool_id", "text"],
      ["sub", "text"],
      ["device_key", "text"],
      ["group_key", "text"],
      ["name", "text", "null"],
      ["verifier", "text", "null"],
      ["remembered", "integer"],
      ["last_address", "text", "null"],
      ["created_at", "integer"],
      ["updated_at", "integer"],
      ["last_authenticated_at", "integer"],
    ],
    key: ["pool_id", "sub", "device_key"],
  },
  {
    name: "auth_sessions",
    columns: [
      ["id_hash", "text"],
      ["pool_id", "text"],
      ["body", "text"],
      ["expires_at", "integer"],
    ],
    key: ["id_hash"],
    indexes: [["expires_at"]],
  },
  {
    name: "auth_sign_ins",
    columns: [
      ["origin_jti", "text"],
      ["pool_id", "text"],
      ["client_id", "text"],
      ["sub", "text"],
      ["device_key", "text", "null"],
      ["scopes", "text"],
      ["auth_time", "integer"],
      ["expires_at", "integer"],
      ["revoked_at", "integer", "null"],
    ],
    key: ["origin_jti"],
    indexes: [["pool_id", "sub"], ["expires_at"]],
  },
  {
    name: "auth_refresh_tokens",
    columns: [
      ["token_hash", "text"],
      ["origin_jti", "text"],
      ["expires_at", "integer"],
      ["superseded_at", "integer", "null"],
    ],
    key: ["token_hash"],
    indexes: [["origin_jti"], ["expires_at"]],
  },
  {
    name: "auth_attempts",
    columns: [
      ["pool_id", "text"],
      ["subject", "text"],
      ["failures", "integer"],
      ["locked_until", "integer"],
      ["last_at", "integer"],
    ],
    key: ["pool_id", "subject"],
    indexes: [["last_at"]],
  },
  {
    name: "auth_uses",
    columns: [
      ["pool_id", "text"],
      ["subject", "text"],
      ["action", "text"],
      ["used", "integer"],
      ["window_start", "integer"],
      ["expires_at", "integer"],
    ],
    key: ["pool_id", "subject", "action"],
    indexes: [["expires_at"]],
  },
  {
    name: "auth_codes",
    columns: [
      ["pool_id", "text"],
      ["purpose", "text"],
      ["subject", "text"],
      ["detail", "text"],
      ["code_hash", "text"],
      ["tries", "integer"],
      ["expires_at", "integer"],
    ],
    key: ["pool_id", "purpose", "subject", "detail"],
    indexes: [["expires_at"]],
  },
  {
    name: "auth_signing_keys",
    columns: [
      ["kid", "text"],
      ["pool_id", "text"],
      ["key_use", "text"],
      ["state", "text"],
      ["private_key", "text"],
      ["modulus", "text"],
      ["exponent", "text"],
      ["created_at", "integer"],
      ["published_until", "integer", "null"],
    ],
    key: ["kid"],
    indexes: [["pool_id", "state"]],
  },
  {
    name: "auth_identity_pools",
    columns: [
      ["id", "text"],
      ["name", "text"],
      ["settings", "text"],
      ["revision", "integer"],
      ["created_at", "integer"],
      ["updated_at", "integer"],
    ],
    key: ["id"],
  },
  {
    name: "auth_identities",
    columns: [
      ["id", "text"],
      ["pool_id", "text"],
      ["created_at", "integer"],
      ["updated_at", "integer"],
    ],
    key: ["id"],
    indexes: [["pool_id", "id"]],
  },
  {
    name: "auth_identity_logins",
    columns: [
      ["pool_id", "text"],
      ["provider", "text"],
      ["subject", "text"],
      ["identity_id", "text"],
    ],
    key: ["pool_id", "provider", "subject"],
    indexes: [["identity_id"]],
  },
  {
    name: "auth_resources",
    columns: [
      ["resource_id", "text"],
      ["app_id", "text"],
      ["environment", "text"],
      ["resource_name", "text"],
      ["imported", "integer"],
      ["user_pool_id", "text"],
      ["web_client_id", "text"],
      ["native_client_id", "text"],
      ["identity_pool_id", "text", "null"],
      ["created_at", "integer"],
    ],
    key: ["resource_id"],
    indexes: [["user_pool_id"]],
  },
];

export const firstTables: Migration = {
  id: "0001-first-tables",
  up: (context) => plans.flatMap((plan) => statementsOf(plan, context)),
};

function statementsOf(plan: TablePlan, { schema, spelling }: MigrationContext): readonly Sql[] {
  const table = plan.columns.reduce(
    (builder, [name, kind, nullable]) =>
      builder.addColumn(name, sql.raw(spelling.columnType(kind)), (column) => (nullable ? column : column.notNull())),
    schema.schema.createTable(plan.name).addPrimaryKeyConstraint(`${plan.name}_primary`, [...plan.key] as never[]),
  );
  const indexes = (plan.indexes ?? []).map((columns) =>
    schema.schema
      .createIndex(`${plan.name}_${columns.join("_")}`)
      .on(plan.name)
      .columns([...columns]),
  );
  return [toSql(table), ...indexes.map(toSql)];
}
