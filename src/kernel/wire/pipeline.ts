/** What happens to a request of an AWS service, in order. */

import type { Caller } from "#ports/caller";
import type { Log } from "#ports/log";
import type { BoundOperation, Exchange } from "./exchange.ts";
import { Fault } from "./fault.ts";
import { MalformedInput } from "./malformed.ts";
import type { RequestContext } from "./operation.ts";
import type { Members } from "./protocol.ts";
import { describeViolations } from "./validate.ts";

export interface PipelineStep {
  readonly name: string;
  run(exchange: Exchange): Promise<void> | void;
}

export const pipeline: readonly PipelineStep[] = [
  { name: "find the operation", run: find },
  { name: "authenticate the caller", run: authenticate },
  { name: "decode the input", run: decode },
  { name: "validate the input", run: validate },
  { name: "call the operation", run: call },
  { name: "encode the output", run: encode },
];

function find(exchange: Exchange): void {
  const { protocol, operations } = exchange.parts;
  const found = protocol.find(exchange.request);
  exchange.operation = operations.get(found.operation);
  exchange.labels = found.labels;
}

async function authenticate(exchange: Exchange): Promise<void> {
  exchange.caller = await exchange.parts.authenticate(exchange.request, operationOf(exchange).name);
}

function decode(exchange: Exchange): void {
  try {
    exchange.input = operationOf(exchange).codec.decode(exchange.request, exchange.labels);
  } catch (error) {
    const reason = whyMalformed(error);
    if (reason === undefined) throw error;
    throw new Fault(exchange.parts.inputFaults.malformed, reason, { status: 400 });
  }
}

function whyMalformed(error: unknown): string | undefined {
  if (error instanceof MalformedInput) return error.describe();
  // Shapes that contain themselves are decoded by recursion, and a body can nest deeper than the stack.
  return error instanceof RangeError ? "The body is nested too deeply." : undefined;
}

function validate(exchange: Exchange): void {
  const violations = operationOf(exchange).validate?.(exchange.input);
  if (!violations) return;
  throw new Fault(exchange.parts.inputFaults.invalid, describeViolations(violations), { status: 400 });
}

async function call(exchange: Exchange): Promise<void> {
  const { parts, request, caller } = exchange;
  if (!caller) throw new Error("A request reached its operation without a caller.");
  const operation = operationOf(exchange);
  const output = await operation.run(exchange.input, new Context(request.requestId, caller, parts.log, operation.name));
  exchange.output = (output ?? {}) as Members;
}

function encode(exchange: Exchange): void {
  exchange.response = operationOf(exchange).codec.encode(exchange.output, exchange.request.requestId);
}

function operationOf(exchange: Exchange): BoundOperation {
  if (exchange.operation) return exchange.operation;
  throw new Error(`${exchange.parts.service} found an operation it does not have.`);
}

/** The log of a request is made when an operation first writes to it; most never do. */
class Context implements RequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  readonly #serviceLog: Log;
  readonly #operation: string;
  #log: Log | undefined;

  constructor(requestId: string, caller: Caller, serviceLog: Log, operation: string) {
    this.requestId = requestId;
    this.caller = caller;
    this.#serviceLog = serviceLog;
    this.#operation = operation;
  }

  get log(): Log {
    this.#log ??= this.#serviceLog.child({ requestId: this.requestId, operation: this.#operation });
    return this.#log;
  }
}
