/** `ohmstead users export`: writes all users of a pool as lines that `users import` reads. */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import type { Command as Parser } from "commander";
import type { Terminal } from "#cli/command";
import type { ServerOptions } from "#cli/environment";
import { serverOf, withServerOptions } from "#cli/serverOptions";
import { UserError } from "#cli/userError";
import { pagesOf } from "./pages.ts";

const secret =
  "The export is a secret: it holds what passwords can be guessed from, and the secrets of authenticator apps. " +
  "Keep it as safe as the passwords themselves, and delete it when it has served.";

const help = `
A user a line: attributes, groups, status, second factors, and the password's SRP salt and
verifier. Import takes them back into the same pool; passwords are bound to the pool's id, so
in another pool users must reset theirs. Devices and earlier passwords are not exported.

${secret.replace(/(.{1,90})(?: |$)/g, "$1\n")}`;

export function registerExport(group: Parser, terminal: Terminal): void {
  const command = group
    .command("export <poolId>")
    .description("write all users with their passwords' verifiers, as JSON lines: a secret")
    .option("--output <file>", "write to a new file that only you can read, instead of standard output")
    .addHelpText("after", help);
  withServerOptions(command).action(async (poolId: string, options: ServerOptions & { readonly output?: string }) => {
    const path = `/_ohmstead/v1/pools/${encodeURIComponent(poolId)}/users/export`;
    const pages = pagesOf<unknown>(serverOf(options), path, { limit: "500" }, members);
    const users =
      options.output === undefined ? await toTerminal(pages, terminal) : await toFile(pages, options.output);
    terminal.err(`${users} users. ${secret}`);
  });
}

const members = { entries: "Users", next: "PaginationToken" };

async function toTerminal(pages: AsyncIterable<readonly unknown[]>, terminal: Terminal): Promise<number> {
  let users = 0;
  for await (const page of pages) {
    for (const user of page) terminal.out(JSON.stringify(user));
    users += page.length;
  }
  return users;
}

/** Half an export is none: what was written is removed when it breaks off. */
async function toFile(pages: AsyncIterable<readonly unknown[]>, path: string): Promise<number> {
  const stream = createWriteStream(path, { flags: "wx", mode: 0o600 });
  await opened(stream, path);
  let users = 0;
  try {
    for await (const page of pages) {
      const text = page.map((user) => `${JSON.stringify(user)}\n`).join("");
      if (!stream.write(text)) await once(stream, "drain");
      users += page.length;
    }
    stream.end();
    await finished(stream);
    return users;
  } catch (error) {
    stream.destroy();
    await rm(path, { force: true });
    throw error;
  }
}

function opened(stream: ReturnType<typeof createWriteStream>, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once("open", () => resolve());
    stream.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EEXIST" ? "it is there already; name a new file" : error.message;
      reject(new UserError(`${path} cannot be written: ${reason}.`));
    });
  });
}
