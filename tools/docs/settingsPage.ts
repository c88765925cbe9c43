/** docs/reference/settings.md: each setting with its variable, option, default and meaning. */

import { Command } from "commander";
import { settings } from "#app/settings";
import { serve } from "#cli/serve";
import { code, head, page, plain, table } from "./markdown.ts";

export function settingsPage(): string {
  const options = serveOptions();
  const rows = Object.entries(settings).map(([name, { variable, fallback, meaning }]) => [
    code(variable),
    options.has(name) ? code(options.get(name) ?? "") : "none",
    fallback === "" ? "none" : code(fallback),
    plain(meaning),
  ]);
  return page(
    head(
      "Settings",
      "The server reads these variables at its start; an option of `ohmstead serve` wins over its variable. A setting without an option is a secret: other users of a machine can read a command line. A value that makes no sense stops the start with a sentence that names it.",
    ),
    table(["variable", "option", "default", "meaning"], rows),
  );
}

/** What the command line takes, by setting name. Options that are no setting would be missed here, so they are refused. */
function serveOptions(): ReadonlyMap<string, string> {
  const parser = new Command();
  const line = (): void => undefined;
  serve.register(parser, { out: line, err: line, redraw: line, interactive: false });
  const [command] = parser.commands;
  const options = command?.options ?? [];
  const strange = options.filter((option) => !Object.hasOwn(settings, option.attributeName()));
  if (options.length === 0 || strange.length > 0)
    throw new Error(`ohmstead serve has options that are no setting: ${strange.map(({ flags }) => flags).join(", ")}`);
  return new Map(options.map((option) => [option.attributeName(), option.long ?? option.flags]));
}
