/** Store: which apps have their console log-in switched on (CreateBackendConfig), and with what settings. */

import type { LoginAuthConfigReqObjTypeDef } from "#generated/types/amplifyBackend";
import type { Runner } from "#ports/database";
import type { ControlBuilder } from "./builder.ts";
import type { BackendConfigsTable } from "./tables.ts";

export interface BackendConfig {
  readonly appId: string;
  readonly backendManagerAppId: string;
  readonly loginAuthConfig: LoginAuthConfigReqObjTypeDef;
}

export type BackendConfigs = ReturnType<typeof createBackendConfigs>;

export function createBackendConfigs({ tables, compile }: ControlBuilder) {
  return {
    async find(runner: Runner, appId: string): Promise<BackendConfig | undefined> {
      const query = tables.selectFrom("control_backend_configs").selectAll().where("app_id", "=", appId);
      const row = await runner.first<BackendConfigsTable>(compile(query));
      return (
        row && {
          appId: row.app_id,
          backendManagerAppId: row.backend_manager_app_id,
          loginAuthConfig: JSON.parse(row.login_auth_config) as LoginAuthConfigReqObjTypeDef,
        }
      );
    },

    /** Inserts it, or leaves the one that is there: the step that calls this may run twice. */
    async ensure(runner: Runner, appId: string, backendManagerAppId: string, now: number): Promise<void> {
      const row: BackendConfigsTable = {
        app_id: appId,
        backend_manager_app_id: backendManagerAppId,
        login_auth_config: "{}",
        created_at: now,
        updated_at: now,
      };
      const query = tables
        .insertInto("control_backend_configs")
        .values(row)
        .onConflict((conflict) => conflict.column("app_id").doNothing());
      await runner.run(compile(query));
    },

    async setLogin(runner: Runner, appId: string, login: LoginAuthConfigReqObjTypeDef, now: number): Promise<void> {
      const values = { login_auth_config: JSON.stringify(login), updated_at: now };
      await runner.run(compile(tables.updateTable("control_backend_configs").set(values).where("app_id", "=", appId)));
    },

    /** @returns whether there was one. */
    async remove(runner: Runner, appId: string): Promise<boolean> {
      const outcome = await runner.run(
        compile(tables.deleteFrom("control_backend_configs").where("app_id", "=", appId)),
      );
      return outcome.changes > 0;
    },
  };
}
