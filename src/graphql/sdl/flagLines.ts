/**
 * Lines of a schema by which its writer sets the feature flags of his Amplify project: `# feature-flag: improvePluralization true`.
 * A project keeps them in cli.json, in lower case; AmplifyBackend has no member for them.
 */

import { commentLines } from "./commentLines.ts";
import type { Notes } from "./draft.ts";
import { flagNames } from "./flags.ts";
import type { SchemaSettings } from "./settings.ts";

/** The settings with the flags the text sets. */
export function withFlagLines(sdl: string, settings: SchemaSettings, notes: Notes): SchemaSettings {
  const lines = commentLines(sdl, "feature-flag");
  if (lines.length === 0) return settings;
  const flags: Record<string, boolean> = { ...settings.flags };
  for (const { position, text } of lines) {
    const [, given = "", value = ""] = /^(\w+)[ \t]*[ \t=:][ \t]*(true|false)$/.exec(text) ?? [];
    const name = flagNames.find((each) => each.toLowerCase() === given.toLowerCase());
    if (name !== undefined) flags[name] = value === "true";
    else {
      const wanted = `write "# feature-flag: <name> true" or "false", with one of: ${flagNames.join(", ")}.`;
      notes.problem(position, `feature-flag ${JSON.stringify(text)} is not understood; ${wanted}`);
    }
  }
  return { ...settings, flags };
}
