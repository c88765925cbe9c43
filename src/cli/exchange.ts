/** One HTTP exchange with a server: the local certificate authority is trusted, and silence is explained. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import type { CommandEnvironment } from "./environment.ts";
import { UserError } from "./userError.ts";

// An import of node:http reads all it exports, and that loads the whole fetch client; every command would wait for it.
const { request: plainRequest } = process.getBuiltinModule("node:http");
const { request: secureRequest } = process.getBuiltinModule("node:https");

const TIMEOUT_MS = 30_000;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface Message {
  readonly method: string;
  /** Path and query, encoded as it is to be sent and signed. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @throws UserError when nobody answers, or nobody who can be trusted */
export function send(environment: CommandEnvironment, message: Message): Promise<Answer> {
  const url = new URL(environment.url);
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(explain(error, environment));
    const request = (secure ? secureRequest : plainRequest)(
      {
        hostname: url.hostname.replace(/^\[|\]$/g, ""),
        port: url.port,
        method: message.method,
        path: message.path,
        headers: message.headers,
        timeout: TIMEOUT_MS,
        ...(secure && { ca: trustedAuthorities(environment.data) }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", fail);
        response.on("end", () => {
          const body = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        });
      },
    );
    request.on("timeout", () => request.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    request.on("error", fail);
    request.end(message.body);
  });
}

/** Certificates that servers may show a chain to: the usual ones, and that of a server whose data folder is here. */
export function trustedAuthorities(data: string): string[] {
  try {
    return [...rootCertificates, readFileSync(join(data, "tls", "ca.pem"), "utf8")];
  } catch {
    return [...rootCertificates];
  }
}

function explain(error: NodeJS.ErrnoException, { url, data }: CommandEnvironment): UserError {
  const code = error.code ?? "";
  if (["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"].includes(code))
    return new UserError(
      `No server answers at ${url}. Start one with \`ohmstead serve\`, or name another by --url or OHMSTEAD_URL.`,
    );
  if (code === "ENOTFOUND") return new UserError(`The host of ${url} is not known. Check --url or OHMSTEAD_URL.`);
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code))
    return new UserError(
      `The certificate of ${url} is not trusted (${code}). Give the server's data folder by --data, so that ` +
        `${join(data, "tls", "ca.pem")} is found, or use its http address.`,
    );
  return new UserError(`The server at ${url} could not be asked: ${error.message}`);
}
