/** One HTTP exchange with an API: find it, authenticate, read, run, answer. */

import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import { DocumentFault } from "#graphql/query/errors";
import type { GraphqlRequest } from "#graphql/query/engine";
import type { WireRequest, WireResponse } from "#kernel/wire/http";
import { badRequest, HttpRefusal, jsonType, notAuthorized, renderRefusal } from "./httpError.ts";
import { readGraphql, readTarget, toRefusal } from "./request.ts";
import type { Runtime, Runtimes } from "./runtime.ts";

/** Answers requests whose path begins with /graphql/. CORS headers are the front door's. */
export type HandleGraphql = (request: WireRequest) => Promise<WireResponse>;

export interface HttpParts {
  readonly runtimes: Runtimes;
  readonly clock: Clock;
  readonly log: Log;
}

export function createHandler(parts: HttpParts): HandleGraphql {
  return async (request) => {
    const { requestId } = request;
    try {
      const body = await answer(parts, request);
      return { status: 200, headers: { "content-type": jsonType, "x-amzn-requestid": requestId }, body };
    } catch (error) {
      const refusal = toRefusal(error);
      if (refusal !== undefined) return renderRefusal(refusal, requestId);
      parts.log.error({ requestId, error }, "A GraphQL request failed");
      return renderRefusal(
        new HttpRefusal(500, "InternalFailure", `An internal error occurred. Request ID: ${requestId}`),
        requestId,
      );
    }
  };
}

async function answer({ runtimes }: HttpParts, request: WireRequest): Promise<string> {
  const target = readTarget(request.rawUrl);
  // What need not be waited for is not: each wait costs as much as reading a header.
  const runtime =
    target === undefined ? undefined : (runtimes.loaded(target.apiId) ?? (await runtimes.get(target.apiId)));
  if (target === undefined || runtime === undefined) {
    throw new HttpRefusal(404, "NotFoundException", `GraphQL API ${target?.apiId ?? ""} not found.`);
  }
  const asked = runtime.gatekeeper.admit(request);
  const admission = asked instanceof Promise ? await asked : asked;
  if (!admission.ok) throw notAuthorized(admission.message);
  const { caller } = admission;
  const graphql = readGraphql(request, target.search);
  const kind = kindOf(runtime, graphql);
  if (kind === "subscription") {
    throw badRequest("Subscriptions are served over a websocket at this address followed by /realtime.");
  }
  if (kind === "query") return runtime.engine.execute(graphql, caller, request.requestId, request.headers);
  const gate = runtimes.gate(target.apiId);
  const opens = gate.enter();
  if (opens !== undefined) await opens;
  try {
    // A schema change may have come between: behind the gate the newest version answers.
    const newest = runtimes.loaded(target.apiId) ?? (await runtimes.get(target.apiId)) ?? runtime;
    return await newest.engine.execute(graphql, caller, request.requestId, request.headers);
  } finally {
    gate.leave();
  }
}

/** A document the schema cannot answer counts as a query: running it gives its errors. */
function kindOf(runtime: Runtime, request: GraphqlRequest): "query" | "mutation" | "subscription" {
  try {
    return runtime.engine.kindOf(request);
  } catch (error) {
    if (error instanceof DocumentFault) return "query";
    throw error;
  }
}
