/** Puts headers back that a presigned link carries as parameters of its query. */

import type { WireRequest } from "#kernel/wire/http";

/** The signature's own, and what says nothing: checksums in links are those of an empty body that was never sent. */
const noHeader =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|user-agent|checksum-.*|sdk-checksum-algorithm)$/;

/** The headers of the request, and those `x-amz-*` parameters that it has no header for. */
export function withHoisted(
  headers: WireRequest["headers"],
  query: ReadonlyMap<string, readonly string[]>,
): WireRequest["headers"] {
  const added: Record<string, string> = {};
  for (const [parameter, [value = ""]] of query) {
    const name = parameter.toLowerCase();
    if (!name.startsWith("x-amz-") || noHeader.test(name) || headers[name] !== undefined) continue;
    // As Node gives headers: a character for each byte.
    added[name] = Buffer.from(value, "utf8").toString("latin1");
  }
  return { ...headers, ...added };
}
