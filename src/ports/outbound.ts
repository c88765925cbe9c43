/** Port: one HTTP request to an address that somebody else chose, kept away from where the server alone may go. */

export interface OutboundRequest {
  readonly method: string;
  /** http or https, without user and password. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For the whole exchange. */
  readonly timeoutMs: number;
  /** Of the answer's body. */
  readonly maxBytes: number;
}

export interface OutboundResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/**
 * Checked by `name`. The message may be shown to whoever chose the address: it never tells what lives inside the network.
 * `refused`: the address is not one this server goes to.
 */
export interface OutboundFailure extends Error {
  readonly name: "OutboundFailure";
  readonly reason: "refused" | "unreachable" | "timeout" | "tooLarge";
}

export interface Outbound {
  /** Redirects are answered, never followed. Throws an OutboundFailure. */
  request(request: OutboundRequest): Promise<OutboundResponse>;
}
