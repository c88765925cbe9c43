/** Runs the server until it is asked to stop: what `ohmstead serve` does. */

import type { Log } from "#ports/log";
import type { Config } from "./config.ts";
import { createLog } from "./compose.ts";
import { start } from "./start.ts";

/**
 * Prints where the server is ready, serves until SIGTERM or SIGINT, drains and returns. A second signal ends it at once.
 * @throws Error with a sentence for the operator when the server cannot start
 */
export async function serve(config: Config): Promise<void> {
  const log = createLog(config);
  const asked = signalled();
  const server = await start(config, log);
  outliveBugs(log);
  process.stdout.write(
    `Ohmstead ready at ${server.url}\nCredentials in ${server.credentialsPath} (profile ohmstead)\n`,
  );
  await asked;
  await server.stop();
}

/** A bug in one handler or timer must not end everybody's server. */
function outliveBugs(log: Log): void {
  const survive = (error: unknown): void =>
    log.error({ error }, "Something failed outside any request; the server goes on");
  process.on("uncaughtException", survive);
  process.on("unhandledRejection", survive);
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.once("SIGTERM", () => process.exit(1));
      process.once("SIGINT", () => process.exit(1));
      resolve();
    };
    let first = true;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (first) stop();
        first = false;
      });
    }
  });
}
