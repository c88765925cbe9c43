/** Reads a JSON request body: media type, UTF-8, JSON. */

import { Fault } from "./fault.ts";
import type { WireRequest } from "./http.ts";
import { MalformedInput } from "./malformed.ts";

// Fatal: bad UTF-8 is refused, not repaired. A byte order mark at the start is skipped.
const utf8 = new TextDecoder("utf-8", { fatal: true });

const jsonType = /^application\/(?:json|[a-z0-9.+-]*\+json|x-amz-json-1\.[01])\s*(?:;(.*))?$/i;
const otherCharset = /charset\s*=\s*"?(?!utf-?8)[^";\s]/i;

/** Stands for a body that is absent, empty or the literal null. */
const nothing: Readonly<Record<string, unknown>> = Object.freeze({});

/** The parsed body. Throws a Fault for media types that are not JSON and MalformedInput for bodies that are none. */
export function readJsonBody(request: WireRequest): unknown {
  if (request.body.byteLength === 0) return nothing;
  checkMediaType(request);
  try {
    return JSON.parse(utf8.decode(request.body)) ?? nothing;
  } catch {
    throw new MalformedInput("The body is not valid JSON in UTF-8");
  }
}

function checkMediaType({ headers }: WireRequest): void {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    throw unsupported(`The Content-Encoding '${String(encoding)}' is not supported; send the body as it is.`);
  }
  const type = headers["content-type"];
  if (type === undefined || type === "") return;
  const match = typeof type === "string" ? jsonType.exec(type) : null;
  if (!match || otherCharset.test(match[1] ?? "")) {
    throw unsupported(`The Content-Type '${String(type)}' is not supported; send application/json in UTF-8.`);
  }
}

function unsupported(message: string): Fault {
  return new Fault("UnsupportedMediaTypeException", message, { status: 415 });
}
