/** One HTTP exchange as the wire room sees it, whatever server carries it. Leaf types. */

export interface WireRequest {
  readonly method: string;
  /** Path and query exactly as received; SigV4 and routing need the raw bytes. */
  readonly rawUrl: string;
  /** Lower-case names; repeated headers keep all values in order. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
  readonly requestId: string;
  /** The peer's address, when a socket carried the request. */
  readonly remoteAddress?: string;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** False keeps web pages of other origins from reading the answer; for doors that do not ask for a signature. */
  readonly cors?: false;
}
