/** Reading the JSON body of an operator's request. */

import { badRequest } from "#control/faults";
import type { WireRequest } from "#kernel/wire/http";

/** A text member of the body, or the default. @throws BadRequestException when body or member have another form. */
export function textMember(request: WireRequest, name: string, missing: string): string {
  if (request.body.byteLength === 0) return missing;
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(request.body).toString("utf8"));
  } catch {
    throw badRequest("The body is not JSON.");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw badRequest("The body must be a JSON object.");
  const value = Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : missing;
  if (typeof value !== "string") throw badRequest(`${name} must be a text.`);
  return value;
}
