/** Store: resources (API, auth, storage) of environments; at most one of a category in an environment. */

import type { Sealer } from "#kernel/crypto/seal";
import type { Runner } from "#ports/database";
import type { Category, Provisioned } from "#ports/provisioner";
import type { ControlBuilder } from "./builder.ts";
import type { ResourcesTable } from "./tables.ts";

/** CREATING until provisioned, REMOVING once a removal has begun; only READY ones are seen from outside. */
export type ResourceState = "CREATING" | "READY" | "REMOVING";

export interface Resource {
  readonly resourceId: string;
  readonly appId: string;
  readonly environment: string;
  readonly category: Category;
  readonly resourceName: string;
  readonly state: ResourceState;
  readonly imported: boolean;
  /** The import request's ids, by SDK member names, of an imported resource. */
  readonly importSource: unknown;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly updatedAt: number;
}

export interface NewResource {
  readonly resourceId: string;
  readonly appId: string;
  readonly environment: string;
  readonly category: Category;
  readonly resourceName: string;
  readonly importSource: unknown;
  readonly jobId: string;
  readonly now: number;
}

export type Resources = ReturnType<typeof createResources>;

export function createResources(builder: ControlBuilder, sealer: Sealer) {
  return { ...reading(builder, sealer), ...writing(builder, sealer) };
}

/** Looks resources up. */
function reading({ tables, prepare }: ControlBuilder, sealer: Sealer) {
  const all = tables.selectFrom("control_resources").selectAll();
  const byCategory = prepare<{ appId: string; environment: string; category: string }>((slot) =>
    all
      .where("app_id", "=", slot("appId"))
      .where("environment", "=", slot("environment"))
      .where("category", "=", slot("category")),
  );
  const inEnvironment = prepare<{ appId: string; environment: string }>((slot) =>
    all
      .where("app_id", "in", [slot("appId")])
      .where("environment", "in", [slot("environment")])
      .orderBy("category"),
  );
  const ofCategory = prepare<{ category: string }>((slot) =>
    all.where("category", "=", slot("category")).where("state", "=", "READY"),
  );
  const toResource = (row: ResourcesTable): Resource => resourceOf(sealer, row);
  return {
    async find(runner: Runner, appId: string, environment: string, category: Category): Promise<Resource | undefined> {
      const row = await runner.first<ResourcesTable>(byCategory({ appId, environment, category }));
      return row && toResource(row);
    },

    async list(runner: Runner, appId: string, environment: string): Promise<readonly Resource[]> {
      return (await runner.all<ResourcesTable>(inEnvironment({ appId, environment }))).map(toResource);
    },

    /** READY resources of a category in the whole installation. */
    async listCategory(runner: Runner, category: Category): Promise<readonly Resource[]> {
      return (await runner.all<ResourcesTable>(ofCategory({ category }))).map(toResource);
    },
  };
}

/** Changes them; rows of jobs that fail are taken back. */
function writing({ tables, compile }: ControlBuilder, sealer: Sealer) {
  return {
    async insert(runner: Runner, resource: NewResource): Promise<void> {
      const row: ResourcesTable = {
        resource_id: resource.resourceId,
        app_id: resource.appId,
        environment: resource.environment,
        category: resource.category,
        resource_name: resource.resourceName,
        state: "CREATING",
        imported: 0,
        import_source: resource.importSource === undefined ? "" : JSON.stringify(resource.importSource),
        outputs: sealOutputs(sealer, resource.resourceId, {}),
        meta: "{}",
        job_id: resource.jobId,
        created_at: resource.now,
        updated_at: resource.now,
      };
      await runner.run(compile(tables.insertInto("control_resources").values(row)));
    },

    /** Records what a finished create or update left; the resource is READY from then on. */
    async record(runner: Runner, resourceId: string, provisioned: Provisioned, now: number): Promise<void> {
      const values = {
        state: "READY",
        imported: provisioned.imported ? 1 : 0,
        outputs: sealOutputs(sealer, resourceId, provisioned.outputs),
        meta: JSON.stringify(provisioned.meta),
        updated_at: now,
      };
      await runner.run(
        compile(tables.updateTable("control_resources").set(values).where("resource_id", "=", resourceId)),
      );
    },

    async setState(runner: Runner, resourceId: string, state: ResourceState, now: number): Promise<void> {
      const values = { state, updated_at: now };
      await runner.run(
        compile(tables.updateTable("control_resources").set(values).where("resource_id", "=", resourceId)),
      );
    },

    /** Takes back rows that a failed or cancelled job had begun. */
    async removeUnfinished(runner: Runner, jobId: string): Promise<void> {
      const query = tables.deleteFrom("control_resources").where("job_id", "=", jobId).where("state", "=", "CREATING");
      await runner.run(compile(query));
    },

    async remove(runner: Runner, resourceId: string): Promise<void> {
      await runner.run(compile(tables.deleteFrom("control_resources").where("resource_id", "=", resourceId)));
    },
  };
}

type Outputs = Resource["outputs"];

/** Outputs hold API keys, so they are sealed. */
function sealOutputs(sealer: Sealer, resourceId: string, outputs: Outputs): string {
  return sealer.seal(JSON.stringify(outputs), `outputs of resource ${resourceId}`);
}

function openOutputs(sealer: Sealer, row: ResourcesTable): Outputs {
  return JSON.parse(sealer.openText(row.outputs, `outputs of resource ${row.resource_id}`)) as Outputs;
}

export function resourceOf(sealer: Sealer, row: ResourcesTable): Resource {
  return {
    resourceId: row.resource_id,
    appId: row.app_id,
    environment: row.environment,
    category: row.category as Category,
    resourceName: row.resource_name,
    state: row.state as ResourceState,
    imported: row.imported === 1,
    importSource: row.import_source === "" ? undefined : JSON.parse(row.import_source),
    outputs: openOutputs(sealer, row),
    meta: JSON.parse(row.meta) as Record<string, unknown>,
    updatedAt: row.updated_at,
  };
}
