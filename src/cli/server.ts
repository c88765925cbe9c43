/** A server as commands see it: signed JSON requests, answers as values, refusals as sentences. */

import { signRequest } from "#kernel/wire/sign";
import { findAccessKeys, type AccessKey } from "./credentials.ts";
import type { CommandEnvironment } from "./environment.ts";
import { send, type Answer } from "./exchange.ts";
import { UserError } from "./userError.ts";

/** Which of the server's signed services is meant: the AWS one, or the operator's own. */
export type SigningName = "amplifybackend" | "ohmstead";

export interface Call {
  readonly service: SigningName;
  readonly method: string;
  /** Path and query, every segment encoded. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** A body of another media type, instead of `body`. */
  readonly content?: { readonly type: string; readonly text: string };
}

export interface Server {
  /**
   * @returns the parsed JSON answer
   * @throws UserError with the server's reason when it refuses
   */
  call<T>(call: Call): Promise<T>;
}

/** Answered when the server does not know the key: another one may be known. */
const UNKNOWN_KEY = "UnrecognizedClientException";

export function connect(environment: CommandEnvironment): Server {
  let keys: readonly AccessKey[] | undefined;
  return {
    async call<T>(call: Call): Promise<T> {
      keys ??= await findAccessKeys(environment);
      for (const [index, key] of keys.entries()) {
        const answer = await sendSigned(environment, call, key);
        const code = errorCode(answer);
        if (answer.status < 300) return parse(answer) as T;
        if (code === UNKNOWN_KEY && index < keys.length - 1) continue;
        throw refused(environment, key, answer, code);
      }
      throw new UserError("No access key found.");
    },
  };
}

function sendSigned(environment: CommandEnvironment, call: Call, key: AccessKey): Promise<Answer> {
  const url = new URL(environment.url);
  const path = url.pathname.replace(/\/$/, "") + call.path;
  const json = call.body === undefined ? undefined : { type: "application/json", text: JSON.stringify(call.body) };
  const content = call.content ?? json;
  const body = content?.text ?? "";
  const type = content && { "content-type": content.type };
  const headers = signRequest(
    { method: call.method, rawUrl: path, headers: { host: url.host, ...type }, body },
    { credentials: key, region: environment.region, service: call.service, now: Date.now() },
  );
  return send(environment, { method: call.method, path, headers, body });
}

/** A refusal that another answer follows. */
export class Refused extends UserError {
  readonly status: number;
  readonly code: string;

  constructor(message: string, status: number, code: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function refused(environment: CommandEnvironment, key: AccessKey, answer: Answer, code: string): Refused {
  const { message } = parse(answer) as { message?: unknown };
  const reason = typeof message === "string" && message !== "" ? message : `HTTP ${answer.status}`;
  if (answer.status === 401 || answer.status === 403)
    return new Refused(
      `The server at ${environment.url} refused access key ${key.accessKeyId} (from ${key.origin}): ${reason}\n` +
        `The root key of a server is in the file "credentials" of its data folder; give that folder by --data.`,
      answer.status,
      code,
    );
  return new Refused(`${code || "The server refused"}: ${reason}`, answer.status, code);
}

/** The header says it to REST clients, the body to all others; both may carry a prefix or a suffix. */
function errorCode(answer: Answer): string {
  const header = answer.headers["x-amzn-errortype"];
  const { __type: type } = parse(answer) as { __type?: unknown };
  const text = [header, type].find((value) => typeof value === "string") ?? "";
  return text.replace(/^.*#/, "").replace(/[:,].*$/, "");
}

function parse(answer: Answer): unknown {
  try {
    return JSON.parse(answer.body || "{}") as unknown;
  } catch {
    return {};
  }
}
