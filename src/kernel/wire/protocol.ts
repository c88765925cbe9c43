/** What a wire protocol does for a service: find the operation, read input, write output and faults. Leaf types. */

import type { ServiceSchema } from "#generated/schema";
import type { Fault } from "./fault.ts";
import type { WireRequest, WireResponse } from "./http.ts";

/** Members by SDK name. */
export type Members = Readonly<Record<string, unknown>>;

export interface Found {
  readonly operation: string;
  /** Label values as they stood in the raw path, in the order of the URI template. */
  readonly labels: readonly string[];
}

/** Reads and writes the messages of one operation; compiled once when the service is made. */
export interface OperationCodec {
  decode(request: WireRequest, labels: readonly string[]): Members;
  encode(output: Members, requestId: string): WireResponse;
}

export interface Protocol {
  /** Throws a fault when the request names no operation of the service. */
  find(request: WireRequest): Found;
  /** By operation name. */
  readonly codecs: ReadonlyMap<string, OperationCodec>;
  renderFault(fault: Fault, requestId: string): WireResponse;
}

/** Names of the faults for input that cannot be read and for input that breaks a constraint. */
export interface InputFaultNames {
  readonly malformed: string;
  readonly invalid: string;
}

export type ProtocolFactory = (schema: ServiceSchema) => Protocol;
