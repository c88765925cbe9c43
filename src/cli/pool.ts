/** `ohmstead pool`: the user pools, and their signing keys. */

import type { Command as Parser } from "commander";
import type { CommandModule, Terminal } from "./command.ts";
import type { ServerOptions } from "./environment.ts";
import { serverOf, withServerOptions } from "./serverOptions.ts";
import { table } from "./table.ts";
import { pagesOf, usualMembers } from "./users/pages.ts";

/** A pool as the operator API lists it. */
interface PoolView {
  readonly poolId: string;
  readonly name: string;
  readonly users: number;
  readonly signInNames: readonly string[];
  readonly mfa: string;
}

interface KeyView {
  readonly kid: string;
  readonly use: string;
  readonly state: "next" | "active" | "retired";
  /** Milliseconds since the epoch; of retired keys. */
  readonly publishedUntil?: number;
}

export const pool: CommandModule = {
  register(parser, terminal) {
    const group = parser.command("pool").description("list user pools, and rotate their signing keys");
    registerList(group, terminal);
    const keys = group.command("keys").description("the keys that tokens are signed with");
    registerRotate(keys, terminal);
  },
};

const ROOT = "/_ohmstead/v1/pools";

function registerList(group: Parser, terminal: Terminal): void {
  const command = group.command("list").description("show all user pools").option("--json", "one JSON object a line");
  withServerOptions(command).action(async (options: ServerOptions & { readonly json?: true }) => {
    const found: PoolView[] = [];
    const pages = pagesOf<PoolView>(serverOf(options), ROOT, { limit: "100" }, usualMembers("pools"));
    for await (const page of pages) found.push(...page);
    for (const line of options.json ? found.map((one) => JSON.stringify(one)) : poolLines(found)) terminal.out(line);
  });
}

/** Exported for its test. */
export function poolLines(found: readonly PoolView[]): string[] {
  return table(
    ["POOL", "USERS", "SIGN IN BY", "MFA", "NAME"],
    found.map(({ poolId, users, signInNames, mfa, name }) => [
      poolId,
      String(users),
      signInNames.join(", "),
      mfa,
      name,
    ]),
  );
}

function registerRotate(group: Parser, terminal: Terminal): void {
  const command = group
    .command("rotate <poolId>")
    .description("sign with new keys from now on; nobody is logged out")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nThe successors, which are published already, sign from now on, and new successors are published.\n" +
        "Tokens of the old keys stay good until they expire; the keys they are checked by are published for a day.\n",
    );
  withServerOptions(command).action(async (poolId: string, options: ServerOptions & { readonly json?: true }) => {
    const path = `${ROOT}/${encodeURIComponent(poolId)}/keys/rotate`;
    const answer = await serverOf(options).call<{ keys: readonly KeyView[] }>({
      service: "ohmstead",
      method: "POST",
      path,
    });
    const lines = options.json
      ? [JSON.stringify(answer, undefined, 2)]
      : [`${poolId} signs with new keys.`, ...keyLines(answer.keys)];
    for (const line of lines) terminal.out(line);
  });
}

/** Exported for its test. */
export function keyLines(keys: readonly KeyView[]): string[] {
  const stateText = ({ state, publishedUntil }: KeyView): string =>
    publishedUntil === undefined ? state : `${state}, published until ${new Date(publishedUntil).toISOString()}`;
  return table(
    ["KEY", "SIGNS", "STATE"],
    keys.map((key) => [key.kid, `${key.use} tokens`, stateText(key)]),
  );
}
