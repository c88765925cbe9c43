/** Lets browsers call the AWS APIs from any page: requests are signed, so no page borrows anybody's identity. */

import type { WireRequest, WireResponse } from "./http.ts";

/** Headers of every answer. */
export const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
};

const methods = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS";
/** A day; browsers that allow less cut it themselves. */
const maxAgeSeconds = "86400";
const headerNames = /^[\w!#$%&'*+.^`|~, -]{1,4000}$/;

/** The answer to a preflight, or undefined for any other request. */
export function answerPreflight({ method, headers, requestId }: WireRequest): WireResponse | undefined {
  if (method !== "OPTIONS" || headers["access-control-request-method"] === undefined) return undefined;
  const asked = headers["access-control-request-headers"];
  const allowed = typeof asked === "string" && headerNames.test(asked) ? asked : "*";
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": methods,
      "access-control-allow-headers": allowed,
      "access-control-max-age": maxAgeSeconds,
      vary: "Access-Control-Request-Headers",
      "x-amzn-RequestId": requestId,
    },
    body: "",
  };
}
