/** The operator API: finds the route of a verified request and answers JSON. */

import { badRequest, notFoundHere } from "#control/faults";
import { internalFailure, renderPlainFault } from "#kernel/wire/errorBody";
import { Fault } from "#kernel/wire/fault";
import type { WireRequest, WireResponse } from "#kernel/wire/http";
import { createRouter } from "#kernel/wire/route";
import type { Log } from "#ports/log";
import type { Labels, OperatorApi, OperatorRoute } from "./route.ts";

export function createOperatorApi(routes: readonly OperatorRoute[], log: Log): OperatorApi {
  const router = createRouter(
    routes.map((route, index) => ({ operation: String(index), method: route.method, uri: route.path })),
  );

  function find(request: WireRequest): {
    readonly route: OperatorRoute;
    readonly labels: Labels;
    readonly query: URLSearchParams;
  } {
    const [path = "", query = ""] = request.rawUrl.split("?", 2);
    const match = router.find(request.method, path);
    const route = "operation" in match ? routes[Number(match.operation)] : undefined;
    if (!route || !("labels" in match)) throw notFoundHere(`The operator API has no ${request.method} at this path.`);
    return { route, labels: labelsOf(route.path, match.labels), query: new URLSearchParams(query) };
  }

  return async (request, caller): Promise<WireResponse> => {
    try {
      const { route, labels, query } = find(request);
      const answer = await route.handle({ request, labels, query, caller });
      const headers = { "content-type": "application/json", "x-amzn-RequestId": request.requestId };
      return { status: 200, headers, body: JSON.stringify(answer) };
    } catch (error) {
      if (error instanceof Fault) return renderPlainFault(error, request.requestId);
      log.error({ requestId: request.requestId, error }, "An operator route failed because of a bug");
      return renderPlainFault(internalFailure(request.requestId), request.requestId);
    }
  };
}

function labelsOf(path: string, values: readonly string[]): Labels {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "");
  return Object.fromEntries(names.map((name, index) => [name, decoded(values[index] ?? "")]));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw badRequest("The path holds a percent sign that begins no character.");
  }
}
