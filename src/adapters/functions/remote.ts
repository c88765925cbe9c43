/** A function behind an address: the event goes as a POST of JSON, the result comes back as JSON. */

import { CallFailure, largestAnswer, tooLarge, tooLate } from "./failure.ts";
import type { RemoteFunction } from "./table.ts";

/**
 * Anything but 2xx with JSON is a failure. An answer of the form `{errorMessage, errorType}`, as AWS's own runtimes give
 * it with whatever status, is an error that the function threw.
 */
export async function callRemote(
  name: string,
  { url, key }: RemoteFunction,
  event: unknown,
  timeoutMs: number,
): Promise<unknown> {
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  if (key !== undefined) headers["authorization"] = `Bearer ${key}`;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const request: RequestInit = { method: "POST", headers, body: JSON.stringify(event), redirect: "manual", signal };
    const response = await fetch(url, request);
    return resultOf(name, response, await textOf(name, response));
  } catch (error) {
    if (error instanceof CallFailure) throw error;
    if (signal.aborted) throw tooLate(name, timeoutMs);
    const { cause } = error as Error;
    const why = cause instanceof Error ? cause.message : String(error);
    throw new CallFailure(
      "unavailable",
      `The function ${name} could not be reached at ${originOf(url)}: ${why}`,
      error,
    );
  }
}

async function textOf(name: string, response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let held = 0;
  for await (const part of response.body ?? []) {
    held += part.byteLength;
    // Leaving the loop ends the transfer.
    if (held > largestAnswer) throw tooLarge(name);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function resultOf(name: string, response: Response, text: string): unknown {
  const body = parsed(text);
  if (isThrown(body)) throw new CallFailure("threw", body.errorMessage);
  if (response.ok && body !== undefined) return body;
  const what = response.ok ? "answered something that is not JSON" : `answered ${response.status}`;
  throw new CallFailure("unavailable", `The function ${name} at ${originOf(response.url)} ${what}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isThrown(body: unknown): body is { readonly errorMessage: string } {
  if (typeof body !== "object" || body === null) return false;
  const { errorMessage, errorType } = body as Record<string, unknown>;
  return typeof errorMessage === "string" && typeof errorType === "string";
}

/** Paths may hold secrets of the function's owner. */
function originOf(url: string): string {
  return new URL(url).origin;
}
