/** Lets web pages of any origin use buckets: requests are signed, so no page borrows anybody's identity. */

import type { WireRequest } from "#kernel/wire/http";

/** Without these a browser's client can see neither part etags nor metadata; `*` alone would not do for old browsers. */
const exposed =
  "*,ETag,Date,Content-Range,Accept-Ranges,Content-Disposition,Content-Encoding,x-amz-request-id,x-amz-id-2,x-amz-version-id,x-amz-checksum-crc32,x-amz-checksum-crc32c,x-amz-checksum-crc64nvme,x-amz-checksum-sha1,x-amz-checksum-sha256,x-amz-checksum-type,x-amz-mp-parts-count,x-amz-tagging-count";

/** Headers of every answer. */
export const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": exposed,
};

const headerNames = /^[\w!#$%&'*+.^`|~, -]{1,4000}$/;

/** Headers of the answer to a preflight, or undefined for any other request. Names are echoed: a star does not cover Authorization. */
export function preflightHeaders({ method, headers }: WireRequest): Readonly<Record<string, string>> | undefined {
  if (method !== "OPTIONS" || headers["access-control-request-method"] === undefined) return undefined;
  const asked = headers["access-control-request-headers"];
  return {
    ...corsHeaders,
    "access-control-allow-methods": "GET,HEAD,PUT,POST,DELETE",
    "access-control-allow-headers": typeof asked === "string" && headerNames.test(asked) ? asked : "*",
    "access-control-max-age": "3000",
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}
