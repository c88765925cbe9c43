/** Store: which user pool, clients and identity pool an AmplifyBackend auth resource stands for. */

import { remember } from "#kernel/sql/remember";
import type { StoreContext } from "./context.ts";
import type { ResourcesTable } from "./tables.ts";

export interface AuthResource {
  readonly resourceId: string;
  readonly appId: string;
  readonly environment: string;
  readonly resourceName: string;
  readonly imported: boolean;
  readonly userPoolId: string;
  readonly webClientId: string;
  readonly nativeClientId: string;
  readonly identityPoolId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface ResourceStore {
  /** Writes the resource unless it is there; answers what is there afterwards, so that a job run again finds its ids. */
  claim(resource: AuthResource): Promise<AuthResource>;
  find(resourceId: string): Promise<AuthResource | undefined>;
  setIdentityPool(resourceId: string, identityPoolId: string | undefined): Promise<void>;
  remove(resourceId: string): Promise<void>;
  /** The oldest resource of an environment: what its other resources take callers from. */
  ofEnvironment(appId: string, environment: string): Promise<AuthResource | undefined>;
  /** Resources whose identity pool it is; several where it was imported. */
  withIdentityPool(identityPoolId: string): Promise<readonly AuthResource[]>;
  /** Ids of all resources. */
  ids(): Promise<readonly string[]>;
}

const rememberedEnvironments = 1000;

export function createResourceStore({ database, sql }: StoreContext): ResourceStore {
  const { tables, compile, prepare } = sql;
  const byId = (resourceId: string) =>
    compile(tables.selectFrom("auth_resources").selectAll().where("resource_id", "=", resourceId));

  // Asked by every request that shows a token. Without ORDER BY and LIMIT the engine need not plan it anew each time.
  const byEnvironment = prepare<{ app: string; environment: string }>((slot) =>
    tables
      .selectFrom("auth_resources")
      .selectAll()
      .where("app_id", "=", slot("app"))
      .where("environment", "=", slot("environment")),
  );

  return {
    async claim(resource) {
      const insert = tables
        .insertInto("auth_resources")
        .values(toRow(resource))
        .onConflict((conflict) => conflict.doNothing());
      await database.run(compile(insert));
      const row = await database.first<ResourcesTable>(byId(resource.resourceId));
      return row ? toResource(row) : resource;
    },

    async find(resourceId) {
      const row = await database.first<ResourcesTable>(byId(resourceId));
      return row && toResource(row);
    },

    async setIdentityPool(resourceId, identityPoolId) {
      const update = tables.updateTable("auth_resources").set({ identity_pool_id: identityPoolId ?? null });
      await database.run(compile(update.where("resource_id", "=", resourceId)));
    },

    async remove(resourceId) {
      await database.run(compile(tables.deleteFrom("auth_resources").where("resource_id", "=", resourceId)));
    },

    ofEnvironment: remember(database, rememberedEnvironments, async (app: string, environment: string) => {
      const rows = await database.all<ResourcesTable>(byEnvironment({ app, environment }));
      const oldest = rows.toSorted((a, b) => a.created_at - b.created_at)[0];
      return oldest && toResource(oldest);
    }),

    async withIdentityPool(identityPoolId) {
      const query = tables.selectFrom("auth_resources").selectAll().where("identity_pool_id", "=", identityPoolId);
      return (await database.all<ResourcesTable>(compile(query.orderBy("resource_id")))).map(toResource);
    },

    async ids() {
      const query = tables.selectFrom("auth_resources").select("resource_id").orderBy("resource_id");
      return (await database.all<{ resource_id: string }>(compile(query))).map((row) => row.resource_id);
    },
  };
}

function toRow(resource: AuthResource): ResourcesTable {
  return {
    resource_id: resource.resourceId,
    app_id: resource.appId,
    environment: resource.environment,
    resource_name: resource.resourceName,
    imported: resource.imported ? 1 : 0,
    user_pool_id: resource.userPoolId,
    web_client_id: resource.webClientId,
    native_client_id: resource.nativeClientId,
    identity_pool_id: resource.identityPoolId ?? null,
    created_at: resource.createdAt,
  };
}

function toResource(row: ResourcesTable): AuthResource {
  return {
    resourceId: row.resource_id,
    appId: row.app_id,
    environment: row.environment,
    resourceName: row.resource_name,
    imported: row.imported === 1,
    userPoolId: row.user_pool_id,
    webClientId: row.web_client_id,
    nativeClientId: row.native_client_id,
    identityPoolId: row.identity_pool_id ?? undefined,
    createdAt: row.created_at,
  };
}
