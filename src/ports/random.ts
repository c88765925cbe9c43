/** Port: where unpredictable bytes and identifiers come from. */

export interface Random {
  /** Cryptographically strong bytes. */
  bytes(count: number): Uint8Array;
  /** A version-4 UUID in lower case. */
  uuid(): string;
}
