/** `GET /metrics`: for callers on this machine, or from anywhere with the configured key. */

import { constantTimeEqual } from "#kernel/crypto/equal";
import type { Metrics } from "#kernel/metrics/metrics";
import type { WireRequest, WireResponse } from "#kernel/wire/http";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** @param key when set, only a request with `Authorization: Bearer <key>` is answered, loopback or not */
export async function answerMetrics(
  metrics: Metrics,
  key: string | undefined,
  request: WireRequest,
): Promise<WireResponse> {
  const authorization = request.headers["authorization"];
  const allowed = key
    ? typeof authorization === "string" && constantTimeEqual(authorization, `Bearer ${key}`)
    : LOOPBACK.test(request.remoteAddress ?? "");
  if (allowed) {
    return { status: 200, headers: { "content-type": metrics.contentType }, body: await metrics.text(), cors: false };
  }
  const message = key
    ? "Send the key of OHMSTEAD_METRICS_KEY as a bearer token."
    : "Metrics are for this machine only; set OHMSTEAD_METRICS_KEY to read them from elsewhere.";
  return {
    status: 403,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message }),
    cors: false,
  };
}
