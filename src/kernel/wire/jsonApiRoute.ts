/** What a route of a JSON API of our own is. Leaf types. */

import type { Caller } from "#ports/caller";
import type { WireRequest, WireResponse } from "./http.ts";

/** Values of the `{labels}` in a route's path, decoded. */
export type Labels = Readonly<Record<string, string>>;

export interface JsonCall {
  readonly request: WireRequest;
  readonly labels: Labels;
  readonly query: URLSearchParams;
  readonly caller: Caller;
}

export interface JsonRoute {
  readonly method: string;
  /** Template such as `/v1/keys/{keyId}`. */
  readonly path: string;
  /** The JSON value to answer with status 200. Faults become error answers. */
  readonly handle: (call: JsonCall) => Promise<unknown>;
}

/** Answers a request whose caller is known; never throws. */
export type JsonApi = (request: WireRequest, caller: Caller) => Promise<WireResponse>;
