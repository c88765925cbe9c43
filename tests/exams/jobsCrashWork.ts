/** The jobs of the crash rounds, and the effects they must leave whole or not at all. */

import { createJobs } from "#kernel/jobs/engine";
import type { Step } from "#kernel/jobs/job";
import type { Jobs } from "#kernel/jobs/jobs";
import { jobMigrations } from "#kernel/jobs/migrations/list";
import { migrate } from "#kernel/sql/migrate";
import type { Databases, SqlValue } from "#ports/database";
import type { Log } from "#ports/log";
import { run } from "./engine.ts";

/** What a job is to do: `fails` names the step that refuses. */
export interface CrashInput {
  readonly fails: string | undefined;
}

export const stepNames = ["one", "two", "three"] as const;

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

export interface CrashBench {
  readonly databases: Databases;
  readonly jobs: Jobs;
  /** `job step` of each effect that is there. */
  effects(): Promise<readonly string[]>;
}

/** Jobs on the house database; their effects in another one, as a plane's are. */
export async function crashBench(databases: Databases): Promise<CrashBench> {
  const house = await databases.open("house");
  await migrate(house, "jobs", jobMigrations);
  const effects = await databases.open("effects");
  const text = effects.spelling.columnType("text");
  await run(effects, `create table if not exists effects (job ${text}, step ${text}, primary key (job, step))`);
  const change = async (sql: string, ...parameters: SqlValue[]): Promise<void> =>
    void (await run(effects, sql, ...parameters));
  const steps = stepNames.map(
    (name): Step<CrashInput> => ({
      name,
      async run(context) {
        const { jobId, input, notes } = context;
        await change("insert into effects values (?, ?) on conflict do nothing", jobId, name);
        notes[name] = true;
        await context.report(`did ${name}`);
        if (input.fails === name) throw Object.assign(new Error(`refused at ${name}`), { name: "ProvisionRefusal" });
      },
      undo: ({ jobId }) => change("delete from effects where job = ? and step = ?", jobId, name),
    }),
  );
  const jobs = createJobs({
    database: house,
    clock: { now: () => Date.now() },
    log: silent,
    owner: `process ${process.pid} ${Date.now()}`,
    soleOwner: true,
  });
  jobs.define<CrashInput>({ operation: "Crash", steps });
  return {
    databases,
    jobs,
    async effects() {
      const rows = await effects.all<{ job: string; step: string }>({
        text: "select job, step from effects",
        parameters: [],
      });
      return rows.map(({ job, step }) => `${job} ${step}`);
    },
  };
}
