/** The options of commands that talk to a server, and the way from them to a connection. */

import type { Command as Parser } from "commander";
import { readEnvironment, type CommandEnvironment, type ServerOptions } from "./environment.ts";
import { connect, type Server } from "./server.ts";
import { UserError } from "./userError.ts";

export function withServerOptions(parser: Parser): Parser {
  return parser
    .option("--url <address>", "address of the server (default: OHMSTEAD_URL or the local server)")
    .option("--data <folder>", "data folder of a server on this machine (default: OHMSTEAD_DATA or ./.ohmstead)");
}

/** @throws UserError when an option or a variable makes no sense */
export function environmentOf(options: ServerOptions): CommandEnvironment {
  try {
    return readEnvironment(options);
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

export function serverOf(options: ServerOptions): Server {
  return connect(environmentOf(options));
}
