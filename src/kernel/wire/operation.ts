/** What a wire operation is: a function from a decoded, validated input to an output. Leaf types. */

import type { Caller } from "#ports/caller";
import type { Log } from "#ports/log";

export interface RequestContext {
  /** Sent back as x-amzn-RequestId. */
  readonly requestId: string;
  readonly caller: Caller;
  readonly log: Log;
}

export type Operation<Input, Output> = (input: Input, context: RequestContext) => Promise<Output>;

/** The response type without the member that SDKs add on the client's side. */
export type Result<Response> = Omit<Response, "ResponseMetadata">;
