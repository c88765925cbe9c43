/** The access keys a command may sign with, in the order they are tried. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommandEnvironment } from "./environment.ts";
import { UserError } from "./userError.ts";

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** For messages: where it was found. */
  readonly origin: string;
}

/**
 * The keys of the usual AWS chain, then those the server on this machine wrote at its first start.
 * Keys a person chose on purpose (variables, AWS_PROFILE) stand alone.
 * @throws UserError when there are none
 */
export async function findAccessKeys(environment: CommandEnvironment): Promise<readonly AccessKey[]> {
  const chain = await fromChain(environment.keysChosen);
  const own = await fromDataFolder(join(environment.data, "credentials"));
  const keys = environment.keysChosen ? [chain] : [chain, own];
  const found = keys.filter((key) => key !== undefined);
  if (found.length > 0) return found;
  throw new UserError(
    `No access key found. Run the command where the server runs (it reads ${join(environment.data, "credentials")}), ` +
      `give --data, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
  );
}

async function fromChain(chosen: boolean): Promise<AccessKey | undefined> {
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  try {
    const key = await defaultProvider()();
    return {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      ...(key.sessionToken !== undefined && { sessionToken: key.sessionToken }),
      origin: "the AWS credential chain",
    };
  } catch (error) {
    if (chosen) throw new UserError(`The chosen AWS credentials cannot be read: ${messageOf(error)}`);
    return undefined;
  }
}

async function fromDataFolder(path: string): Promise<AccessKey | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseCredentials(text, path);
}

/** Reads profile [ohmstead] of a shared-credentials file. */
export function parseCredentials(text: string, path: string): AccessKey | undefined {
  const section = /^\[ohmstead\]$([^[]*)/m.exec(text)?.[1] ?? "";
  const value = (name: string): string | undefined =>
    new RegExp(`^${name}\\s*=\\s*(\\S+)\\s*$`, "m").exec(section)?.[1];
  const accessKeyId = value("aws_access_key_id");
  const secretAccessKey = value("aws_secret_access_key");
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, origin: path };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
