/** A server whose LAMBDA conflicts are settled by the function of the random runs. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningServer, startServer } from "../support/server.ts";
import { conflictHandler } from "./runs.ts";

export interface SettlingServer {
  readonly server: RunningServer;
  close(): Promise<void>;
}

export async function startSettling(built: boolean): Promise<SettlingServer> {
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-settle-"));
  writeFileSync(join(folder, "settle.mjs"), conflictHandler);
  writeFileSync(join(folder, "functions.json"), JSON.stringify({ settle: { module: "settle.mjs" } }));
  const env = {
    OHMSTEAD_FUNCTIONS: join(folder, "functions.json"),
    OHMSTEAD_GRAPHQL_CONFLICT_HANDLERS: "*=settle",
  };
  const server = await startServer({ env, built });
  return {
    server,
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
