/** HTTP request -> which API, and which GraphQL request. */

import type { WireRequest } from "#kernel/wire/http";
import { MalformedFault } from "#graphql/query/errors";
import type { GraphqlRequest } from "#graphql/query/engine";
import { limits } from "#graphql/query/limits";
import { badRequest, HttpRefusal, malformed } from "./httpError.ts";

const path = /^\/graphql\/([a-z0-9]{1,64})\/?(?:\?(.*))?$/s;

export interface Target {
  readonly apiId: string;
  /** Raw query string, empty when there is none. */
  readonly search: string;
}

/** Undefined for a path that is no API's. */
export function readTarget(rawUrl: string): Target | undefined {
  const match = path.exec(rawUrl);
  return match?.[1] === undefined ? undefined : { apiId: match[1], search: match[2] ?? "" };
}

/** The GraphQL request in the body (POST) or in the query string (GET). Throws an HttpRefusal. */
export function readGraphql(request: WireRequest, search: string): GraphqlRequest {
  if (request.method === "GET") return fromQuery(search);
  if (request.method === "POST") return fromBody(request);
  throw new HttpRefusal(405, "UnknownOperationException", "A GraphQL API answers POST and GET.");
}

function fromQuery(search: string): GraphqlRequest {
  const parameters = new URLSearchParams(search);
  const variables = parameters.get("variables");
  return toRequest({
    query: parameters.get("query"),
    operationName: parameters.get("operationName"),
    variables: variables === null || variables === "" ? null : parseJson(variables),
  });
}

function fromBody(request: WireRequest): GraphqlRequest {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity" && encoding !== "amz-1.0") {
    throw new HttpRefusal(
      415,
      "UnsupportedMediaTypeException",
      `Content-Encoding ${String(encoding)} is not supported.`,
    );
  }
  if (request.body.byteLength === 0) throw malformed("Request body is empty.");
  if (request.body.byteLength > limits.body) {
    throw new HttpRefusal(
      413,
      "RequestEntityTooLargeException",
      `The request body has more than ${limits.body} bytes.`,
    );
  }
  return toRequest(parseJson(decode(request.body)));
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw malformed("The request body is not UTF-8.");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("Unable to parse GraphQL query.");
  }
}

function toRequest(value: unknown): GraphqlRequest {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformed("Unable to parse GraphQL query.");
  const body = value as Readonly<Record<string, unknown>>;
  const member = (name: string): unknown => (Object.hasOwn(body, name) ? body[name] : undefined) ?? undefined;
  const query = member("query");
  const operationName = member("operationName");
  const variables = member("variables") ?? {};
  if (typeof query !== "string") throw malformed("Unable to parse GraphQL query.");
  if (operationName !== undefined && typeof operationName !== "string")
    throw badRequest("operationName must be a string.");
  if (typeof variables !== "object" || Array.isArray(variables)) throw badRequest("variables must be a JSON object.");
  return {
    query,
    operationName: operationName === "" ? undefined : operationName,
    variables: variables as Readonly<Record<string, unknown>>,
  };
}

/** What a failure outside any field becomes. */
export function toRefusal(error: unknown): HttpRefusal | undefined {
  if (error instanceof HttpRefusal) return error;
  return error instanceof MalformedFault ? malformed(error.message) : undefined;
}
