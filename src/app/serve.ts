/** Runs the server until it is asked to stop: what `ohmstead serve` does. */

import type { Log } from "#ports/log";
import type { Config } from "./config.ts";
import { createLog } from "./compose.ts";
import { start } from "./start.ts";
import { releaseYoungGeneration } from "./youngGeneration.ts";

/**
 * Prints where the server is ready, serves until SIGTERM or SIGINT, drains and returns. A second signal, a moment later, ends it at once.
 * @throws Error with a sentence for the operator when the server cannot start
 */
export async function serve(config: Config): Promise<void> {
  const log = createLog(config);
  const asked = signalled();
  const server = await start(config, log);
  releaseYoungGeneration();
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

/** Process managers send one signal to a whole group, so it arrives several times at once; only a later one is meant. */
const REPEAT_MS = 1_000;

/** Settles at the first SIGTERM or SIGINT; another one after a moment ends the process without draining. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const heard = (): void => {
      first ??= performance.now();
      resolve();
      if (performance.now() - first > REPEAT_MS) process.exit(1);
    };
    process.on("SIGTERM", heard);
    process.on("SIGINT", heard);
  });
}
