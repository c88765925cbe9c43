/** `ohmstead outbox`: mail and SMS that the built-in outbox kept instead of sending. */

import type { OutboxMessage } from "#ports/outbox";
import type { CommandModule } from "./command.ts";
import type { ServerOptions } from "./environment.ts";
import { serverOf, withServerOptions } from "./serverOptions.ts";

export const outbox: CommandModule = {
  register(parser, terminal) {
    const command = parser
      .command("outbox")
      .description("show mail and SMS of the built-in outbox, newest first")
      .option("--json", "one JSON object a line");
    withServerOptions(command).action(async (options: ServerOptions & { readonly json?: true }) => {
      const { messages } = await serverOf(options).call<{ messages: readonly OutboxMessage[] }>({
        service: "ohmstead",
        method: "GET",
        path: "/_ohmstead/v1/outbox",
      });
      if (!options.json && messages.length === 0) terminal.err("The outbox is empty.");
      for (const message of messages) terminal.out(options.json ? JSON.stringify(message) : messageText(message));
    });
  },
};

/** Exported for its test. */
export function messageText({ channel, to, subject, text, sentAt }: OutboxMessage): string {
  const head = `${sentAt}  ${channel} to ${to}${subject === "" ? "" : `: ${subject}`}`;
  return `${head}\n${text.replace(/^/gm, "    ")}\n`;
}
