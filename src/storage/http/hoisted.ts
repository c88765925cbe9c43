/** Headers as the client meant them: those that a link carries in its query put back, those that it did not choose left out. */

import type { WireRequest } from "#kernel/wire/http";
import type { Verified } from "#kernel/wire/sigv4";

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

/**
 * Browsers add `Cache-Control: no-cache` of their own to requests that have If-None-Match. Headers that clients mean to be kept
 * are signed; this one is not.
 */
export function withoutAccident(
  headers: WireRequest["headers"],
  verified: Pick<Verified<unknown>, "signedHeaders"> | undefined,
): WireRequest["headers"] {
  const { "cache-control": cacheControl, ...rest } = headers;
  return cacheControl === "no-cache" && !verified?.signedHeaders.includes("cache-control") ? rest : headers;
}
