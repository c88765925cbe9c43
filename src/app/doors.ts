/** Makes the doors of the planes: wire services with their authentication, counted and timed. */

import { performance } from "node:perf_hooks";
import type { Auth } from "#auth/auth";
import type { Control } from "#control/control";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import type { Graphql } from "#graphql/graphql";
import type { Metrics } from "#kernel/metrics/metrics";
import { createJsonApi } from "#kernel/wire/jsonApi";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import { renderPlainFault } from "#kernel/wire/errorBody";
import { Fault } from "#kernel/wire/fault";
import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import type { Storage } from "#storage/storage";
import { createAuthDoors } from "./authDoors.ts";
import type { Health } from "./health.ts";
import { answerMetrics } from "./metricsRoute.ts";
import type { Serve } from "./door.ts";
import type { Doors } from "./routes.ts";
import { callerOf, wireDoor, type WireDoorParts } from "./wireDoor.ts";

export interface DoorParts {
  readonly control: Control;
  readonly auth: Auth;
  readonly graphql: Graphql;
  readonly storage: Storage;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly metricsKey: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export function createDoors(parts: DoorParts): Doors {
  const { control, auth, graphql, storage, health, metrics, metricsKey, clock, log } = parts;
  const wired: WireDoorParts = {
    lookup: (accessKeyId) => control.accessKeys.lookup(accessKeyId),
    observe: (observation) => metrics.request(observation),
    clock,
    log,
  };
  const routes = [
    ...control.operatorRoutes,
    ...auth.operatorRoutes,
    ...graphql.operatorRoutes,
    ...storage.operatorRoutes,
  ];
  return {
    ...createAuthDoors(wired, auth),
    health: () => health.answer(),
    metrics: (request) => answerMetrics(metrics, metricsKey, request),
    operator: timed(metrics, "Operator", operatorDoor(wired, routes)),
    graphql: timed(metrics, "GraphQL", graphql.handle),
    amplify: wireDoor(wired, { schema: amplify, operations: control.amplify }),
    amplifyBackend: wireDoor(wired, { schema: amplifyBackend, operations: control.amplifyBackend }),
  };
}

function operatorDoor(parts: WireDoorParts, routes: readonly JsonRoute[]): Serve {
  const verify = callerOf(parts, "ohmstead");
  const answer = createJsonApi("operator API", routes, parts.log);
  return async (request) => {
    try {
      return await answer(request, await verify(request));
    } catch (error) {
      if (error instanceof Fault) return renderPlainFault(error, request.requestId);
      throw error;
    }
  };
}

/** Doors that are no wire services are counted as one operation. */
function timed(metrics: Metrics, service: string, serve: Serve): Serve {
  return async (request) => {
    const started = performance.now();
    const response = await serve(request);
    const milliseconds = performance.now() - started;
    metrics.request({ service, operation: request.method, status: response.status, milliseconds });
    return response;
  };
}
