/** JSON APIs of our own, beside AWS's services: finds the route of a verified request and answers JSON. */

import type { Log } from "#ports/log";
import { internalFailure, renderPlainFault } from "./errorBody.ts";
import { Fault } from "./fault.ts";
import type { WireRequest, WireResponse } from "./http.ts";
import type { JsonApi, JsonRoute, Labels } from "./jsonApiRoute.ts";
import { splitTarget } from "./query.ts";
import { createRouter } from "./route.ts";

/**
 * @param name what callers of an unknown path are told it is: "operator API"
 * @param routes of all rooms together; @throws Error when two claim the same method and path
 */
export function createJsonApi(name: string, routes: readonly JsonRoute[], log: Log): JsonApi {
  const router = createRouter(
    routes.map((route, index) => ({ operation: String(index), method: route.method, uri: route.path })),
  );

  function find(request: WireRequest): {
    readonly route: JsonRoute;
    readonly labels: Labels;
    readonly query: URLSearchParams;
  } {
    const { path, query = "" } = splitTarget(request.rawUrl);
    const match = router.find(request.method, path);
    const route = "operation" in match ? routes[Number(match.operation)] : undefined;
    if (!route || !("labels" in match)) throw noRoute(name, request.method);
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
      log.error({ requestId: request.requestId, error }, `A route of the ${name} failed because of a bug`);
      return renderPlainFault(internalFailure(request.requestId), request.requestId);
    }
  };
}

function noRoute(name: string, method: string): Fault {
  return new Fault("NotFoundException", `The ${name} has no ${method} at this path.`, { status: 404 });
}

function labelsOf(path: string, values: readonly string[]): Labels {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "");
  return Object.fromEntries(names.map((name, index) => [name, decoded(values[index] ?? "")]));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Fault("BadRequestException", "The path holds a percent sign that begins no character.", { status: 400 });
  }
}
