/** The only reader of the environment for commands that talk to a server. */

import { resolve } from "node:path";

const DEFAULT_URL = "http://127.0.0.1:4600";

export interface CommandEnvironment {
  /** Address of the server, no slash at the end. */
  readonly url: string;
  /** Where a server on this machine keeps its data. */
  readonly data: string;
  /** Region that requests are signed for. */
  readonly region: string;
  /** Whether a person chose keys on purpose, by variables or by profile. */
  readonly keysChosen: boolean;
}

/** Options that every command of this kind takes; they win over variables. */
export interface ServerOptions {
  readonly url?: string;
  readonly data?: string;
}

/** @throws Error when the address is none */
export function readEnvironment(options: ServerOptions): CommandEnvironment {
  const variables = process.env;
  const url = options.url ?? (variables["OHMSTEAD_URL"] || defaultUrl(variables["OHMSTEAD_PORT"]));
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Error(`The server's address must be like ${DEFAULT_URL}, not "${url}".`);
  // Keys of machines in a cloud are unknown here, and asking for them costs seconds where there are none.
  variables["AWS_EC2_METADATA_DISABLED"] ??= "true";
  return {
    url: url.replace(/\/+$/, ""),
    data: resolve(options.data ?? (variables["OHMSTEAD_DATA"] || ".ohmstead")),
    region: variables["OHMSTEAD_REGION"] || variables["AWS_REGION"] || variables["AWS_DEFAULT_REGION"] || "us-east-1",
    keysChosen: Boolean(variables["AWS_ACCESS_KEY_ID"] || variables["AWS_PROFILE"]),
  };
}

function defaultUrl(port: string | undefined): string {
  return port && port !== "0" ? `http://127.0.0.1:${port}` : DEFAULT_URL;
}
