/** `ohmstead api`: the keys of GraphQL APIs. */

import type { Command as Parser } from "commander";
import type { CommandModule, Terminal } from "./command.ts";
import type { ServerOptions } from "./environment.ts";
import { serverOf, withServerOptions } from "./serverOptions.ts";
import { table } from "./table.ts";

/** A key as the operator API shows it. */
interface ApiKeyView {
  readonly keyId: string;
  /** What clients send. */
  readonly key: string;
  readonly description: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

type JsonOption = ServerOptions & { readonly json?: true };

export const api: CommandModule = {
  register(parser, terminal) {
    const group = parser.command("api").description("keys of a GraphQL API, and conflicts of its records");
    const keys = group.command("keys").description("keys that clients send as x-api-key");
    registerList(keys, terminal);
    registerCreate(keys, terminal);
    registerDelete(keys, terminal);
    registerConflicts(group, terminal);
  },
};

/** A conflict as the operator API shows it. */
interface ConflictView {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly model: string;
  /** The key as JSON. */
  readonly record: string;
  readonly operation: string;
  readonly strategy: string;
  readonly outcome: string;
  readonly seen: number | null;
  readonly stored: number;
  readonly caller: string;
}

function registerConflicts(group: Parser, terminal: Terminal): void {
  const command = group
    .command("conflicts <apiId>")
    .description("changes that came too late, newest first: who, what, and how the strategy settled them")
    .option("--limit <number>", "how many, 1 to 10000", "100")
    .option("--json", "one JSON object a line");
  withServerOptions(command).action(async (apiId: string, options: JsonOption & { readonly limit: string }) => {
    const { conflicts } = await serverOf(options).call<{ conflicts: readonly ConflictView[] }>({
      service: "ohmstead",
      method: "GET",
      path: `/_ohmstead/v1/apis/${encodeURIComponent(apiId)}/conflicts?limit=${encodeURIComponent(options.limit)}`,
    });
    const lines = options.json ? conflicts.map((one) => JSON.stringify(one)) : conflictLines(conflicts);
    for (const line of lines) terminal.out(line);
  });
}

/** Exported for its test. */
export function conflictLines(conflicts: readonly ConflictView[]): string[] {
  return table(
    ["WHEN (UTC)", "RECORD", "CHANGE", "VERSION", "SETTLED", "BY"],
    conflicts.map(({ at, model, record, operation, strategy, outcome, seen, stored, caller }) => [
      new Date(at).toISOString().slice(0, 19).replace("T", " "),
      `${model} ${record}`,
      operation,
      `${seen ?? "none"} of ${stored}`,
      `${strategy}: ${outcome}`,
      caller,
    ]),
  );
}

function path(apiId: string, keyId?: string): string {
  const base = `/_ohmstead/v1/apis/${encodeURIComponent(apiId)}/keys`;
  return keyId === undefined ? base : `${base}/${encodeURIComponent(keyId)}`;
}

function registerList(group: Parser, terminal: Terminal): void {
  const command = group.command("list <apiId>").description("show the API's keys").option("--json", "as JSON");
  withServerOptions(command).action(async (apiId: string, options: JsonOption) => {
    const { keys } = await serverOf(options).call<{ keys: readonly ApiKeyView[] }>({
      service: "ohmstead",
      method: "GET",
      path: path(apiId),
    });
    for (const line of options.json ? [JSON.stringify(keys, undefined, 2)] : apiKeyLines(keys)) terminal.out(line);
  });
}

/** Exported for its test. */
export function apiKeyLines(keys: readonly ApiKeyView[]): string[] {
  const when = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");
  return table(
    ["ID", "KEY", "EXPIRES (UTC)", "DESCRIPTION"],
    keys.map(({ keyId, key, expiresAt, description }) => [keyId, key, when(expiresAt), description]),
  );
}

function registerCreate(group: Parser, terminal: Terminal): void {
  const command = group
    .command("create <apiId>")
    .description("make one more key, so that clients can move to it before an old one ends")
    .option("--description <text>", "what it is for", "")
    .option("--days <number>", "days until it expires, 1 to 365", "7");
  withServerOptions(command).action(
    async (apiId: string, options: ServerOptions & { readonly description: string; readonly days: string }) => {
      const { description, days } = options;
      const made = await serverOf(options).call<ApiKeyView>({
        service: "ohmstead",
        method: "POST",
        path: path(apiId),
        body: { description, days },
      });
      terminal.out(made.key);
    },
  );
}

function registerDelete(group: Parser, terminal: Terminal): void {
  const command = group.command("delete <apiId> <keyId>").description("refuse a key from now on");
  withServerOptions(command).action(async (apiId: string, keyId: string, options: ServerOptions) => {
    await serverOf(options).call({ service: "ohmstead", method: "DELETE", path: path(apiId, keyId) });
    terminal.out(`The key ${keyId} is gone.`);
  });
}
