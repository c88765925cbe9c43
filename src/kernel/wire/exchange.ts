/** One request on its way through the pipeline. Leaf types. */

import type { Caller } from "#ports/caller";
import type { Log } from "#ports/log";
import type { WireRequest, WireResponse } from "./http.ts";
import type { Operation } from "./operation.ts";
import type { InputFaultNames, Members, OperationCodec, Protocol } from "./protocol.ts";
import type { Validator } from "./validate.ts";

/** An operation with everything that was compiled for it. */
export interface BoundOperation {
  readonly name: string;
  readonly codec: OperationCodec;
  readonly validate: Validator | undefined;
  readonly run: Operation<Members, unknown>;
}

/** Says who sent the request, or throws a fault. Gets the operation's name because some services have public ones. */
export type Authenticate = (request: WireRequest, operation: string) => Promise<Caller>;

/** What the steps need of the service, made once. */
export interface WireServiceParts {
  readonly service: string;
  readonly protocol: Protocol;
  readonly operations: ReadonlyMap<string, BoundOperation>;
  readonly inputFaults: InputFaultNames;
  readonly authenticate: Authenticate;
  readonly log: Log;
}

/** Steps fill it from top to bottom; what a step reads, an earlier one has written. */
export interface Exchange {
  readonly parts: WireServiceParts;
  readonly request: WireRequest;
  operation: BoundOperation | undefined;
  labels: readonly string[];
  caller: Caller | undefined;
  input: Members;
  output: Members;
  response: WireResponse | undefined;
}
