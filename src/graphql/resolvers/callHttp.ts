/** @http: the call as a request to an address of the schema's, with parameters, query and body from the arguments. */

import type { OutboundFailure, OutboundResponse } from "#ports/outbound";
import { fillIn, type FieldCall, type ResolverServices, type RunStep, type StepOf, StepFailure } from "./resolver.ts";

const timeoutMs = 10_000;
const maxBytes = 1024 * 1024;

type Members = Readonly<Record<string, unknown>>;

export const callHttp: RunStep<"http"> = async (step, call, services) => {
  const { outbound } = services;
  const takesBody = step.method !== "GET" && step.method !== "DELETE";
  const request = {
    method: step.method,
    url: addressOf(step, call, services),
    headers: headersOf(step, services, takesBody),
    timeoutMs,
    maxBytes,
    ...(takesBody ? { body: JSON.stringify(call.arguments["body"] ?? {}) } : {}),
  };
  let response: OutboundResponse;
  try {
    response = await outbound.request(request);
  } catch (error) {
    if (isFailure(error)) throw new StepFailure("HttpRequestFailed", error.message);
    throw error;
  }
  const text = Buffer.from(response.body).toString("utf8");
  if (response.status !== 200 && response.status !== 201) {
    throw new StepFailure(String(response.status), text.slice(0, 2000) || `HTTP status ${response.status}`);
  }
  return parsed(text);
};

/** `:name` stands for a member of `params`; further members of `query` are added. */
function addressOf(step: StepOf<"http">, { arguments: args }: FieldCall, services: ResolverServices): string {
  const params = membersOf(args["params"]);
  const [scheme, rest] = split(fillIn(step.url, services));
  const path = rest.replaceAll(/:([A-Za-z_]\w*)/g, (_all, name: string) => encodeURIComponent(textOf(params[name])));
  const url = new URL(scheme + path);
  for (const [name, value] of Object.entries(membersOf(args["query"]))) {
    if (value !== null && value !== undefined) url.searchParams.append(name, textOf(value));
  }
  return url.href;
}

/** `https://` apart from what may hold parameters. A port's digits are no name, so they stay. */
function split(url: string): readonly [string, string] {
  const end = url.indexOf("://") + 3;
  return [url.slice(0, end), url.slice(end)];
}

function headersOf(step: StepOf<"http">, services: ResolverServices, takesBody: boolean): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (takesBody) headers["content-type"] = "application/json";
  for (const { key, value } of step.headers) headers[key.toLowerCase()] = fillIn(value, services);
  return headers;
}

function membersOf(value: unknown): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isFailure(error: unknown): error is OutboundFailure {
  return error instanceof Error && error.name === "OutboundFailure";
}
