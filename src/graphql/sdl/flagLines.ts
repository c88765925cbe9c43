/**
 * Lines of a schema by which its writer sets the feature flags of his Amplify project: `# feature-flag: improvePluralization true`.
 * A project keeps them in cli.json, in lower case; AmplifyBackend has no member for them.
 */

import type { Notes } from "./draft.ts";
import { flagNames } from "./flags.ts";
import type { SchemaSettings } from "./settings.ts";

const line = /^[ \t]*#[ \t]*feature-flag:[ \t]*(.*?)[ \t]*$/;

/** The settings with the flags the text sets. */
export function withFlagLines(sdl: string, settings: SchemaSettings, notes: Notes): SchemaSettings {
  if (!sdl.includes("feature-flag:")) return settings;
  const flags: Record<string, boolean> = { ...settings.flags };
  for (const [at, text] of sdl.split(/\r\n|\r|\n/).entries()) {
    const said = line.exec(text)?.[1];
    if (said === undefined) continue;
    const [, given = "", value = ""] = /^(\w+)[ \t]*[ \t=:][ \t]*(true|false)$/.exec(said) ?? [];
    const name = flagNames.find((each) => each.toLowerCase() === given.toLowerCase());
    if (name !== undefined) flags[name] = value === "true";
    else {
      const position = { line: at + 1, column: text.indexOf("#") + 1 };
      const wanted = `write "# feature-flag: <name> true" or "false", with one of: ${flagNames.join(", ")}.`;
      notes.problem(position, `feature-flag ${JSON.stringify(said)} is not understood; ${wanted}`);
    }
  }
  return { ...settings, flags };
}
