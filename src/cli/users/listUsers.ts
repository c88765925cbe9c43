/** `ohmstead users list`: the users of a pool. */

import { type Command as Parser, InvalidArgumentError } from "commander";
import type { Terminal } from "#cli/command";
import type { ServerOptions } from "#cli/environment";
import { serverOf, withServerOptions } from "#cli/serverOptions";
import { table } from "#cli/table";
import { pagesOf, usualMembers } from "./pages.ts";

/** A user as the operator API lists it. */
interface UserView {
  readonly username: string;
  readonly sub: string;
  readonly status: string;
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

interface Options extends ServerOptions {
  readonly json?: true;
  readonly limit?: number;
  readonly filter?: string;
}

/** As many as a person reads. */
const usual = 100;
const mostAtOnce = 500;

export function registerList(group: Parser, terminal: Terminal): void {
  const command = group
    .command("list <poolId>")
    .description("show the users of a pool")
    .option(
      "--filter <filter>",
      `as ListUsers takes it: email ^= "ann", status = "Disabled", cognito:user_status = "…"`,
    )
    .option("--limit <number>", `show so many at most (default: ${usual}, with --json all)`, wholeNumber)
    .option("--json", "one JSON object a line");
  withServerOptions(command).action(async (poolId: string, options: Options) => {
    const limit = options.limit ?? (options.json ? Number.POSITIVE_INFINITY : usual);
    const { users, more } = await upTo(
      limit,
      poolId,
      options,
      (user) => options.json && terminal.out(JSON.stringify(user)),
    );
    if (!options.json) for (const line of userLines(users)) terminal.out(line);
    if (more) terminal.err("There are more; see --limit and --filter.");
  });
}

/** Gives each user to `show`; keeps them only for a table, whose widths all decide. */
async function upTo(limit: number, poolId: string, options: Options, show: (user: UserView) => unknown) {
  const path = `/_ohmstead/v1/pools/${encodeURIComponent(poolId)}/users`;
  const query = {
    limit: String(Math.min(limit + 1, mostAtOnce)),
    ...(options.filter !== undefined && { filter: options.filter }),
  };
  const users: UserView[] = [];
  let shown = 0;
  for await (const page of pagesOf<UserView>(serverOf(options), path, query, usualMembers("users"))) {
    for (const user of page) {
      if (shown === limit) return { users, more: true };
      shown += 1;
      show(user);
      if (!options.json) users.push(user);
    }
  }
  return { users, more: false };
}

/** Exported for its test. */
export function userLines(users: readonly UserView[]): string[] {
  return table(
    ["USERNAME", "STATUS", "CREATED", "ADDRESSES"],
    users.map(({ username, status, enabled, attributes, createdAt }) => [
      username,
      enabled ? status : `${status}, disabled`,
      new Date(createdAt).toISOString().replace(/\.\d+Z$/, "Z"),
      [attributes["email"], attributes["phone_number"]].filter((address) => address !== undefined).join(" "),
    ]),
  );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return Number(text);
}
