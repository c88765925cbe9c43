/** What takes bytes piece by piece and gives their digest. Leaf type. */

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Once, at the end; most significant byte first. */
  digest(): Buffer;
}
