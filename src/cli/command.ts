/** What a command of the program is, and what it may touch. Leaf types. */

import type { Command as Parser } from "commander";

/** Where a command reads from and writes to; tests give their own. */
export interface Terminal {
  /** One line to standard output: the answer itself, fit for a pipe. */
  out(line: string): void;
  /** One line to standard error: progress, advice, complaints. */
  err(line: string): void;
  /** Replaces the screen's live part, on a terminal only. */
  redraw(lines: readonly string[]): void;
  /** Whether a person watches: colours and live views only then. */
  readonly interactive: boolean;
}

/** Adds one command to the parser. */
export interface CommandModule {
  /** Declares name, arguments and options; its action throws a `UserError` for what a person can mend. */
  register(parser: Parser, terminal: Terminal): void;
}
