/** The command line: the list of commands, and how an invocation ends. */

import { Command, CommanderError } from "commander";
import { version } from "#app/version";
import type { CommandModule, Terminal } from "./command.ts";
import { api } from "./api.ts";
import { buckets } from "./buckets.ts";
import { config } from "./config.ts";
import { doctor } from "./doctor.ts";
import { jobs } from "./jobs.ts";
import { keys } from "./keys.ts";
import { outbox } from "./outbox.ts";
import { pool } from "./pool.ts";
import { serve } from "./serve.ts";
import { terminal } from "./terminal.ts";
import { UserError } from "./userError.ts";
import { users } from "./users.ts";

/** In the order of the help text. */
const commands: readonly CommandModule[] = [serve, config, keys, jobs, api, pool, users, buckets, outbox, doctor];

/**
 * Runs one invocation.
 * @param args without the executable and the script
 * @returns the exit code; 0 also when the server was asked to stop
 */
export async function runProgram(args: readonly string[], io: Terminal = terminal): Promise<number> {
  try {
    await parser(io).parseAsync(args, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof UserError) {
      io.err(error.message);
      return error.exitCode;
    }
    throw error;
  }
}

function parser(io: Terminal): Command {
  const program = new Command("ohmstead")
    .description("A home for Amplify backends: run the server, and look after it.")
    .version(version)
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride();
  for (const command of commands) command.register(program, io);
  return program;
}
