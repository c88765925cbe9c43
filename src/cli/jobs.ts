/** `ohmstead jobs`: what the server is doing and did, with progress. */

import { setTimeout as sleep } from "node:timers/promises";
import type { CommandModule, Terminal } from "./command.ts";
import type { ServerOptions } from "./environment.ts";
import { isActive, jobTable, type JobView, newEvents } from "./jobsView.ts";
import type { Server } from "./server.ts";
import { serverOf, withServerOptions } from "./serverOptions.ts";
import { UserError } from "./userError.ts";

const LOOK_EVERY_MS = 500;

interface JobsOptions extends ServerOptions {
  readonly watch?: true;
  readonly json?: true;
}

export const jobs: CommandModule = {
  register(parser, terminal) {
    const command = parser
      .command("jobs [appId] [environment]")
      .description("show jobs, newest first")
      .option("--watch", "follow them until none is waiting or running; exit code 1 when one fails meanwhile")
      .option("--json", "as JSON");
    withServerOptions(command).action(
      async (appId: string | undefined, environment: string | undefined, options: JobsOptions) => {
        const server = serverOf(options);
        const look = (): Promise<readonly JobView[]> => read(server, appId, environment);
        if (options.watch) return watch(look, terminal);
        const found = await look();
        if (found.length === 0) terminal.err("There are no jobs.");
        if (options.json) terminal.out(JSON.stringify(found, undefined, 2));
        else if (found.length > 0) for (const line of jobTable(found, Date.now())) terminal.out(line);
      },
    );
  },
};

async function read(server: Server, appId?: string, environment?: string): Promise<readonly JobView[]> {
  const query = new URLSearchParams({ ...(appId && { appId }), ...(environment && { environment }) }).toString();
  const path = `/_ohmstead/v1/jobs${query && `?${query}`}`;
  return (await server.call<{ jobs: readonly JobView[] }>({ service: "ohmstead", method: "GET", path })).jobs;
}

/** On a terminal the table is redrawn in place; in a pipe each event is a line. */
async function watch(look: () => Promise<readonly JobView[]>, terminal: Terminal): Promise<void> {
  const seen = new Map<string, { lines: number; status: string }>();
  const watched = new Set<string>();
  let found = await look();
  for (;;) {
    const events = newEvents(found, seen);
    if (terminal.interactive) terminal.redraw(jobTable(found, Date.now()));
    else for (const line of events) terminal.out(line);
    for (const job of found.filter(isActive)) watched.add(job.id);
    if (!found.some(isActive)) break;
    await sleep(LOOK_EVERY_MS);
    found = await look();
  }
  const failed = found.filter(({ id, status }) => watched.has(id) && status === "FAILED");
  if (failed.length > 0) throw new UserError(failed.map(({ id, error }) => `Job ${id} failed: ${error}`).join("\n"));
}
