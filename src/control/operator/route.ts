/** What a route of the operator API is. Leaf types. */

import type { WireRequest, WireResponse } from "#kernel/wire/http";
import type { Caller } from "#ports/caller";

/** Values of the `{labels}` in a route's path, decoded. */
export type Labels = Readonly<Record<string, string>>;

export interface OperatorCall {
  readonly request: WireRequest;
  readonly labels: Labels;
  readonly query: URLSearchParams;
  readonly caller: Caller;
}

export interface OperatorRoute {
  readonly method: string;
  /** Template such as `/_ohmstead/v1/keys/{accessKeyId}`. */
  readonly path: string;
  /** The JSON value to answer with status 200. Faults become error answers. */
  readonly handle: (call: OperatorCall) => Promise<unknown>;
}

/** Answers a request whose signature was verified; never throws. */
export type OperatorApi = (request: WireRequest, caller: Caller) => Promise<WireResponse>;
