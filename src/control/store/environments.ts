/** Store: environments of apps. */

import type { Runner } from "#ports/database";
import type { ControlBuilder } from "./builder.ts";
import type { EnvironmentsTable } from "./tables.ts";

/** CREATING until its job ends, REMOVING once a removal has begun. */
export type EnvironmentState = "CREATING" | "READY" | "REMOVING";

export interface Environment {
  readonly appId: string;
  readonly name: string;
  readonly incarnation: string;
  readonly state: EnvironmentState;
  /** CreateBackend's ResourceName, or empty. */
  readonly resourceName: string;
  readonly stackName: string;
  readonly deploymentArtifacts: string;
  /** The job that makes it, while it is CREATING. */
  readonly jobId: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewEnvironment = Omit<Environment, "createdAt" | "updatedAt"> & { readonly now: number };

export type Environments = ReturnType<typeof createEnvironments>;

export function createEnvironments(builder: ControlBuilder) {
  return { ...reading(builder), ...writing(builder) };
}

/** Looks environments up. */
function reading({ tables, prepare }: ControlBuilder) {
  const all = tables.selectFrom("control_environments").selectAll();
  const byName = prepare<{ appId: string; name: string }>((slot) =>
    all.where("app_id", "=", slot("appId")).where("name", "=", slot("name")),
  );
  const page = prepare<{ appId: string; after: string; limit: number }>((slot) =>
    all
      .where("app_id", "in", [slot("appId")])
      .where("name", ">", slot("after"))
      .orderBy("name")
      .limit(slot("limit")),
  );
  return {
    async find(runner: Runner, appId: string, name: string): Promise<Environment | undefined> {
      const row = await runner.first<EnvironmentsTable>(byName({ appId, name }));
      return row && toEnvironment(row);
    },

    /** By name after `after`; all of them without `limit`. */
    async list(
      runner: Runner,
      appId: string,
      after = "",
      limit = Number.MAX_SAFE_INTEGER,
    ): Promise<readonly Environment[]> {
      const rows = await runner.all<EnvironmentsTable>(page({ appId, after, limit }));
      return rows.map(toEnvironment);
    },
  };
}

/** Changes them; rows of jobs that fail are taken back. */
function writing({ tables, compile }: ControlBuilder) {
  return {
    async insert(runner: Runner, environment: NewEnvironment): Promise<void> {
      const row: EnvironmentsTable = {
        app_id: environment.appId,
        name: environment.name,
        incarnation: environment.incarnation,
        state: environment.state,
        resource_name: environment.resourceName,
        stack_name: environment.stackName,
        deployment_artifacts: environment.deploymentArtifacts,
        job_id: environment.jobId ?? null,
        created_at: environment.now,
        updated_at: environment.now,
      };
      await runner.run(compile(tables.insertInto("control_environments").values(row)));
    },

    async setState(runner: Runner, appId: string, name: string, state: EnvironmentState, now: number): Promise<void> {
      const query = tables
        .updateTable("control_environments")
        .set({ state, updated_at: now, ...(state === "READY" && { job_id: null }) })
        .where("app_id", "=", appId)
        .where("name", "=", name);
      await runner.run(compile(query));
    },

    /** Takes back what a failed or cancelled job had begun; what has resources left is closed instead. */
    async removeUnfinished(runner: Runner, jobId: string, now: number): Promise<void> {
      const remove = tables
        .deleteFrom("control_environments")
        .where("job_id", "=", jobId)
        .where("state", "=", "CREATING")
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom("control_resources")
                .select("control_resources.resource_id")
                .whereRef("control_resources.app_id", "=", "control_environments.app_id")
                .whereRef("control_resources.environment", "=", "control_environments.name"),
            ),
          ),
        );
      const close = tables
        .updateTable("control_environments")
        .set({ state: "REMOVING", updated_at: now })
        .where("job_id", "=", jobId)
        .where("state", "=", "CREATING");
      await runner.run(compile(remove));
      await runner.run(compile(close));
    },

    async remove(runner: Runner, appId: string, name: string): Promise<void> {
      await runner.run(
        compile(tables.deleteFrom("control_environments").where("app_id", "=", appId).where("name", "=", name)),
      );
    },
  };
}

export function toEnvironment(row: EnvironmentsTable): Environment {
  return {
    appId: row.app_id,
    name: row.name,
    incarnation: row.incarnation,
    state: row.state as EnvironmentState,
    resourceName: row.resource_name,
    stackName: row.stack_name,
    deploymentArtifacts: row.deployment_artifacts,
    jobId: row.job_id ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
