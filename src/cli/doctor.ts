/** `ohmstead doctor`: examines this machine for what keeps a server from running, and says how to mend it. */

import pc from "picocolors";
import { readConfig, type Config } from "#app/config";
import type { CommandModule } from "./command.ts";
import type { Finding } from "./doctor/check.ts";
import { checks } from "./doctor/checks.ts";
import type { ServerOptions } from "./environment.ts";
import { environmentOf, withServerOptions } from "./serverOptions.ts";
import { UserError } from "./userError.ts";

export const doctor: CommandModule = {
  register(parser, terminal) {
    const command = parser.command("doctor").description("find out what keeps a server from running here");
    withServerOptions(command).action(async (options: ServerOptions) => {
      const patient = { config: configOf(options), environment: environmentOf(options), now: Date.now() };
      let problems = 0;
      for (const check of checks) {
        for (const finding of await check.examine(patient)) {
          if (finding.verdict === "problem") problems += 1;
          for (const line of report(check.name, finding)) terminal.out(line);
        }
      }
      if (problems > 0) throw new UserError(`\n${problems} ${problems === 1 ? "problem" : "problems"} to mend.`);
      terminal.out("\nNothing keeps a server from running here.");
    });
  },
};

function configOf(options: ServerOptions): Config {
  try {
    return readConfig(undefined, options.data === undefined ? {} : { data: options.data });
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

const MARKS = { ok: pc.green("ok     "), warning: pc.yellow("warning"), problem: pc.red("PROBLEM") } as const;

/** One line for the finding, and one for its remedy. */
export function report(name: string, { verdict, text, mend }: Finding): string[] {
  const first = `${MARKS[verdict]} ${name}: ${text}`;
  return mend === undefined ? [first] : [first, `        ${mend}`];
}
