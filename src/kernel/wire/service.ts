/** Makes an AWS service of a schema and its operations: requests in, responses out, never a throw. */

import type { Log } from "#ports/log";
import type { ServiceSchema } from "#generated/schema";
import { internalFailure } from "./errorBody.ts";
import type { Authenticate, BoundOperation, Exchange, WireServiceParts } from "./exchange.ts";
import { Fault } from "./fault.ts";
import type { WireRequest, WireResponse } from "./http.ts";
import type { Operation } from "./operation.ts";
import { pipeline } from "./pipeline.ts";
import type { InputFaultNames, Members } from "./protocol.ts";
import { protocols } from "./protocols.ts";
import { createValidators } from "./validate.ts";

/** Operations by AWS name. Typed so that every `Operation<Input, Output>` fits. */
export type OperationTable = Readonly<Record<string, Operation<never, unknown>>>;

/** One answered request, for metrics and access logs. */
export interface Observation {
  readonly service: string;
  /** `unknown` when the request named none. */
  readonly operation: string;
  readonly status: number;
  /** Code of the fault, or undefined after success. */
  readonly fault: string | undefined;
  readonly requestId: string;
  readonly milliseconds: number;
}

export interface WireServiceOptions {
  readonly schema: ServiceSchema;
  /** Exactly the operations of the schema. */
  readonly operations: OperationTable;
  readonly authenticate: Authenticate;
  readonly log: Log;
  /** Called after each request; must not throw. */
  readonly observe?: (observation: Observation) => void;
  /** Default: BadRequestException for both where the service models it, else SerializationException and ValidationException. */
  readonly inputFaults?: InputFaultNames;
}

export type WireService = (request: WireRequest) => Promise<WireResponse>;

/**
 * Everything that depends on the schema is compiled here, once. Throws when an operation of the schema
 * has no implementation or the other way round.
 */
export function createWireService(options: WireServiceOptions): WireService {
  const parts = createParts(options);
  return async (request) => {
    const started = performance.now();
    const exchange: Exchange = {
      parts,
      request,
      operation: undefined,
      labels: [],
      caller: undefined,
      input: {},
      output: {},
      response: undefined,
    };
    let fault: string | undefined;
    let response: WireResponse;
    try {
      response = await run(exchange);
    } catch (error) {
      const refusal = refuse(exchange, error);
      fault = refusal.code;
      response = parts.protocol.renderFault(refusal, request.requestId);
    }
    options.observe?.({
      service: parts.service,
      operation: exchange.operation?.name ?? "unknown",
      status: response.status,
      fault,
      requestId: request.requestId,
      milliseconds: performance.now() - started,
    });
    return response;
  };
}

async function run(exchange: Exchange): Promise<WireResponse> {
  for (const step of pipeline) {
    const waiting = step.run(exchange);
    if (waiting) await waiting;
  }
  if (!exchange.response) throw new Error("The pipeline ended without a response.");
  return exchange.response;
}

/** Faults go to the caller as they are; anything else is a bug that only the log hears about. */
function refuse({ parts, request, operation }: Exchange, error: unknown): Fault {
  const at = { requestId: request.requestId, service: parts.service, operation: operation?.name };
  if (error instanceof Fault) {
    if (error.status >= 500) parts.log.warn({ ...at, code: error.code, detail: error.detail }, error.message);
    else parts.log.debug({ ...at, code: error.code, detail: error.detail }, error.message);
    return error;
  }
  parts.log.error({ ...at, error }, "An operation failed because of a bug");
  return internalFailure(request.requestId);
}

function createParts(options: WireServiceOptions): WireServiceParts {
  const { schema, authenticate, log } = options;
  const inputFaults = options.inputFaults ?? defaultInputFaults(schema);
  const createProtocol = protocols[schema.protocol];
  if (!createProtocol)
    throw new Error(`${schema.service} speaks ${schema.protocol}, for which there is no protocol here.`);
  const protocol = createProtocol(schema);
  return {
    service: schema.service,
    protocol,
    operations: bind(options, protocol.codecs),
    inputFaults,
    authenticate,
    log,
  };
}

function bind(
  { schema, operations }: WireServiceOptions,
  codecs: ReadonlyMap<string, BoundOperation["codec"]>,
): ReadonlyMap<string, BoundOperation> {
  const names = Object.keys(schema.operations);
  const missing = names.filter((name) => !Object.hasOwn(operations, name));
  const unknown = Object.keys(operations).filter((name) => !Object.hasOwn(schema.operations, name));
  if (missing.length > 0) throw new Error(`${schema.service} lacks the operations ${missing.join(", ")}.`);
  if (unknown.length > 0) throw new Error(`${schema.service} has no operations named ${unknown.join(", ")}.`);

  const validatorOf = createValidators(schema);
  const bound = new Map<string, BoundOperation>();
  for (const [name, { input }] of Object.entries(schema.operations)) {
    const codec = codecs.get(name);
    const operation = operations[name];
    if (!codec || !operation) throw new Error(`${schema.service} could not bind ${name}.`);
    // The codec and the validator of this operation vouch for the type of the input.
    bound.set(name, { name, codec, validate: validatorOf(input), run: operation as Operation<Members, unknown> });
  }
  return bound;
}

function defaultInputFaults(schema: ServiceSchema): InputFaultNames {
  if (schema.errors["BadRequestException"]) return { malformed: "BadRequestException", invalid: "BadRequestException" };
  return { malformed: "SerializationException", invalid: "ValidationException" };
}
