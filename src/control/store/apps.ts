/** Store: apps, the things backends belong to. */

import type { Runner } from "#ports/database";
import type { ControlBuilder } from "./builder.ts";
import type { AppsTable } from "./tables.ts";

export interface App {
  readonly appId: string;
  readonly name: string;
  readonly incarnation: string;
  /** Sealed JSON: what the Amplify service keeps with an app (see `companion/settings.ts`). */
  readonly settings: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface NewApp {
  readonly appId: string;
  readonly name: string;
  readonly incarnation: string;
  /** Sealed JSON: what the Amplify service keeps with an app (see `companion/settings.ts`). */
  readonly settings: string;
  /** Set when a job registers the app: a failure of that job takes it away again. */
  readonly jobId: string | undefined;
  readonly now: number;
}

export type Apps = ReturnType<typeof createApps>;

export function createApps(builder: ControlBuilder) {
  return { ...reading(builder), ...writing(builder) };
}

/** Looks apps up. */
function reading({ tables, compile, prepare }: ControlBuilder) {
  const byId = prepare<{ appId: string }>((slot) =>
    tables.selectFrom("control_apps").selectAll().where("app_id", "=", slot("appId")),
  );
  return {
    async find(runner: Runner, appId: string): Promise<App | undefined> {
      const row = await runner.first<AppsTable>(byId({ appId }));
      return row && toApp(row);
    },

    /** Apps by id after `after`, at most `limit`. */
    async list(runner: Runner, after: string, limit: number): Promise<readonly App[]> {
      const query = tables
        .selectFrom("control_apps")
        .selectAll()
        .where("app_id", ">", after)
        .orderBy("app_id")
        .limit(limit);
      return (await runner.all<AppsTable>(compile(query))).map(toApp);
    },
  };
}

/** Changes them; rows of jobs that fail are taken back. */
function writing({ tables, compile }: ControlBuilder) {
  return {
    async insert(runner: Runner, app: NewApp): Promise<void> {
      const row: AppsTable = {
        app_id: app.appId,
        name: app.name,
        incarnation: app.incarnation,
        settings: app.settings,
        job_id: app.jobId ?? null,
        created_at: app.now,
        updated_at: app.now,
      };
      await runner.run(compile(tables.insertInto("control_apps").values(row)));
    },

    async update(runner: Runner, appId: string, name: string, settings: string, now: number): Promise<void> {
      const values = { name, settings, updated_at: now };
      await runner.run(compile(tables.updateTable("control_apps").set(values).where("app_id", "=", appId)));
    },

    /** From now on the app stays, whatever becomes of the job that registered it. */
    async settle(runner: Runner, appId: string): Promise<void> {
      await runner.run(compile(tables.updateTable("control_apps").set({ job_id: null }).where("app_id", "=", appId)));
    },

    /** Takes back the app a failed job registered, unless another environment stands on it by now. */
    async removeUnfinished(runner: Runner, jobId: string): Promise<void> {
      const query = tables
        .deleteFrom("control_apps")
        .where("job_id", "=", jobId)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom("control_environments")
                .select("control_environments.name")
                .whereRef("control_environments.app_id", "=", "control_apps.app_id"),
            ),
          ),
        );
      await runner.run(compile(query));
    },

    async remove(runner: Runner, appId: string): Promise<void> {
      await runner.run(compile(tables.deleteFrom("control_apps").where("app_id", "=", appId)));
    },
  };
}

function toApp(row: AppsTable): App {
  return {
    appId: row.app_id,
    name: row.name,
    incarnation: row.incarnation,
    settings: row.settings,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
