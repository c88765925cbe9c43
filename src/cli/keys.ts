/** `ohmstead keys`: the access keys that may sign requests to a server. */

import type { Command as Parser } from "commander";
import type { CommandModule, Terminal } from "./command.ts";
import type { ServerOptions } from "./environment.ts";
import { serverOf, withServerOptions } from "./serverOptions.ts";
import { table } from "./table.ts";

/** A key as the operator API shows it; the secret only at its making. */
export interface KeyView {
  readonly accessKeyId: string;
  readonly status: "active" | "disabled";
  readonly root: boolean;
  readonly description: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export const keys: CommandModule = {
  register(parser, terminal) {
    const group = parser.command("keys").description("list, create, disable, enable and delete access keys");
    registerList(group, terminal);
    registerCreate(group, terminal);
    registerChange(group, terminal, "disable", "refuse a key from now on, without deleting it", "disabled");
    registerChange(group, terminal, "enable", "accept a disabled key again", "active");
    registerDelete(group, terminal);
  },
};

const ROOT = "/_ohmstead/v1/keys";

function registerList(group: Parser, terminal: Terminal): void {
  const command = group.command("list").description("show all keys, oldest first").option("--json", "as JSON");
  withServerOptions(command).action(async (options: ServerOptions & { readonly json?: true }) => {
    const found = await serverOf(options).call<{ keys: readonly KeyView[] }>({
      service: "ohmstead",
      method: "GET",
      path: ROOT,
    });
    for (const line of options.json ? [JSON.stringify(found.keys, undefined, 2)] : keyLines(found.keys))
      terminal.out(line);
  });
}

/** Exported for its test. */
export function keyLines(found: readonly KeyView[]): string[] {
  return table(
    ["ACCESS KEY", "STATUS", "CREATED", "DESCRIPTION"],
    found.map((key) => [
      key.accessKeyId,
      key.status,
      new Date(key.createdAt).toISOString().replace(/\.\d+Z$/, "Z"),
      key.root ? "root key" : key.description,
    ]),
  );
}

function registerCreate(group: Parser, terminal: Terminal): void {
  const command = group
    .command("create")
    .description("make a key and print it once, as a section of an AWS credentials file")
    .option("--description <text>", "what it is for", "")
    .option("--profile <name>", "name of the printed section", "ohmstead");
  withServerOptions(command).action(
    async (options: ServerOptions & { readonly description: string; readonly profile: string }) => {
      const made = await serverOf(options).call<{ accessKeyId: string; secretAccessKey: string }>({
        service: "ohmstead",
        method: "POST",
        path: ROOT,
        body: { description: options.description },
      });
      terminal.out(`[${options.profile}]`);
      terminal.out(`aws_access_key_id = ${made.accessKeyId}`);
      terminal.out(`aws_secret_access_key = ${made.secretAccessKey}`);
      terminal.err("The secret is shown only now.");
    },
  );
}

function registerChange(
  group: Parser,
  terminal: Terminal,
  name: string,
  what: string,
  status: KeyView["status"],
): void {
  const command = group.command(`${name} <accessKeyId>`).description(what);
  withServerOptions(command).action(async (accessKeyId: string, options: ServerOptions) => {
    await serverOf(options).call({
      service: "ohmstead",
      method: "POST",
      path: `${ROOT}/${encodeURIComponent(accessKeyId)}`,
      body: { status },
    });
    terminal.out(`${accessKeyId} is ${status}.`);
  });
}

function registerDelete(group: Parser, terminal: Terminal): void {
  const command = group.command("delete <accessKeyId>").description("forget a key for good");
  withServerOptions(command).action(async (accessKeyId: string, options: ServerOptions) => {
    await serverOf(options).call({
      service: "ohmstead",
      method: "DELETE",
      path: `${ROOT}/${encodeURIComponent(accessKeyId)}`,
    });
    terminal.out(`${accessKeyId} is deleted.`);
  });
}
