/** Makes the doors of the planes: wire services with their authentication, counted and timed. */

import { performance } from "node:perf_hooks";
import type { Auth } from "#auth/auth";
import type { Control } from "#control/control";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import type { Graphql } from "#graphql/graphql";
import type { Metrics } from "#kernel/metrics/metrics";
import { createJsonApi } from "#kernel/wire/jsonApi";
import { renderPlainFault } from "#kernel/wire/errorBody";
import { Fault } from "#kernel/wire/fault";
import { createWireService, type Observation, type OperationTable } from "#kernel/wire/service";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import type { ServiceSchema } from "#generated/schema";
import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import { createAuthDoors } from "./authDoors.ts";
import type { Health } from "./health.ts";
import { answerMetrics } from "./metricsRoute.ts";
import type { Serve } from "./door.ts";
import type { Doors } from "./routes.ts";

export interface DoorParts {
  readonly control: Control;
  readonly auth: Auth;
  readonly graphql: Graphql;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly metricsKey: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export function createDoors(parts: DoorParts): Doors {
  const { control, auth, graphql, health, metrics, metricsKey, clock, log } = parts;
  const lookup = (accessKeyId: string) => control.accessKeys.lookup(accessKeyId);
  const observe = (observation: Observation): void => metrics.request(observation);
  return {
    ...createAuthDoors({ auth, lookup, observe, clock, log }),
    health: () => health.answer(),
    metrics: (request) => answerMetrics(metrics, metricsKey, request),
    operator: timed(parts, "Operator", operatorDoor(parts)),
    graphql: timed(parts, "GraphQL", graphql.handle),
    amplify: wireDoor(parts, amplify, control.amplify),
    amplifyBackend: wireDoor(parts, amplifyBackend, control.amplifyBackend),
  };
}

function wireDoor(parts: DoorParts, schema: ServiceSchema, operations: OperationTable): Serve {
  const verify = verifier(parts, schema.signingName);
  return createWireService({
    schema,
    operations,
    authenticate: async (request) => (await verify(request)).caller,
    log: parts.log.child({ service: schema.service }),
    observe: (observation) => parts.metrics.request(observation),
  });
}

function operatorDoor(parts: DoorParts): Serve {
  const verify = verifier(parts, "ohmstead");
  const { control, auth, log } = parts;
  const answer = createJsonApi("operator API", [...control.operatorRoutes, ...auth.operatorRoutes], log);
  return async (request) => {
    try {
      const { caller } = await verify(request);
      return await answer(request, caller);
    } catch (error) {
      if (error instanceof Fault) return renderPlainFault(error, request.requestId);
      throw error;
    }
  };
}

function verifier({ control, clock }: DoorParts, service: string) {
  return createSigV4Verifier({ service, clock, lookup: (accessKeyId) => control.accessKeys.lookup(accessKeyId) });
}

/** Doors that are no wire services are counted as one operation. */
function timed({ metrics }: DoorParts, service: string, serve: Serve): Serve {
  return async (request) => {
    const started = performance.now();
    const response = await serve(request);
    const milliseconds = performance.now() - started;
    metrics.request({ service, operation: request.method, status: response.status, milliseconds });
    return response;
  };
}
