/** Crash rounds: mixed jobs, `kill -9` at a random moment, restart, then every promise is checked. */

import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetBackendCommand, GetBackendJobCommand, type AmplifyBackendClient } from "@aws-sdk/client-amplifybackend";
import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import Database from "better-sqlite3";
import { apiOf } from "../support/outputs.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { type Acknowledged, clientOf, seeded, work } from "./workload.ts";

export interface CrashReport {
  readonly rounds: number;
  readonly jobs: number;
  readonly records: number;
  readonly completed: number;
  readonly failed: number;
  /** Empty when every promise held. */
  readonly broken: readonly string[];
}

export interface CrashOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly built?: boolean;
  onRound?(line: string): void;
}

/** Runs the rounds on one data folder, so that damage of one would show in a later one. */
export async function crashRounds(options: CrashOptions): Promise<CrashReport> {
  const data = mkdtempSync(join(tmpdir(), "ohmstead-crash-"));
  const random = seeded(options.seed);
  const broken: string[] = [];
  const total = { jobs: 0, records: 0, completed: 0, failed: 0 };
  const start = () => startServer({ data, built: options.built ?? false });
  let server = await start();
  try {
    for (let round = 1; round <= options.rounds; round++) {
      const acknowledged: Acknowledged = { jobs: [], records: [] };
      let stopped = false;
      const workers = Array.from({ length: 6 }, () => work(server, random, acknowledged, () => stopped));
      const delay = 40 + random() * 400;
      await new Promise((resolve) => setTimeout(resolve, delay));
      await server.kill();
      stopped = true;
      await Promise.all(workers);
      server = await start();
      const problems = await check(server, acknowledged, total);
      broken.push(...problems.map((problem) => `round ${round} (seed ${options.seed}): ${problem}`));
      const { jobs, records } = acknowledged;
      options.onRound?.(
        `round ${round}: killed after ${delay.toFixed(0)} ms, ${jobs.length} jobs and ${records.length} records acknowledged, ${problems.length} broken`,
      );
    }
  } finally {
    await server.stop();
  }
  broken.push(...integrity(data));
  if (broken.length === 0) rmSync(data, { recursive: true, force: true });
  else broken.push(`the data folder is kept: ${data}`);
  return { rounds: options.rounds, ...total, broken };
}

interface Totals {
  jobs: number;
  records: number;
  completed: number;
  failed: number;
}

async function check(server: RunningServer, acknowledged: Acknowledged, total: Totals): Promise<string[]> {
  const client = clientOf(server);
  const problems: string[] = [];
  for (const job of acknowledged.jobs) {
    const status = await settled(client, job);
    total.jobs += 1;
    if (status === "COMPLETED") total.completed += 1;
    else if (status === "FAILED") total.failed += 1;
    else problems.push(`${job.operation} job ${job.jobId} of ${job.appId}/${job.environment}: ${status}`);
  }
  const live = await liveApis(server, client);
  for (const record of acknowledged.records) {
    total.records += 1;
    if (live.has(record.endpointPath) && !(await readable(server, record)))
      problems.push(`record ${record.id} of ${record.endpointPath} was acknowledged and is gone`);
  }
  problems.push(...orphans(server.data, [...live.values()]));
  client.destroy();
  return problems;
}

async function settled(client: AmplifyBackendClient, job: Acknowledged["jobs"][number]): Promise<string> {
  const command = { AppId: job.appId, BackendEnvironmentName: job.environment, JobId: job.jobId };
  for (let tries = 0; tries < 1000; tries++) {
    try {
      const { Status } = await client.send(new GetBackendJobCommand(command));
      if (Status === "COMPLETED" || Status === "FAILED") return Status;
    } catch (error) {
      return `lost (${error instanceof Error ? `${error.name}: ${error.message}` : String(error)})`;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return "still not ended 10 s after the restart";
}

/** Endpoint path -> API id of every API that some environment names. */
async function liveApis(server: RunningServer, client: AmplifyBackendClient): Promise<Map<string, string>> {
  const amplify = new AmplifyClient({ endpoint: server.url, region: "us-east-1", credentials: server.accessKey });
  const { apps } = await amplify.send(new ListAppsCommand({}));
  const live = new Map<string, string>();
  for (const app of apps ?? []) {
    const backend = await client.send(new GetBackendCommand({ AppId: app.appId }));
    for (const environment of backend.BackendEnvironmentList ?? []) {
      const found = await apiOf(client, app.appId ?? "", environment);
      if (found) live.set(found.path, found.id);
    }
  }
  amplify.destroy();
  return live;
}

async function readable(server: RunningServer, record: Acknowledged["records"][number]): Promise<boolean> {
  const answer = await fetch(server.url + record.endpointPath, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": record.apiKey },
    body: JSON.stringify({ query: "query G($id: ID!) { getNote(id: $id) { text } }", variables: { id: record.id } }),
  });
  const body = (await answer.json()) as { data?: { getNote?: { text: string } | null } | null };
  return body.data?.getNote?.text === record.text;
}

/** Database files, and rows of the planes' tables, of APIs that no environment names any more. */
function orphans(data: string, apiIds: readonly string[]): string[] {
  const folder = join(data, "apis");
  const named = new Set(apiIds.flatMap((id) => ["", "-wal", "-shm"].map((end) => `graphql-${id}.sqlite${end}`)));
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => !named.has(file)) : [];
  const house = new Database(join(data, "house.sqlite"), { readonly: true });
  const count = (table: string): number => house.prepare(`select count(*) from ${table}`).pluck().get() as number;
  const counts = ["graphql_apis", "control_resources"].map((table) => [table, count(table)] as const);
  house.close();
  return [
    ...files.map((file) => `file apis/${file} belongs to no environment`),
    ...counts
      .filter(([, rows]) => rows !== apiIds.length)
      .map(([table, rows]) => `${table} has ${rows} rows for ${apiIds.length} APIs`),
  ];
}

function integrity(data: string): string[] {
  const apis = existsSync(join(data, "apis")) ? readdirSync(join(data, "apis")).map((file) => `apis/${file}`) : [];
  const files = ["house.sqlite", ...apis].filter((file) => file.endsWith(".sqlite"));
  return files.flatMap((file) => {
    const database = new Database(join(data, file), { readonly: true });
    const verdict = database.pragma("integrity_check", { simple: true });
    database.close();
    return verdict === "ok" ? [] : [`${file}: ${String(verdict)}`];
  });
}
