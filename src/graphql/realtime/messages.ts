/** Messages of AppSync's realtime protocol: those a client sends, read; those a server sends, printed. */

import { isRecord, type JsonRecord } from "#graphql/query/jsonRecord";
import type { GraphqlRequest } from "#graphql/query/engine";
import { badMessage, type RealtimeFault } from "./fault.ts";

export type ClientMessage =
  | { readonly type: "connection_init" }
  | { readonly type: "start"; readonly id: string; readonly data: string; readonly authorization: JsonRecord }
  | { readonly type: "stop"; readonly id: string }
  | { readonly type: "unknown"; readonly id: string | undefined };

/** Ids are the client's own; they come back in every message. */
const longestId = 1024;

/** Throws a RealtimeFault for what is no message at all. */
export function readMessage(text: string): ClientMessage {
  const message = parsed(text);
  if (!isRecord(message)) throw badMessage("The message is no JSON object.");
  const { type, id, payload } = message;
  if (type === "connection_init") return { type };
  if (type !== "start" && type !== "stop") return { type: "unknown", id: typeof id === "string" ? id : undefined };
  if (typeof id !== "string" || id === "" || id.length > longestId) throw badMessage(`A ${type} message needs an id.`);
  if (type === "stop") return { type, id };
  const { data, extensions } = isRecord(payload) ? payload : {};
  const { authorization } = isRecord(extensions) ? extensions : {};
  return {
    type,
    id,
    data: typeof data === "string" ? data : JSON.stringify(data ?? {}),
    authorization: isRecord(authorization) ? authorization : {},
  };
}

/** The GraphQL request in the `data` of a start message. Throws a RealtimeFault. */
export function readStart(data: string): GraphqlRequest {
  const body = parsed(data);
  const { query, variables, operationName } = isRecord(body) ? body : {};
  if (typeof query !== "string") throw badMessage("The payload's data has no query.");
  if (!isAbsent(variables) && !isRecord(variables)) throw badMessage("variables must be a JSON object.");
  if (!isAbsent(operationName) && typeof operationName !== "string")
    throw badMessage("operationName must be a string.");
  return {
    query,
    operationName: typeof operationName === "string" && operationName !== "" ? operationName : undefined,
    variables: isRecord(variables) ? variables : {},
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badMessage("The message is not valid JSON.");
  }
}

export function connectionAck(connectionTimeoutMs: number): string {
  return JSON.stringify({ type: "connection_ack", payload: { connectionTimeoutMs } });
}

export const keepAlive = '{"type":"ka"}';

export function connectionError({ errors }: RealtimeFault): string {
  return JSON.stringify({ type: "connection_error", payload: { errors } });
}

export function startAck(id: string): string {
  return JSON.stringify({ id, type: "start_ack" });
}

export function complete(id: string): string {
  return JSON.stringify({ id, type: "complete" });
}

/** What stands before the payload of each data message of a subscription; a brace follows it. */
export function beforeData(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"data","payload":`;
}

/** Without an id it speaks of the connection. */
export function error(id: string | undefined, { errors }: RealtimeFault): string {
  return JSON.stringify({ ...(id === undefined ? {} : { id }), type: "error", payload: { errors } });
}

export function unsupported(id: string | undefined): string {
  const message = "unknown not supported through the realtime channel";
  const errors = [{ errorType: "UnsupportedOperation", message }];
  return JSON.stringify({ ...(id === undefined ? {} : { id }), type: "error", payload: { errors } });
}
