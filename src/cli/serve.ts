/** `ohmstead serve`: runs the server until it is asked to stop. */

import { Option } from "commander";
import { readConfig, type Config } from "#app/config";
import { settings } from "#app/settings";
import { holdYoungGeneration } from "#app/youngGeneration";
import type { CommandModule } from "./command.ts";
import { UserError } from "./userError.ts";

type SettingName = keyof typeof settings;

/** Other users of the machine can read a command line, so secrets stay in the environment. */
const SECRET: readonly SettingName[] = ["rootSecretAccessKey", "masterKey", "metricsKey"];

const LINGER_MS = 2000;

export const serve: CommandModule = {
  register(parser) {
    const command = parser.command("serve").description("run the server until it is asked to stop");
    for (const option of settingOptions()) command.addOption(option);
    command.action(async (options: Partial<Record<SettingName, string>>) => {
      const config = configOf(options);
      holdYoungGeneration();
      // Loaded only now: no other command needs the server's half of the program.
      const app = await import("#app/serve");
      try {
        await app.serve(config);
      } catch (error) {
        throw explain(error);
      } finally {
        // Everything is closed by now; whatever still lingers must not keep the process.
        setTimeout(() => process.exit(), LINGER_MS).unref();
      }
    });
  },
};

/** One option a setting, named like it: `--log-level` for OHMSTEAD_LOG_LEVEL. */
function settingOptions(): Option[] {
  return Object.entries(settings)
    .filter(([name]) => !SECRET.includes(name as SettingName))
    .map(([name, { meaning, variable, fallback }]) => {
      const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const otherwise = fallback === "" ? variable : `${variable}, else ${fallback}`;
      return new Option(`--${flag} <value>`, `${meaning}; default ${otherwise}`);
    });
}

function configOf(options: Partial<Record<SettingName, string>>): Config {
  try {
    return readConfig(undefined, options);
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

/** Why a start failed, in a sentence. Errors that only a bug throws stay as they are. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || BUGS.some((bug) => error instanceof bug)) return error;
  return new UserError(`${error.message}\n\`ohmstead doctor\` tells more.`);
}

const BUGS = [TypeError, ReferenceError, RangeError, SyntaxError];
