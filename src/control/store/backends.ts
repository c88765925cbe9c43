/** Store: what an app's backend is made of at one moment: the app, its environments and the resources of one of them. */

import type { Sealer } from "#kernel/crypto/seal";
import type { Database, Runner, SqlSpelling } from "#ports/database";
import { type Environment, toEnvironment } from "./environments.ts";
import { type Resource, resourceOf } from "./resources.ts";
import type { EnvironmentsTable, ResourcesTable } from "./tables.ts";

/** Rows as JSON texts. Any change of a row changes its text, so what was made of equal texts still holds. */
export interface BackendRows {
  readonly appName: string;
  readonly environments: string;
  readonly resources: string;
}

type Columns<Table> = Readonly<Record<keyof Table, true>>;

const environmentColumns: Columns<EnvironmentsTable> = {
  app_id: true,
  name: true,
  incarnation: true,
  state: true,
  resource_name: true,
  stack_name: true,
  deployment_artifacts: true,
  job_id: true,
  created_at: true,
  updated_at: true,
};

const resourceColumns: Columns<ResourcesTable> = {
  resource_id: true,
  app_id: true,
  environment: true,
  category: true,
  resource_name: true,
  state: true,
  imported: true,
  import_source: true,
  outputs: true,
  meta: true,
  job_id: true,
  created_at: true,
  updated_at: true,
};

export type Backends = ReturnType<typeof createBackends>;

export function createBackends({ spelling }: Pick<Database, "spelling">, sealer: Sealer) {
  const text = statement(spelling);
  return {
    /** Undefined when there is no such app. */
    async look(runner: Runner, appId: string, environment: string): Promise<BackendRows | undefined> {
      return runner.first<BackendRows>({ text, parameters: [appId, environment] });
    },

    /** By name. */
    environmentsOf: (rows: BackendRows): readonly Environment[] =>
      (JSON.parse(rows.environments) as readonly EnvironmentsTable[]).map(toEnvironment),

    /** By category. Opens their outputs. */
    resourcesOf: (rows: BackendRows): readonly Resource[] => resourceRows(rows).map((row) => resourceOf(sealer, row)),

    resourceRows,
  };
}

/** By category, the outputs still sealed. */
function resourceRows(rows: BackendRows): readonly ResourcesTable[] {
  return JSON.parse(rows.resources) as readonly ResourcesTable[];
}

/** One statement sees one moment, and costs half as much as three. For the IN see `builder.ts`. */
function statement({ name, parameter, jsonObject, jsonArrayOf }: SqlSpelling): string {
  const rowsOf = (table: string, columns: Columns<never>, where: string, order: string): string => {
    const row = jsonObject(Object.keys(columns).map((column) => [column, name(column)]));
    return jsonArrayOf(row, `FROM ${table} WHERE app_id = app.app_id${where} ORDER BY ${order}`);
  };
  const environments = rowsOf("control_environments", environmentColumns, "", "name");
  const resources = rowsOf("control_resources", resourceColumns, ` AND environment IN (${parameter(2)})`, "category");
  return (
    `SELECT app.name AS ${name("appName")}, ${environments} AS environments, ${resources} AS resources ` +
    `FROM control_apps AS app WHERE app.app_id = ${parameter(1)}`
  );
}
