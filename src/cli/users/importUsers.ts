/** `ohmstead users import`: brings users of a file into a pool. */

import type { Command as Parser } from "commander";
import type { Terminal } from "#cli/command";
import type { ServerOptions } from "#cli/environment";
import type { Server } from "#cli/server";
import { serverOf, withServerOptions } from "#cli/serverOptions";
import { UserError } from "#cli/userError";
import { type Batch, readUserFile } from "./userFile.ts";

/** What became of one user, as the operator API tells it. */
interface Result {
  readonly record: number;
  readonly username: string;
  readonly outcome: "created" | "present" | "refused";
  readonly reason?: string;
}

const help = `
The file is one of:
  CSV      as for Cognito's import jobs: a header with cognito:username, names of
           attributes, and cognito:mfa_enabled
  JSON     what "aws cognito-idp list-users" prints, also several such answers in a row
  JSON     one user a line, as "ohmstead users export" writes them

Of each user it is told what was done: created, there already (and left as it is), or
refused and why. A user is brought in wholly or not at all, and doing it again does no harm.

Passwords:
  Users of an export of the same pool bring their passwords along. All others arrive as
  RESET_REQUIRED: they choose a new password by the code that "forgot password" sends to
  their verified address.

Users who should keep their passwords (lazy migration):
  Give the pool a UserMigration function (UpdateUserPool, LambdaConfig) before they sign in.
  At the first sign-in of a user who was imported without a password, the function gets the
  event UserMigration_Authentication with the name and the password that were typed. When it
  answers with userAttributes, the password is taken over and the function is not asked for
  this user again; when it throws, that is a wrong password and counts as one. Attributes,
  groups and sub stay as they were imported.
  The function must see the password, so clients have to sign in by USER_PASSWORD_AUTH until
  then (in Amplify: signIn with options.authFlowType "USER_PASSWORD_AUTH", and a client that
  allows it); SRP keeps the password from everyone and cannot be migrated by.
`;

export function registerImport(group: Parser, terminal: Terminal): void {
  const command = group
    .command("import <poolId> <file>")
    .description('bring users in from CSV or JSON ("-" is standard input)')
    .option("--json", "what became of each user, as one JSON object a line")
    .addHelpText("after", help);
  withServerOptions(command).action(
    async (poolId: string, file: string, options: ServerOptions & { readonly json?: true }) => {
      const count = { created: 0, present: 0, refused: 0 };
      const server = serverOf(options);
      for await (const batch of readUserFile(file)) {
        for (const [index, result] of (await send(server, poolId, batch, count)).entries()) {
          count[result.outcome] += 1;
          const line = batch.lines[index] ?? 0;
          if (options.json) terminal.out(JSON.stringify({ line, ...withoutRecord(result) }));
          else if (result.reason !== undefined) terminal.out(resultText(line, result));
        }
      }
      const summary = `${count.created} created, ${count.present} there already, ${count.refused} refused.`;
      if (options.json) terminal.err(summary);
      else terminal.out(summary);
      if (count.refused > 0)
        throw new UserError("Mend the refused lines and import again; the others are left as they are.");
    },
  );
}

async function send(
  server: Server,
  poolId: string,
  { type, text }: Batch,
  done: Readonly<Record<Result["outcome"], number>>,
): Promise<readonly Result[]> {
  try {
    const path = `/_ohmstead/v1/pools/${encodeURIComponent(poolId)}/users/import`;
    const answer = await server.call<{ results: readonly Result[] }>({
      service: "ohmstead",
      method: "POST",
      path,
      content: { type, text },
    });
    return answer.results;
  } catch (error) {
    const before = done.created + done.present + done.refused;
    if (before === 0 || !(error instanceof UserError)) throw error;
    throw new UserError(
      `${error.message}\n${before} users of the file were done before (${done.created} created). ` +
        "Import the file again: who is there is left as it is.",
    );
  }
}

function withoutRecord({ username, outcome, reason }: Result): Omit<Result, "record"> {
  return { username, outcome, ...(reason !== undefined && { reason }) };
}

function resultText(line: number, { username, outcome, reason }: Result): string {
  const done = outcome === "present" ? "there already" : outcome;
  return `line ${line}: ${username === "" ? "(no username)" : username} ${done}: ${reason}`;
}
