/** Reading the body of a request to a JSON API of our own. */

import { Fault } from "./fault.ts";
import type { WireRequest } from "./http.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws Fault BadRequestException when the body is not UTF-8 */
export function textBody(request: WireRequest): string {
  try {
    return utf8.decode(request.body);
  } catch {
    throw badBody("The body is not UTF-8.");
  }
}

/** @throws Fault BadRequestException when the body is not JSON */
export function jsonBody(request: WireRequest): unknown {
  const text = textBody(request);
  try {
    return JSON.parse(text);
  } catch {
    throw badBody("The body is not JSON.");
  }
}

/** A text member of the body, or the default. @throws Fault BadRequestException when body or member have another form. */
export function textMember(request: WireRequest, name: string, missing: string): string {
  if (request.body.byteLength === 0) return missing;
  const body = jsonBody(request);
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw badBody("The body must be a JSON object.");
  const value = Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : missing;
  if (typeof value !== "string") throw badBody(`${name} must be a text.`);
  return value;
}

function badBody(message: string): Fault {
  return new Fault("BadRequestException", message, { status: 400 });
}
